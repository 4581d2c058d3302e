// The parts of an OpenAPI document that http reads.
import type { Surface } from '../../generated/operations.ts'

/** The operations of a document, by their ids. */
export type OperationTable = Readonly<
  Record<string, { readonly surface: Surface; readonly method: string; readonly path: string }>
>

export interface Document {
  readonly paths: Record<string, Record<string, unknown>>
  readonly components: {
    readonly securitySchemes: Record<string, SecurityScheme>
    readonly schemas?: Readonly<Record<string, object>>
  }
}

export interface OperationObject {
  readonly operationId: string
  /** Served in the sandbox alone, and there to this machine alone. */
  readonly 'x-sandbox'?: boolean
  /** Of the reference, which an operator can switch off. */
  readonly 'x-reference'?: boolean
  /** What it does not declare is left out instead of refused. */
  readonly 'x-ignores-unknown'?: boolean
  /** A GET that uses up a link, where it is an API call; everybody else gets the page that asks. */
  readonly 'x-consumes-link'?: boolean
  /** A GET that changes something because a standard has browsers sent there; only with the parameter `when`, if there is one. */
  readonly 'x-writes'?: { readonly why: string; readonly when?: string | readonly string[] }
  /** Served to this machine alone where it is the sandbox's. */
  readonly 'x-local-in-sandbox'?: boolean
  /** Why pages of any origin may ask. */
  readonly 'x-any-origin'?: string
  /** What a session that is confined to an account does here, where the path names no account. */
  readonly 'x-confined'?: string
  /** Where nobody needs a credential: one that is no good is refused all the same. */
  readonly 'x-refuses-bad-credentials'?: boolean
  readonly security: readonly Record<string, unknown>[]
  readonly parameters?: readonly object[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Record<string, { readonly schema?: object }> }
  readonly responses: Record<string, ResponseObject>
}

export interface ParameterObject {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: boolean
  readonly schema?: object
}

export interface MediaObject {
  readonly schema: object
  readonly examples?: Readonly<Record<string, object>>
}

export interface ResponseObject {
  readonly content?: Record<string, MediaObject>
  readonly headers?: Record<string, object>
}

export type SecurityScheme =
  /** `x-dpop`: such a token may be bound to a key, and has a scheme of its own then (RFC 9449 section 7.1). */
  | { readonly type: 'http'; readonly scheme: 'bearer' | 'basic'; readonly 'x-dpop'?: boolean }
  | { readonly type: 'apiKey'; readonly in: 'cookie' | 'header'; readonly name: string }

/** What a `$ref` into the same document points at; anything else as it is. */
export const resolve = <T>(document: Document, value: object): T => {
  if (!('$ref' in value) || typeof value.$ref !== 'string') return value as T
  const found = value.$ref
    .slice('#/'.length)
    .split('/')
    .reduce(
      (at: unknown, part) => (at as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    )
  return resolve(document, found as object)
}

/** What a document says to people, in two of three of its characters: no check reads it. */
const words = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'links'])
/** Whose members have whatever names somebody gave them, also one of those above. */
const named = new Set(['properties', 'patternProperties', '$defs', 'schemas', 'parameters', 'headers', 'responses'])
/** Values of the wire, not parts of the document. */
const values = new Set(['const', 'default', 'enum'])

/** `are` says what the names of the part's members are: words of the specification, somebody's own, or those of a value. */
const copy = (part: unknown, are: 'specified' | 'own' | 'of a value'): unknown => {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((one) => copy(one, are === 'of a value' ? are : 'specified'))
  const made: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(part)) {
    if (are === 'of a value') made[name] = copy(one, are)
    else if (are === 'own') made[name] = copy(one, 'specified')
    else if (values.has(name)) made[name] = copy(one, 'of a value')
    else if (!words.has(name)) made[name] = copy(one, named.has(name) ? 'own' : 'specified')
  }
  return made
}

/** A copy of the document, or of a part of one, without what it says to people. */
export const withoutWords = <T>(document: T): T => copy(document, 'specified') as T
