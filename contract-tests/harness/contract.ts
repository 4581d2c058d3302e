// The contract, read for tests: what each operation declares, and whether an answer keeps it. Independent of the server.
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type OperationId, operations } from '../../generated/operations.ts'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>

export interface Declared {
  readonly id: OperationId
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly tag: string
  /** Names of security schemes, one list an alternative; an empty list means nobody needs to be anybody. */
  readonly security: readonly (readonly string[])[]
  readonly requestBody: { readonly required: boolean; readonly content: Record<string, Media> } | undefined
  readonly parameters: readonly Parameter[]
  /** Where others send what they like: what the operation does not declare changes nothing. */
  readonly ignoresUnknown: boolean
  /** A GET that uses up a link, but only for an API call: one that accepts JSON by its name. */
  readonly consumesLink: boolean
  /** Why a GET changes something; nothing where it does not. `when` names the parameter that makes it. */
  readonly writes: { readonly why: string; readonly when?: string | readonly string[] } | undefined
  /** What the roles of a user who asks have to allow. */
  readonly permission: string | undefined
  readonly responses: ReadonlyMap<number, DeclaredResponse>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: boolean
  readonly schema: Json
  readonly example?: unknown
}

export interface Media {
  readonly schema: Json
  readonly examples: Record<string, { readonly value: unknown }>
}

export interface DeclaredResponse {
  readonly pointer: string
  readonly description: string
  readonly content: Record<string, Media>
  readonly headers: Record<string, DeclaredHeader>
}

interface DeclaredHeader {
  readonly required: boolean
  readonly pointer: string
  readonly examples: readonly string[]
}

/** An answer, as a client sees it. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly cookies: readonly string[]
  readonly text: string
  readonly body: unknown
}

const document = JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')) as Json
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
addFormats.default(ajv)
ajv.addSchema(document, 'contract')

const escape = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1')

/** Follows `$ref`s; answers the value and where it stands. */
const at = (pointer: string): { value: Json; pointer: string } => {
  const value = pointer
    .slice(2)
    .split('/')
    .reduce((node: unknown, part) => (node as Json)[part.replaceAll('~1', '/').replaceAll('~0', '~')], document) as Json
  return typeof value.$ref === 'string' ? at(value.$ref) : { value, pointer }
}

const readMedia = (pointer: string): Record<string, Media> => {
  const { value } = at(pointer)
  return Object.fromEntries(
    Object.entries((value.content ?? {}) as Json).map(([type]) => {
      const media = at(`${pointer}/content/${escape(type)}`)
      const examples = Object.keys((media.value.examples ?? {}) as Json).map((name) => [
        name,
        at(`${media.pointer}/examples/${escape(name)}`).value as { value: unknown },
      ])
      return [type, { schema: media.value.schema as Json, examples: Object.fromEntries(examples) as Media['examples'] }]
    }),
  )
}

const readResponse = (start: string): DeclaredResponse => {
  const { value, pointer } = at(start)
  const headers = Object.keys((value.headers ?? {}) as Json).map((name) => {
    const header = at(`${pointer}/headers/${escape(name)}`)
    const { required, example = [], examples = {} } = header.value
    const named = Object.values(examples as Record<string, { readonly value: unknown }>).map(({ value }) => value)
    return [
      name.toLowerCase(),
      { required: required === true, pointer: `${header.pointer}/schema`, examples: [example, ...named].flat() },
    ]
  })
  const description = String(value.description ?? '')
  return {
    pointer,
    description,
    content: readMedia(pointer),
    headers: Object.fromEntries(headers) as DeclaredResponse['headers'],
  }
}

const readOperation = (id: OperationId): Declared => {
  const { method, path } = operations[id]
  const root = `#/paths/${escape(path)}`
  const { value } = at(`${root}/${method}`)
  const listed = (from: string) =>
    ((at(from).value.parameters ?? []) as Json[]).map(
      (_, index) => at(`${from}/parameters/${index}`).value as unknown as Parameter,
    )
  const body = value.requestBody ? at(`${root}/${method}/requestBody`) : undefined
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: String(value.summary ?? ''),
    tag: String((value.tags as string[] | undefined)?.[0] ?? ''),
    security: (value.security as Json[]).map((one) => Object.keys(one)),
    requestBody: body && { required: body.value.required === true, content: readMedia(body.pointer) },
    parameters: [...listed(root), ...listed(`${root}/${method}`)],
    ignoresUnknown: value['x-ignores-unknown'] === true,
    consumesLink: value['x-consumes-link'] === true,
    writes: value['x-writes'] as Declared['writes'],
    permission: value['x-permission'] as Declared['permission'],
    responses: new Map(
      Object.keys(value.responses as Json).map((status) => [
        Number(status),
        readResponse(`${root}/${method}/responses/${status}`),
      ]),
    ),
  }
}

export const declared: ReadonlyMap<OperationId, Declared> = new Map(
  (Object.keys(operations) as OperationId[]).map((id) => [id, readOperation(id)]),
)

/** The contract's own name and version. */
export const describeContract = (): { readonly title: string; readonly version: string } => {
  const { title, version } = document.info as { title: string; version: string }
  return { title, version }
}

/** How a credential of this security scheme travels. */
export const securityScheme = (name: string) =>
  at(`#/components/securitySchemes/${name}`).value as {
    type: string
    scheme?: string
    in?: string
    name?: string
    'x-dpop'?: boolean
  }

/** What of the contract an answer breaks; empty when it keeps it. */
export const breaches = (id: OperationId, answer: Answer): string[] => {
  const response = declared.get(id)!.responses.get(answer.status)
  if (!response) return [`status ${answer.status} is not declared: ${answer.text.slice(0, 300)}`]
  return [
    ...headerBreaches(response, answer),
    ...answer.cookies.flatMap((cookie) => cookieBreaches(id, cookie)),
    ...bodyBreaches(response, answer),
  ]
}

const headerBreaches = ({ headers }: DeclaredResponse, answer: Answer): string[] =>
  Object.entries(headers).flatMap(([name, { required, pointer }]) => {
    const sent = name === 'set-cookie' ? answer.cookies.join('\n') || null : answer.headers.get(name)
    if (sent === null) return required ? [`header ${name} is missing`] : []
    const { value: schema } = at(pointer)
    const value = schema.type === 'integer' ? Number(sent) : sent
    return problemsOf(pointer, value).map((problem) => `header ${name}: ${problem}`)
  })

/** Cookies as the examples of a surface have them, by name: attributes alone. */
const exampleCookies = (surface: string): ReadonlyMap<string, readonly string[]> =>
  Map.groupBy(
    [...declared.values()]
      .filter(({ id }) => id.startsWith(`${surface}.`))
      .flatMap(({ responses }) => [...responses.values()])
      .flatMap(({ headers }) => headers['set-cookie']?.examples ?? []),
    nameOfCookie,
  )

const nameOfCookie = (cookie: string) => cookie.slice(0, cookie.indexOf('='))

/** What a cookie says of itself, apart from its value and how long it stays. */
const attributesOf = (cookie: string): string[] =>
  cookie
    .split('; ')
    .slice(1)
    .filter((part) => !part.startsWith('Max-Age='))
    // Providers that send a form need None, until the browser is back.
    .filter((part) => !(/^provider_flow=[^;]/.test(cookie) && part.startsWith('SameSite=')))
    .sort()

const maxAgeOf = (cookie: string) => Number(/; Max-Age=(\d+)/.exec(cookie)?.[1] ?? Infinity)

/** A cookie is weakened by one attribute: it has all that an example of its surface has, and lives no longer. */
const cookieBreaches = (id: OperationId, cookie: string): string[] => {
  const name = nameOfCookie(cookie)
  const surface = id.slice(0, id.indexOf('.'))
  const examples = exampleCookies(surface).get(name)
  // What stands in front of a server, such as a load balancer, has cookies of its own.
  if (!examples) return []
  const kept = examples.some(
    (example) =>
      isDeepStrictEqual(attributesOf(example), attributesOf(cookie)) && maxAgeOf(cookie) <= maxAgeOf(example),
  )
  return kept ? [] : [`cookie ${name} is none of ${examples.map((one) => one.replace(/=[^;]*/, '=…')).join(' or ')}`]
}

const bodyBreaches = ({ content, pointer }: DeclaredResponse, answer: Answer): string[] => {
  const types = Object.keys(content)
  if (types.length === 0) return answer.text === '' ? [] : ['the answer must be empty']
  const type = mediaTypeOf(answer)
  if (!types.includes(type)) return [`content type ${type} is not declared`]
  return problemsOf(`${pointer}/content/${escape(type)}/schema`, answer.body)
}

const problemsOf = (pointer: string, value: unknown): string[] => {
  const validate = ajv.getSchema(`contract${encodeURI(pointer)}`)
  if (!validate) return [`no schema at ${pointer}`]
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

export const mediaTypeOf = (answer: Answer): string => (answer.headers.get('content-type') ?? '').split(';')[0]!.trim()

/** The named example of a status; undefined for an empty answer or an unknown name. */
export const exampleOf = (id: OperationId, status: number, name: string): unknown =>
  Object.values(declared.get(id)!.responses.get(status)?.content ?? {}).find(({ examples }) => name in examples)
    ?.examples[name]?.value

/** The status that a refusal has at this operation. */
export const statusOf = (id: OperationId, example: string): number | undefined =>
  [...declared.get(id)!.responses].find(
    ([status]) => exampleOf(id, status, example) !== undefined && status >= 400,
  )?.[0]

/** The refusal of the contract that an answer is, by the words that do not depend on the request. */
export const codeOf = (id: OperationId, { status, body }: Pick<Answer, 'status' | 'body'>): string | undefined => {
  if (status < 400) return undefined
  const said = gist(body)
  const alike = Object.values(declared.get(id)!.responses.get(status)?.content ?? {})
    .flatMap(({ examples }) => Object.entries(examples))
    .filter(([, { value }]) => gist(value) === said)
  // Of several with one code it is the one with these very words.
  return (alike.find(([, { value }]) => isDeepStrictEqual(value, body)) ?? alike[0])?.[0]
}

const gist = (body: unknown): string => {
  if (typeof body !== 'object' || body === null) return String(body)
  // What a sign-in goes on with is of this request, too.
  const {
    detail: _d,
    instance: _i,
    error_description: _e,
    message: _m,
    mfa_token: _t,
    mfaToken: _f,
    ...rest
  } = body as Json
  return JSON.stringify(rest)
}
