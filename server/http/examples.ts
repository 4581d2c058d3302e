// The answers that the contract has examples of, for whoever asks for one by its status or its name.
import type { Cookie } from '../../generated/operations.ts'
import { Failure } from '../model/failure.ts'
import { type Document, type OperationObject, type ResponseObject, resolve } from './document.ts'
import type { Outgoing } from './send.ts'

/** Which answer is asked for; with neither it is the first success. */
export interface Wanted {
  readonly status?: number | undefined
  readonly example?: string | undefined
}

/** Gives an answer as the contract has it. Throws `invalid_request`, and says what there is, where it has none such. */
export type FindExample = (id: string, wanted: Wanted, prefersPage?: boolean) => Outgoing

interface Example {
  readonly status: number
  readonly type?: string
  readonly name?: string
  readonly body?: unknown
  readonly response: ResponseObject
}

/** Reads a contract once, and each of its operations when it is first asked for. Pages leave with headers that all of ours have. */
export const readExamples = (document: Document, ofPages: Readonly<Record<string, string>>): FindExample => {
  const operations = new Map<string, OperationObject>()
  for (const { parameters: _, ...item } of Object.values(document.paths)) {
    for (const operation of Object.values(item) as OperationObject[]) operations.set(operation.operationId, operation)
  }
  const known = new Map<string, readonly Example[]>()
  const examplesOf = (id: string): readonly Example[] => {
    const operation = operations.get(id)
    if (!operation) throw new Failure('invalid_request', `operation: the contract has no ${id.slice(0, 100)}.`)
    const found = known.get(id) ?? readOperation(document, operation)
    known.set(id, found)
    return found
  }
  return (id, wanted, prefersPage = false) => {
    const example = choose(id, examplesOf(id), wanted, prefersPage)
    const { type, body, status } = example
    const { headers, cookies } = headersOf(document, example)
    const all = type === 'text/html' ? { ...ofPages, ...headers } : headers
    return { status, ...(type && { type }), headers: all, cookies, ...(body !== undefined && { body }) }
  }
}

const readOperation = (document: Document, { responses }: OperationObject): readonly Example[] =>
  Object.entries(responses)
    .map(([status, response]) => ({ status: Number(status), response: resolve<ResponseObject>(document, response) }))
    .flatMap(({ status, response }): Example[] => {
      const bodies = Object.entries(response.content ?? {}).flatMap(([type, { examples = {} }]) =>
        Object.entries(examples).map(([name, example]) => {
          const { value } = resolve<{ value: unknown }>(document, example)
          return { status, type, name, body: value, response }
        }),
      )
      return bodies.length > 0 ? bodies : [{ status, response }]
    })

const choose = (
  id: string,
  examples: readonly Example[],
  { status, example }: Wanted,
  prefersPage: boolean,
): Example => {
  const ofStatus = status === undefined ? examples : examples.filter((one) => one.status === status)
  if (ofStatus.length === 0) {
    const statuses = [...new Set(examples.map((one) => one.status))].join(', ')
    throw new Failure('invalid_request', `${id} has no answer ${status}; it has ${statuses}.`)
  }
  if (example === undefined) {
    return ofStatus.find(({ type }) => (type === 'text/html') === prefersPage) ?? ofStatus[0]!
  }
  const named = ofStatus.find(({ name }) => name === example)
  if (named) return named
  const names = [...new Set(ofStatus.flatMap(({ name }) => name ?? []))]
  const where = status === undefined ? id : `${id} ${status}`
  const list = names.length > 0 ? `; it has ${names.join(', ')}.` : ' or any other: that answer is empty.'
  throw new Failure('invalid_request', `${where} has no example "${example.slice(0, 60)}"${list}`)
}

interface HeaderObject {
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

/** A request has an id of its own; all other headers are as in the contract. */
const headersOf = (document: Document, { response }: Example) => {
  const lines = Object.entries(response.headers ?? {})
    .filter(([name]) => name.toLowerCase() !== 'x-request-id')
    .map(([name, header]): [string, unknown[]] => {
      const { example, examples = {} } = resolve<HeaderObject>(document, header)
      return [name, [example ?? Object.values(examples)[0]?.value].flat().filter((value) => value !== undefined)]
    })
  const headers = lines
    .filter(([name, values]) => name.toLowerCase() !== 'set-cookie' && values.length > 0)
    .map(([name, values]) => [name, values.map(String).join(', ')])
  const cookies = lines
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .flatMap(([, values]) => values.map((value) => toCookie(String(value))))
  return { headers: Object.fromEntries(headers) as Record<string, string>, cookies }
}

/** A cookie as the contract's examples write it, with all attributes that ours have. */
const toCookie = (line: string): Cookie => {
  const [pair = '', ...attributes] = line.split('; ')
  const valueOf = (name: string) => attributes.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const at = pair.indexOf('=')
  return {
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    maxAge: Number(valueOf('Max-Age')),
    path: valueOf('Path') ?? '/',
    sameSite: (valueOf('SameSite') ?? 'Lax') as Cookie['sameSite'],
    httpOnly: attributes.includes('HttpOnly'),
  }
}
