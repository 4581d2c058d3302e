// A string that a caller may send needs a bound, or one request can carry megabytes into patterns and queries.
import type { Contract, Schema } from './contract.ts'
import { entriesOf, resolve } from './contract.ts'

const bounds = ['maxLength', 'enum', 'const', 'pattern']

/** Strings in request schemas without maxLength, enum, const or pattern. */
export const stringProblems = (contract: Contract): string[] => {
  const problems = entriesOf(contract).flatMap(({ id, parameters, body }) => [
    ...parameters.flatMap((parameter) =>
      unbounded(contract, parameter.schema, `${parameter.in} parameter ${parameter.name}`).map((at) => `${id}: ${at}`),
    ),
    ...Object.values(body?.content ?? {}).flatMap((media) =>
      unbounded(contract, media.schema, 'body').map((at) => `${id}: ${at}`),
    ),
  ])
  return [...new Set(problems)].map(
    (at) => `${at} is a string without ${bounds.join(', ').replace(/, (\w+)$/, ' or $1')}`,
  )
}

/** Places of unbounded strings below `schema`. `bounded` when a schema around it already limits the same value. */
const unbounded = (
  contract: Contract,
  schema: Schema | undefined,
  at: string,
  bounded = false,
  above: readonly Schema[] = [],
): string[] => {
  if (!schema || typeof schema !== 'object' || above.includes(schema)) return []
  const inside = [...above, schema]
  const limited = bounded || bounds.some((keyword) => keyword in schema)
  const same = (part: Schema) => unbounded(contract, part, at, limited, inside)
  const list = (keyword: string) => (schema[keyword] as Schema[] | undefined) ?? []
  const below = (keyword: string, name: string) =>
    typeof schema[keyword] === 'object'
      ? unbounded(contract, schema[keyword] as Schema, `${at}${name}`, false, inside)
      : []
  return [
    ...(!limited && [schema.type].flat().includes('string') ? [at] : []),
    ...(schema.$ref ? same(resolve(contract, { $ref: schema.$ref } as Schema)) : []),
    ...[...list('allOf'), ...list('oneOf'), ...list('anyOf')].flatMap(same),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      unbounded(contract, property, `${at}.${name}`, false, inside),
    ),
    ...Object.entries((schema.patternProperties as Record<string, Schema> | undefined) ?? {}).flatMap(([name, part]) =>
      unbounded(contract, part, `${at}./${name}/`, false, inside),
    ),
    ...list('prefixItems').flatMap((item, index) => unbounded(contract, item, `${at}[${index}]`, false, inside)),
    ...below('items', '[]'),
    ...below('additionalProperties', '.*'),
  ]
}
