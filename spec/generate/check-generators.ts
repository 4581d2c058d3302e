// What generators of clients cannot read, or turn into code that does not compile. Each of these was met in one of them.
import type { Contract, Parameter, Schema } from './contract.ts'
import { entriesOf, partsOf } from './contract.ts'

/** One sentence a problem, with the place. */
export const generatorProblems = (contract: Contract): string[] => {
  const schemas = (contract.components?.schemas ?? {}) as Record<string, Schema>
  return [
    ...nameProblems(Object.keys(schemas)),
    ...enumProblems(schemas),
    ...enumNameProblems(schemas),
    ...parameterProblems(contract, schemas),
    ...formProblems(contract),
    ...linkProblems(contract),
    ...Object.entries(schemas).flatMap(([name, schema]) => [
      ...aliasProblems(name, schema),
      ...ownNameProblems(name, schema),
      ...schemaProblems(schema, `schema ${name}`),
    ]),
    ...new Set(unnamed(contract).flatMap(({ place, schema }) => schemaProblems(schema, place))),
  ]
}

/** Schemas that stand where they are used. */
const unnamed = (contract: Contract): { place: string; schema: Schema }[] =>
  entriesOf(contract).flatMap(({ id, parameters, body, responses }) => {
    const bodies = [body, ...responses.values()].flatMap((one) => Object.values(one?.content ?? {}))
    return [
      ...parameters.map(({ name, schema }) => ({ place: `${id}: parameter ${name}`, schema })),
      ...bodies.map(({ schema }) => ({ place: `${id}: body`, schema })),
    ].flatMap(({ place, schema }) => (schema ? [{ place, schema }] : []))
  })

/** Go names the constructor of `X` as the type `NewX`; file names know no case. */
const nameProblems = (names: readonly string[]): string[] => [
  ...names
    .filter((name) => names.includes(`New${name}`))
    .map((name) => `schema New${name} has the name of the constructor of ${name} in Go`),
  ...[...Map.groupBy(names, (name) => name.toLowerCase()).values()]
    .filter((same) => same.length > 1)
    .map((same) => `schemas ${same.join(' and ')} differ in their case alone: they become one file`),
]

/** Go makes a constant of the package of each value of a named enumeration. */
const enumProblems = (schemas: Record<string, Schema>): string[] => {
  const values = Object.entries(schemas).flatMap(([name, schema]) =>
    ((schema.enum as unknown[] | undefined) ?? []).map((value) => ({ name, value: String(value).toLowerCase() })),
  )
  return [...Map.groupBy(values, ({ value }) => value)]
    .filter(([, found]) => found.length > 1)
    .map(([value, found]) => {
      const names = found.map(({ name }) => name).join(' and ')
      return `schemas ${names} both have the value "${value}": they become one constant in Go`
    })
}

/** oapi-codegen names the type of an enumeration after the schema and its property. */
const enumNameProblems = (schemas: Record<string, Schema>): string[] =>
  Object.entries(schemas).flatMap(([name, schema]) =>
    Object.entries(schema.properties ?? {})
      .filter(([, part]) => 'enum' in part || 'enum' in ((part.items as Schema | undefined) ?? {}))
      .flatMap(([property]) => Object.keys(schemas).filter((other) => plain(other) === plain(name + property)))
      .map((other) => `schema ${other} has the name of an enumeration of ${name}: they become one type in Go`),
  )

/** oapi-codegen makes a type of each, of one name. A parameter whose schema is that very schema is no second type. */
const parameterProblems = (contract: Contract, schemas: Record<string, Schema>): string[] =>
  Object.entries((contract.components?.parameters ?? {}) as Record<string, Parameter>)
    .filter(([name, { schema }]) => name in schemas && schema?.$ref !== `#/components/schemas/${name}`)
    .map(([name]) => `parameter ${name} has the name of a schema that is another: they become one type in Go`)

/** Java and typescript-fetch import the type of each body that an operation takes, and make none of a schema that only forms have. */
const formProblems = (contract: Contract): string[] => {
  const bodies = entriesOf(contract).map(({ id, body }) => ({ id, bodies: Object.entries(body?.content ?? {}) }))
  const refsOf = (isForm: boolean, all: (typeof bodies)[number]['bodies']) =>
    all.filter(([type]) => type.endsWith('urlencoded') === isForm).map(([, { schema }]) => schema?.$ref)
  const elsewhere = new Set(bodies.flatMap((one) => refsOf(false, one.bodies)))
  return bodies
    .filter((one) => one.bodies.length > 1 && refsOf(true, one.bodies).some((ref) => !elsewhere.has(ref)))
    .map(({ id }) => `${id}: its form has a schema that is no other body’s: generators import the type and make none`)
}

/** The parser of openapi-generator and Specmatic takes a text there and nothing else, and refuses the whole contract. */
const linkProblems = (contract: Contract): string[] =>
  entriesOf(contract).flatMap(({ id, responses }) =>
    [...responses.values()]
      .flatMap(({ links }) => Object.entries(links ?? {}))
      .filter(([, link]) => 'requestBody' in link && typeof link.requestBody !== 'string')
      .map(([name]) => `${id}: link ${name} has a requestBody that is no text, which no parser in Java takes`),
  )

/** Rust has no type for a schema that is nothing but another. */
const aliasProblems = (name: string, schema: Schema): string[] => {
  const isAlias =
    schema.$ref !== undefined || ((schema.allOf as unknown[] | undefined)?.length === 1 && !schema.properties)
  return isAlias ? [`schema ${name} is another schema by another name: refer to that one`] : []
}

/** Rust names the type of an enumeration as the property, beside the type of the schema. */
const ownNameProblems = (name: string, schema: Schema): string[] =>
  Object.entries(schema.properties ?? {})
    .filter(([property, part]) => ('const' in part || 'enum' in part) && plain(property) === plain(name))
    .map(([property]) => `schema ${name} has the name of its own property ${property}: they become one type in Rust`)

const plain = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()

/** What is wrong with a schema at any depth. What a reference leads to is looked at where it stands. */
const schemaProblems = (schema: Schema, place: string, isOneOfSeveral = false): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const names = Object.keys(schema.properties ?? {})
  const isNullableObject = Array.isArray(schema.type) && schema.type.includes('null') && schema.type.includes('object')
  const constant = schema.const ?? [schema.enum].flat()[0]
  const isChoice = schema.oneOf !== undefined || schema.anyOf !== undefined
  return [
    // Beside another it says "or null", which every generator knows.
    ...(isNullAlone(schema) && !isOneOfSeveral ? [`${place} is null and nothing else: give it a type as well`] : []),
    ...(isNullableObject && 'additionalProperties' in schema
      ? [`${place} is an object or null, with additionalProperties: write oneOf, the object or null`]
      : []),
    ...(schema.type === 'boolean' && typeof constant === 'boolean'
      ? [`${place} is always ${constant}, which PHP and Ruby hold to text: write not: { const: ${!constant} }`]
      : []),
    ...(schema.uniqueItems === true && 'enum' in ((schema.items as Schema | undefined) ?? {})
      ? [`${place} is a set of an enumeration without a name, which Java holds to text: give that one a name`]
      : []),
    ...[...Map.groupBy(names, plain).values()]
      .filter((same) => same.length > 1)
      .map((same) => `${place} has the properties ${same.join(' and ')}: they become one field`),
    ...partsOf(schema).flatMap(([name, part]) => schemaProblems(part, `${place}${name}`, isChoice && name === '')),
  ]
}

const isNullAlone = ({ type, const: constant, enum: values }: Schema): boolean =>
  type === 'null' || constant === null || (Array.isArray(values) && values.every((value) => value === null))
