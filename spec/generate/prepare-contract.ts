// A contract as its checks are compiled of it: what express-openapi-validator makes of a document before it compiles anything, as data. And the
// part of it that is read beside them: of ours it is kept in generated/checks.json.
import { isDeepStrictEqual } from 'node:util'
import { SchemaPreprocessor } from 'express-openapi-validator/dist/middlewares/parsers/schema.preprocessor.js'
import {
  type Document,
  type OperationObject,
  type ResponseObject,
  resolve,
  withoutWords,
} from '../../server/http/document.ts'

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

/** Without the schemas of answers, and of bodies with no more than the names of their fields: those are compiled. */
export const readablePart = (document: Document): Document => {
  const { schemas = {}, ...components } = document.components
  const kept: Record<string, object> = {}
  const keep = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name! in kept) continue
      kept[name!] = schemas[name!]!
      keep(schemas[name!])
    }
  }
  const fieldsOf = (schema: object): object => {
    const { properties, required, additionalProperties } = resolve<SchemaObject>(document, schema)
    const names = Object.entries(properties ?? {}).map(([name, { minLength }]) => [
      name,
      minLength === undefined ? {} : { minLength },
    ])
    return {
      ...(properties && { properties: Object.fromEntries(names) as object }),
      ...(required && { required }),
      ...(additionalProperties === false && { additionalProperties }),
    }
  }
  const cut = (part: unknown, name = ''): unknown => {
    if (name === 'parameters') keep(part)
    if (typeof part !== 'object' || part === null || name === 'parameters') return part
    if (Array.isArray(part)) return part.map((one) => cut(one))
    if (name === 'requestBody' && 'content' in part) return { ...part, content: contentWith(part.content, fieldsOf) }
    if (name === 'content') return contentWith(part, () => undefined)
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, cut(one, key)]))
  }
  const made = cut({ ...document, components }) as Document
  return { ...made, components: { ...made.components, schemas: kept } }
}

interface SchemaObject {
  readonly properties?: Readonly<Record<string, { readonly minLength?: number }>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | object
}

const contentWith = (content: unknown, toSchema: (schema: object) => object | undefined): object =>
  Object.fromEntries(
    Object.entries(content as Record<string, { readonly schema?: object }>).map(([type, { schema }]) => {
      const made = schema && toSchema(schema)
      return [type, made ? { schema: made } : {}]
    }),
  )
