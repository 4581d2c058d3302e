// A request to the mock as the server would read it: what nobody declares is left out, HEAD is a GET, and whoever only looks
// at a link gets the page.
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { Surface } from '../../generated/operations.ts'
import { isApiCall } from '../http/accept.ts'
import {
  type Document,
  type OperationObject,
  type OperationTable,
  type ResponseObject,
  resolve,
} from '../http/document.ts'
import { createRoutes } from '../http/routes.ts'
import { type DeclaredNames, keepFields, keepPairs, readNames } from '../http/undeclared.ts'

/** What goes to Prism. */
interface Reading {
  readonly method: string | undefined
  readonly target: string | undefined
  readonly accept: string | undefined
  readonly body: Buffer
}

export type Read = (req: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: Buffer) => Reading

interface Known {
  readonly operation: OperationObject
  readonly names: DeclaredNames
}

const methods = ['get', 'put', 'post', 'delete', 'patch']

/** Reads a contract, or the file that it is in, once. */
export const createReader = (contract: string | object): Read => {
  const document = (typeof contract === 'string' ? JSON.parse(readFileSync(contract, 'utf8')) : contract) as Document
  const known = new Map<string, Known>()
  const table: Record<string, OperationTable[string]> = {}
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods.filter((name) => item[name])) {
      const id = `${method} ${path}`
      // Whose it is makes no difference to a route.
      table[id] = { surface: 'service' satisfies Surface, method, path }
      known.set(id, { operation: item[method] as OperationObject, names: readNames(document, path, method) })
    }
  }
  const writesOf = (id: string) => known.get(id)!.operation['x-writes']
  const find = createRoutes(
    () => true,
    table,
    (id) => writesOf(id) === undefined || writesOf(id)?.when !== undefined,
  )

  return (req, body) => {
    const [path = '', ...rest] = (req.url ?? '').split('?')
    const asIs = { method: req.method, target: req.url, accept: req.headers.accept, body }
    const id = findOperation(find, req.method, path)
    if (id === undefined) return asIs
    const { operation, names } = known.get(id)!
    const { kept } = keepPairs(rest.join('?'), names.query)
    const when = operation['x-writes']?.when
    if (req.method === 'HEAD' && when !== undefined && new URLSearchParams(kept).has(when)) return asIs
    return {
      method: req.method === 'HEAD' ? 'GET' : req.method,
      target: path + (kept && `?${kept}`),
      accept: operation['x-consumes-link'] ? acceptAtLink(document, operation, req) : req.headers.accept,
      body: keepBody(req, body, names),
    }
  }
}

/** The page, unless it is an API call or `Prefer` names an example of another type. */
const acceptAtLink = (
  document: Document,
  { responses }: OperationObject,
  req: Parameters<Read>[0],
): string | undefined => {
  if (isApiCall(req)) return req.headers.accept
  const example = /\bexample="?([\w-]+)/.exec([req.headers.prefer].join())?.[1]
  const types = Object.values(responses)
    .flatMap((response) => Object.entries(resolve<ResponseObject>(document, response).content ?? {}))
    .filter(([, { examples = {} }]) => example !== undefined && example in examples)
    .map(([type]) => type)
  return types[0] ?? 'text/html'
}

const findOperation = (find: ReturnType<typeof createRoutes>, method: string | undefined, path: string) => {
  try {
    return find(method ?? '', path)?.match?.id
  } catch {
    // A malformed escape: Prism may say so.
    return undefined
  }
}

const keepBody = ({ headers }: Pick<IncomingMessage, 'headers'>, body: Buffer, { bodies }: DeclaredNames): Buffer => {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  const names = bodies.get(type)
  if (!names || body.length === 0) return body
  if (type.endsWith('urlencoded')) return Buffer.from(keepPairs(body.toString(), names).kept)
  try {
    return Buffer.from(JSON.stringify(keepFields(JSON.parse(body.toString()), names).kept))
  } catch {
    return body
  }
}
