// The contract, read for tests: what each operation declares, and whether an answer keeps it. Independent of the server.
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type OperationId, operations } from '../../../generated/operations.ts'
import type { Fields } from './fields.ts'

export type Json = Record<string, unknown>

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
  /** With which it answers or does more. */
  readonly widenedBy: string | undefined
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
  /** Where the schema stands that it is or points at: many share one. */
  readonly pointer: string
  readonly examples: Record<string, { readonly value: unknown }>
}

export interface DeclaredResponse {
  readonly pointer: string
  readonly description: string
  readonly content: Record<string, Media>
  readonly headers: Record<string, DeclaredHeader>
}

export interface DeclaredHeader {
  readonly required: boolean
  readonly isInteger: boolean
  readonly pointer: string
  readonly examples: readonly string[]
}

/** An answer, as a client sees it. */
export interface Answer {
  readonly status: number
  readonly headers: Fields
  readonly cookies: readonly string[]
  readonly text: string
  readonly body: unknown
}

export const document = JSON.parse(
  readFileSync(new URL('../../../generated/openapi.json', import.meta.url), 'utf8'),
) as Json

export const escape = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1')

const valueAt = (pointer: string): Json =>
  pointer
    .slice(2)
    .split('/')
    .reduce((node: unknown, part) => (node as Json)[part.replaceAll('~1', '/').replaceAll('~0', '~')], document) as Json

/** Follows `$ref`s; answers the value and where it stands. */
export const at = (pointer: string): { value: Json; pointer: string } => {
  const value = valueAt(pointer)
  return typeof value.$ref === 'string' ? at(value.$ref) : { value, pointer }
}

/** Follows what says nothing but where the schema stands. */
const schemaAt = (pointer: string): string => {
  const { $ref, ...more } = valueAt(pointer)
  return typeof $ref === 'string' && Object.keys(more).length === 0 ? schemaAt($ref) : pointer
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
      return [
        type,
        {
          schema: media.value.schema as Json,
          pointer: schemaAt(`${media.pointer}/schema`),
          examples: Object.fromEntries(examples) as Media['examples'],
        },
      ]
    }),
  )
}

const readResponse = (start: string): DeclaredResponse => {
  const { value, pointer } = at(start)
  const headers = Object.keys((value.headers ?? {}) as Json).map((name) => {
    const header = at(`${pointer}/headers/${escape(name)}`)
    const { required, example = [], examples = {} } = header.value
    const schema = at(`${header.pointer}/schema`)
    const named = Object.values(examples as Record<string, { readonly value: unknown }>).map(({ value }) => value)
    return [
      name.toLowerCase(),
      {
        required: required === true,
        isInteger: schema.value.type === 'integer',
        pointer: schema.pointer,
        examples: [example, ...named].flat(),
      },
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
    widenedBy: value['x-widened-by'] as Declared['widenedBy'],
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

interface SecurityScheme {
  readonly type: string
  readonly scheme?: string
  readonly in?: string
  readonly name?: string
  readonly 'x-dpop'?: boolean
}
const schemes = document.components as { readonly securitySchemes: Readonly<Record<string, SecurityScheme>> }

/** How a credential of this security scheme travels. */
export const securityScheme = (name: string): SecurityScheme => schemes.securitySchemes[name]!

/** Whoever is refused leaves the world as it was, and so does a GET that is not said to write. */
export const leavesAll = (id: OperationId, { status }: Answer): boolean => {
  const { method, writes, consumesLink } = declared.get(id)!
  return status >= 400 || (method === 'GET' && !writes && !consumesLink)
}

/** The names of its headers, in their order. */
export const namesOf = ({ headers }: Answer): string[] => [...headers].map(([name]) => name)

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
  // An object of JSON has no order: others write its members by name.
  return JSON.stringify(Object.entries(withoutDetail(body)).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** A refusal without what it says of this request alone; what a sign-in goes on with is of it, too. */
export const withoutDetail = (body: unknown): object => {
  const {
    detail: _d,
    instance: _i,
    error_description: _e,
    message: _m,
    mfa_token: _t,
    mfaToken: _f,
    enrolment: _n,
    factors: _k,
    ...rest
  } = body as Json
  return rest
}
