// An object that takes whatever its sender likes needs a size and a depth, or one request fills every later answer.
import type { Contract, Schema } from './contract.ts'
import { entriesOf, resolve } from './contract.ts'

/** What a row of a list may carry, at most. */
const mostBytesInLists = 4096

/** Free-form objects in JSON bodies without `x-free-form`, and those in lists that are too large for them. */
export const freeFormProblems = (contract: Contract): string[] => {
  const problems = entriesOf(contract)
    // The service publishes documents of others, and stores none.
    .filter(({ surface }) => surface !== 'service')
    .flatMap(({ id, body, responses }) => {
      const bodies = [body, ...[...responses.values()]].flatMap((one) => Object.entries(one?.content ?? {}))
      return bodies
        .filter(([type]) => /[/+]json$/.test(type))
        .flatMap(([, media]) => unbounded(contract, media.schema, { at: 'body', inList: false, above: [] }))
        .map((at) => `${id}: ${at}`)
    })
  return [...new Set(problems)]
}

interface Place {
  readonly at: string
  readonly inList: boolean
  readonly above: readonly Schema[]
}

const unbounded = (contract: Contract, schema: Schema | undefined, place: Place): string[] => {
  if (!schema || typeof schema !== 'object' || place.above.includes(schema)) return []
  const { at, inList } = place
  const within = { ...place, above: [...place.above, schema] }
  const list = (keyword: string) => (schema[keyword] as Schema[] | undefined) ?? []
  const bounds = schema['x-free-form'] as { maxBytes?: number; maxDepth?: number } | undefined
  const isFree = schema.additionalProperties === true
  return [
    ...(isFree && !(bounds?.maxBytes && bounds.maxDepth)
      ? [`${at} takes any property without x-free-form: { maxBytes, maxDepth }`]
      : []),
    ...(isFree && inList && (bounds?.maxBytes ?? 0) > mostBytesInLists
      ? [`${at} stands in a list, where x-free-form has at most ${mostBytesInLists} bytes`]
      : []),
    ...(schema.$ref ? unbounded(contract, resolve(contract, { $ref: schema.$ref } as Schema), within) : []),
    ...[...list('allOf'), ...list('oneOf'), ...list('anyOf')].flatMap((part) => unbounded(contract, part, within)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      unbounded(contract, property, { ...within, at: `${at}.${name}` }),
    ),
    ...(typeof schema.items === 'object'
      ? unbounded(contract, schema.items as Schema, { ...within, at: `${at}[]`, inList: true })
      : []),
    ...(typeof schema.additionalProperties === 'object'
      ? unbounded(contract, schema.additionalProperties as Schema, { ...within, at: `${at}.*` })
      : []),
  ]
}
