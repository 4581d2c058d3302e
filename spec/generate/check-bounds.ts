// Whatever travels has a bound: what a client reads, it has to hold. Requests are held closer by check-strings.ts.
import type { Contract, Schema } from './contract.ts'
import { entriesOf } from './contract.ts'

/** What a schema of a type has to say, one of each. */
const demands: Readonly<Record<string, readonly (readonly string[])[]>> = {
  string: [['maxLength', 'enum', 'const']],
  array: [['maxItems']],
  integer: [
    ['format', 'enum', 'const'],
    ['minimum', 'exclusiveMinimum', 'enum', 'const'],
    ['maximum', 'exclusiveMaximum', 'enum', 'const'],
  ],
}

const lacks = (schema: Schema): string[] =>
  [schema.type]
    .flat()
    .flatMap((type) =>
      (demands[String(type)] ?? [])
        .filter((keywords) => !keywords.some((keyword) => keyword in schema))
        .map(([first]) => `is ${type === 'string' ? 'a' : 'an'} ${String(type)} without ${first!}`),
    )

const parts = ['allOf', 'oneOf', 'anyOf', 'prefixItems'] as const

/** Places at and below a schema that hold anything. Other schemas that it points at stand for themselves. */
const unbounded = (schema: unknown, at: string): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, items, additionalProperties, ...rest } = schema as Schema
  return [
    ...lacks(schema as Schema).map((lack) => `${at} ${lack}`),
    ...Object.entries(properties).flatMap(([name, property]) => unbounded(property, `${at}.${name}`)),
    ...unbounded(items, `${at}[]`),
    ...unbounded(additionalProperties, `${at}.*`),
    ...parts.flatMap((keyword) => ((rest[keyword] ?? []) as unknown[]).flatMap((part) => unbounded(part, at))),
  ]
}

/** Schemas that stand where they are used: of parameters, headers and bodies. */
const inPlace = (node: unknown, at: string): string[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, value]) =>
        key === 'schema' ? unbounded(value, at) : /^examples?$/.test(key) ? [] : inPlace(value, at),
      )

/** Strings without maxLength, lists without maxItems and integers without format, minimum and maximum, by where they are. */
export const boundProblems = (contract: Contract): string[] => {
  const { schemas = {}, ...others } = contract.components ?? {}
  const named = Object.entries(schemas).flatMap(([name, schema]) => unbounded(schema, name))
  const used = Object.values(others).flatMap((kind) =>
    Object.entries(kind).flatMap(([name, one]) => inPlace(one, name)),
  )
  const asked = entriesOf(contract).flatMap(({ id, operation }) => inPlace(operation, id))
  return [...new Set([...named, ...used, ...asked])]
}
