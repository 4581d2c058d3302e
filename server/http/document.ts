// The parts of an OpenAPI document that http reads.
import type { Surface } from '../../generated/operations.ts'

/** The operations of a document, by their ids. */
export type OperationTable = Readonly<
  Record<string, { readonly surface: Surface; readonly method: string; readonly path: string }>
>

export interface Document {
  readonly paths: Record<string, Record<string, unknown>>
  readonly components: { readonly securitySchemes: Record<string, SecurityScheme> }
}

export interface OperationObject {
  readonly operationId: string
  readonly 'x-sandbox'?: boolean
  readonly security: readonly Record<string, unknown>[]
  readonly parameters?: readonly object[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Record<string, unknown> }
  readonly responses: Record<string, ResponseObject>
}

export interface ResponseObject {
  readonly content?: Record<string, { readonly schema: object }>
  readonly headers?: Record<string, object>
}

export type SecurityScheme =
  | { readonly type: 'http'; readonly scheme: 'bearer' | 'basic' }
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
