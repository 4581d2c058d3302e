// From the contract to requests: what to send to each operation, and every answer that it declares.
import { readFileSync } from 'node:fs'
import { request } from 'node:http'

interface Named {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly example: unknown
}
type Examples = Record<string, { readonly value: unknown }>
interface Part {
  readonly content?: Record<string, { readonly examples: Examples }>
  readonly headers?: Record<string, { readonly example?: unknown; readonly examples?: Examples }>
}
interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Named[]
  readonly security: readonly Record<string, unknown>[]
  readonly requestBody?: Part
  readonly responses: Record<string, Part>
}
type Paths = Record<string, Record<string, Operation> & { readonly parameters?: readonly Named[] }>
interface Scheme {
  readonly type: string
  readonly scheme?: string
  readonly in?: string
  readonly name?: string
}
export interface Contract {
  readonly paths: Paths
  readonly components: { readonly securitySchemes: Record<string, Scheme> }
}

export interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string | undefined
}

/** One declared answer: its status, and its type, example and body where it has any. */
export interface Declared {
  readonly status: number
  readonly type?: string
  readonly example?: string
  readonly body?: unknown
  /** Names in lower case; several values are several lines. */
  readonly headers: Record<string, string[]>
}

export const readContract = (): Contract =>
  JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')) as Contract

/** Every operation with a valid request, and all of its answers. */
export const operationsOf = (contract: Contract): { id: string; sent: Sent; answers: Declared[] }[] => {
  const whole = follow(contract, contract) as Contract
  return Object.entries(whole.paths).flatMap(([path, { parameters = [], ...operations }]) =>
    Object.entries(operations).map(([method, operation]) => ({
      id: operation.operationId,
      sent: validRequest(whole, method, path, [...parameters, ...(operation.parameters ?? [])], operation),
      answers: Object.entries(operation.responses).flatMap(([status, response]) => answersOf(Number(status), response)),
    })),
  )
}

const validRequest = (
  { components }: Contract,
  method: string,
  path: string,
  parameters: readonly Named[],
  operation: Operation,
): Sent => {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const example = content && Object.values(content.examples)[0]?.value
  const isForm = type === 'application/x-www-form-urlencoded'
  const inForm = () => new URLSearchParams(example as Record<string, string>).toString()
  const body = example === undefined ? undefined : isForm ? inForm() : JSON.stringify(example)
  const query = parameters.filter((one) => one.in === 'query' && one.required)
  const named = parameters.filter((one) => one.in === 'header' && one.required)
  const filled = parameters
    .filter((one) => one.in === 'path')
    .reduce((at, { name, example }) => at.replace(`{${name}}`, String(example)), path)
  return {
    method: method.toUpperCase(),
    path:
      filled +
      (query.length > 0 ? `?${new URLSearchParams(query.map(({ name, example }) => [name, String(example)]))}` : ''),
    headers: {
      ...credentialsOf(Object.keys(operation.security[0] ?? {}).map((name) => components.securitySchemes[name]!)),
      ...(type && { 'content-type': type }),
      ...Object.fromEntries(named.map(({ name, example }) => [name, String(example)])),
    },
    body,
  }
}

/** Something in the place of each credential: the mock looks only whether it is there. */
const credentialsOf = (schemes: readonly Scheme[]): Record<string, string> =>
  Object.fromEntries(
    schemes.map(({ type, scheme, in: place, name = '' }) => {
      if (type === 'http') return ['authorization', scheme === 'basic' ? 'Basic YTpi' : 'Bearer anything']
      return place === 'cookie' ? ['cookie', `${name}=anything`] : [name.toLowerCase(), 'anything']
    }),
  )

const answersOf = (status: number, { content = {}, headers = {} }: Part): Declared[] => {
  // Of several examples the mock gives the first.
  const first = (examples: Examples = {}) => Object.values(examples)[0]?.value
  const lines = Object.fromEntries(
    Object.entries(headers).map(([name, { examples, example = first(examples) }]) => [
      name.toLowerCase(),
      [example].flat().map(String),
    ]),
  )
  const answers = Object.entries(content).flatMap(([type, { examples }]) =>
    Object.entries(examples).map(([example, { value }]) => ({ status, type, example, body: value, headers: lines })),
  )
  return answers.length > 0 ? answers : [{ status, headers: lines }]
}

/** The same with every reference replaced by what it points at; schemas, which may be circular, are left out. An example is as it is. */
const follow = (contract: Contract, value: unknown, areExamples = false): unknown => {
  if (Array.isArray(value)) return value.map((one) => follow(contract, one))
  if (typeof value !== 'object' || value === null) return value
  if ('$ref' in value) {
    const parts = String(value.$ref).slice('#/'.length).split('/')
    return follow(
      contract,
      parts.reduce(
        (at: unknown, part) => (at as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')],
        contract,
      ),
    )
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      if (key === 'value') return [[key, one as unknown]]
      return /^schemas?$/.test(key) && !areExamples ? [] : [[key, follow(contract, one, key === 'examples')]]
    }),
  )
}

export interface Received {
  readonly status: number
  readonly headers: NodeJS.Dict<string[]>
  readonly text: string
}

/** Sends exactly this: no header is added that was not asked for, and no redirect is followed. */
export const send = (url: string, { method, path, headers, body }: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    request(url + path, { method, headers: { ...headers, ...length } }, async (res) => {
      const text = (await res.toArray()).join('')
      resolve({ status: res.statusCode ?? 0, headers: res.headersDistinct, text })
    })
      .on('error', reject)
      .end(body)
  })
