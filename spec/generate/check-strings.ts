// A string that a caller may send needs a bound, or one request can carry megabytes into patterns and queries.
import type { Contract, Schema } from './contract.ts'
import { entriesOf, resolve } from './contract.ts'

const bounds = ['maxLength', 'enum', 'const', 'pattern']

/** Strings in request schemas without maxLength, enum, const or pattern. */
export const stringProblems = (contract: Contract): string[] =>
  placesWithout(bounds, contract).map(
    (at) => `${at} is a string without ${bounds.join(', ').replace(/, (\w+)$/, ' or $1')}`,
  )

// Other people read it: characters that turn the direction of text, or that nobody sees, can make it say something else (UTS 55).
const isName = (at: string): boolean => /[._]name(?:\.\w+)?$|Name$/.test(at)

/** Names of people and things in request schemas that may hold anything. */
export const nameProblems = (contract: Contract): string[] =>
  placesWithout(['enum', 'const', 'pattern'], contract)
    .filter(isName)
    .map((at) => `${at} is a name without a pattern: give it that of ShownName in shared.yaml`)

const placesWithout = (keywords: readonly string[], contract: Contract): string[] => {
  const places = entriesOf(contract).flatMap(({ id, parameters, body }) => [
    ...parameters.flatMap((parameter) =>
      lacking(keywords, contract, parameter.schema, `${parameter.in} parameter ${parameter.name}`).map(
        (at) => `${id}: ${at}`,
      ),
    ),
    ...Object.values(body?.content ?? {}).flatMap((media) =>
      lacking(keywords, contract, media.schema, 'body').map((at) => `${id}: ${at}`),
    ),
  ])
  return [...new Set(places)]
}

/** Places of strings below `schema` that none of the keywords limits. `bounded` when a schema around it already limits the same value. */
const lacking = (
  keywords: readonly string[],
  contract: Contract,
  schema: Schema | undefined,
  at: string,
  bounded = false,
  above: readonly Schema[] = [],
): string[] => {
  if (!schema || typeof schema !== 'object' || above.includes(schema)) return []
  const inside = [...above, schema]
  const limited = bounded || keywords.some((keyword) => keyword in schema)
  const same = (part: Schema) => lacking(keywords, contract, part, at, limited, inside)
  const list = (keyword: string) => (schema[keyword] as Schema[] | undefined) ?? []
  const below = (keyword: string, name: string) =>
    typeof schema[keyword] === 'object'
      ? lacking(keywords, contract, schema[keyword] as Schema, `${at}${name}`, false, inside)
      : []
  return [
    ...(!limited && [schema.type].flat().includes('string') ? [at] : []),
    ...(schema.$ref ? same(resolve(contract, { $ref: schema.$ref } as Schema)) : []),
    ...[...list('allOf'), ...list('oneOf'), ...list('anyOf')].flatMap(same),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      lacking(keywords, contract, property, `${at}.${name}`, false, inside),
    ),
    ...Object.entries((schema.patternProperties as Record<string, Schema> | undefined) ?? {}).flatMap(([name, part]) =>
      lacking(keywords, contract, part, `${at}./${name}/`, false, inside),
    ),
    ...list('prefixItems').flatMap((item, index) =>
      lacking(keywords, contract, item, `${at}[${index}]`, false, inside),
    ),
    ...below('items', '[]'),
    ...below('additionalProperties', '.*'),
  ]
}
