// What of a request nobody looks at: names that its operation does not declare, and optional ones without a value.
import { parse } from 'node:querystring'
import { type Document, type MediaObject, type OperationObject, type ParameterObject, resolve } from './document.ts'

const formType = 'application/x-www-form-urlencoded'

/** The names that an operation declares in one place. */
export interface Names {
  readonly declared: ReadonlySet<string>
  /** Of those the ones that count as absent where they have no value (RFC 6749 section 3.1): all that are optional, but where `minLength: 0` says so. */
  readonly optional: ReadonlySet<string>
  /** Whether others are left out; if not, they stay, to be refused. */
  readonly ignoresUnknown: boolean
}

export interface DeclaredNames {
  readonly query: Names
  /** By media type. A body that is not among them is held to its schema as it came. */
  readonly bodies: ReadonlyMap<string, Names>
}

/** What is left, and the names that were left out because nobody declares them. */
export interface Kept<Of> {
  readonly kept: Of
  readonly ignored: readonly string[]
}

/** Reads the names of an operation and what it does with others: `x-ignores-unknown`; of JSON its schema says it too. */
export const readNames = (document: Document, path: string, method: string): DeclaredNames => {
  const item = document.paths[path]!
  const operation = item[method] as OperationObject
  const ignoresUnknown = operation['x-ignores-unknown'] === true
  const parameters = [item.parameters, operation.parameters]
    .flatMap((list) => (list ?? []) as object[])
    .map((parameter) => resolve<ParameterObject>(document, parameter))
    .filter((parameter) => parameter.in === 'query')
  const body =
    operation.requestBody && resolve<NonNullable<OperationObject['requestBody']>>(document, operation.requestBody)
  const bodies = Object.entries(ignoresUnknown ? (body?.content ?? {}) : {})
    .map(([type, media]) => [type, resolve<SchemaObject>(document, (media as MediaObject).schema)] as const)
    .filter(([type, schema]) => type === formType || schema.additionalProperties !== false)
  return {
    query: {
      declared: new Set(parameters.map(({ name }) => name)),
      optional: new Set(
        parameters.filter(({ required, schema }) => !required && !mayBeEmpty(schema)).map(({ name }) => name),
      ),
      ignoresUnknown,
    },
    bodies: new Map(
      bodies.map(([type, { properties = {}, required = [] }]) => [
        type,
        {
          declared: new Set(Object.keys(properties)),
          optional: new Set(
            Object.entries(properties).flatMap(([name, schema]) =>
              required.includes(name) || mayBeEmpty(schema) ? [] : name,
            ),
          ),
          ignoresUnknown,
        },
      ]),
    ),
  }
}

interface SchemaObject {
  readonly additionalProperties?: boolean | object
  readonly properties?: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

const mayBeEmpty = (schema: object | undefined): boolean => !!schema && 'minLength' in schema && schema.minLength === 0

/** Of a query or a form, as text. A name that is there twice stays, with or without a value: it is refused. */
export const keepPairs = (text: string, names: Names): Kept<string> => {
  const pairs = text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => ({ pair, fields: Object.entries(parse(pair)) }))
  const counts = new Map<string, number>()
  for (const { fields } of pairs) for (const [name] of fields) counts.set(name, (counts.get(name) ?? 0) + 1)
  const ignored = new Set<string>()
  const kept = pairs.filter(({ fields }) =>
    fields.every(([name, value]) => isKept(name, counts.get(name) === 1 ? value : undefined, names, ignored)),
  )
  return { kept: kept.map(({ pair }) => pair).join('&'), ignored: [...ignored] }
}

/** Of a body that was read. What is no object is none of our business. */
export const keepFields = (body: unknown, names: Names): Kept<unknown> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { kept: body, ignored: [] }
  const ignored = new Set<string>()
  const kept = Object.entries(body).filter(([name, value]) => isKept(name, value, names, ignored))
  return { kept: Object.fromEntries(kept), ignored: [...ignored] }
}

const isKept = (name: string, value: unknown, names: Names, ignored: Set<string>): boolean => {
  if (names.declared.has(name)) return value !== '' || !names.optional.has(name)
  if (names.ignoresUnknown) ignored.add(name)
  return !names.ignoresUnknown
}
