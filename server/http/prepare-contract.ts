// A contract as its checks read it: what express-openapi-validator makes of a document before it compiles anything, as data. Ours is made
// by `npm run generate` and kept in generated/checks.json: it takes longer than all else that a start does with the contract.
import { isDeepStrictEqual } from 'node:util'
import { SchemaPreprocessor } from 'express-openapi-validator/dist/middlewares/parsers/schema.preprocessor.js'
import { type Document, type OperationObject, type ResponseObject, resolve, withoutWords } from './document.ts'

export type Responses = Readonly<Record<string, ResponseObject>>

export interface PreparedContract {
  /** As requests are held to it: without words for people, and where a schema is used by its name, with that name. */
  readonly document: Document
  /** What is different for answers: a field may be read-only, or for writing alone. */
  readonly answers: {
    readonly schemas: Readonly<Record<string, object>>
    /** By method and path, as in `get /auth/me`. */
    readonly responses: Readonly<Record<string, Responses>>
  }
}

export const prepareContract = (published: Document): PreparedContract => {
  // The validator rewrites the document that it is given, and makes another of it.
  const { apiDoc, apiDocRes } = preprocess(withoutWords(published))
  const [document, answering] = [withPointers(apiDoc), withPointers(apiDocRes)]
  const responses = operationsOf(document).flatMap(([path, method, operation]): [string, Responses][] => {
    const answered = (answering.paths[path]?.[method] as OperationObject).responses
    return isDeepStrictEqual(answered, operation.responses) ? [] : [[`${method} ${path}`, answered]]
  })
  const schemas = Object.entries(answering.components.schemas ?? {}).filter(
    ([name, schema]) => !isDeepStrictEqual(schema, document.components.schemas?.[name]),
  )
  return { document, answers: { schemas: Object.fromEntries(schemas), responses: Object.fromEntries(responses) } }
}

const operationsOf = (document: Document): readonly [path: string, method: string, OperationObject][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, part]): [string, string, OperationObject][] =>
      typeof part === 'object' && part !== null && 'responses' in part ? [[path, method, part as OperationObject]] : [],
    ),
  )

/**
 * Has the validator rewrite the document. By itself it compiles every schema that something points at, only to find where that
 * is: handed the places, it compiles none of them. Nothing is (de)serialized: what travels is JSON on both sides of a check.
 */
const preprocess = (document: Document): { readonly apiDoc: Document; readonly apiDocRes: Document } => {
  const empty = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} }
  const options = { serDesMap: {}, formats: {} }
  const preprocessor = new SchemaPreprocessor(empty as never, options as never, { removeAdditional: false })
  preprocessor['apiDoc'] = document as never
  for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"(#\/[^"]+)"/g)) {
    preprocessor['resolvedSchemaCache'].set(pointer!, resolve(document, { $ref: pointer }))
  }
  return preprocessor.preProcess() as never
}

/** Says again by its name what the validator has put in its place, so that it is there once. */
const withPointers = (document: Document): Document => {
  const places = new Map<unknown, string>()
  for (const [kind, parts] of Object.entries(document.components)) {
    for (const [name, part] of Object.entries(parts ?? {})) places.set(part, `#/components/${kind}/${name}`)
  }
  const follow = (part: unknown): unknown => {
    const place = places.get(part)
    return place === undefined ? copy(part) : { $ref: place }
  }
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(follow)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, follow(one)]))
  }
  const components = Object.entries(document.components).map(([kind, parts]) => [
    kind,
    Object.fromEntries(Object.entries(parts ?? {}).map(([name, part]) => [name, copy(part)])),
  ])
  return { ...(copy({ ...document, components: {} }) as Document), components: Object.fromEntries(components) as never }
}
