// What of an answer other operations take: `x-gives` becomes OpenAPI's links, one for each operation that takes it.
import { type Contract, type Entry, type Link, type Response, type Schema, entriesOf, resolve } from './contract.ts'

/**
 * A value of an answer. It goes to a place, `path.account_id`, of every operation of the surface that has it, or of one that is
 * named before it, `account.getAccount path.account_id`; and its JSON pointer (RFC 6901).
 */
type Given = readonly [to: string, pointer: string]

/** An operation, and what it takes: `path.account_id`, `query.token`, `body.refresh_token`. */
interface Taker extends Entry {
  readonly takes: ReadonlySet<string>
}

/**
 * Adds the links to the successes of every operation that says what it gives, and takes the saying away. One operation leads to
 * another that takes something of its answer, where its own path has the rest of the other's.
 */
export const declareLinks = (contract: Contract): string[] => {
  const takers = entriesOf(contract).map((entry): Taker => ({ ...entry, takes: takenBy(contract, entry) }))
  return takers.flatMap((source) => {
    const { id, operation, responses } = source
    const given = Object.entries(operation['x-gives'] ?? {})
    delete operation['x-gives']
    const shown = new Set<Given>()
    const taken = new Set<Given>()
    for (const [status, response] of responses) {
      const here = status.startsWith('2') ? given.filter(([, pointer]) => shows(contract, response, pointer)) : []
      const links: Record<string, Link> = {}
      for (const target of takers) {
        const fitting = here.filter((one) => placeOf(one, source, target) !== undefined)
        const link = linkTo(source, target, fitting)
        if (!link) continue
        links[target.id] = link
        for (const one of fitting) taken.add(one)
      }
      for (const one of here) shown.add(one)
      if (Object.keys(links).length > 0)
        operation.responses = { ...operation.responses, [status]: { ...response, links } }
    }
    return given.flatMap((one) => {
      const [to, pointer] = one
      if (!shown.has(one)) return [`${id}: gives ${to} from ${pointer}, where no example of its success has a text`]
      return taken.has(one) ? [] : [`${id}: gives ${to}, which no operation takes beside what its own path has`]
    })
  })
}

const takenBy = (contract: Contract, { parameters, body }: Entry): ReadonlySet<string> =>
  new Set([
    ...parameters.map(({ in: place, name }) => `${place}.${name}`),
    ...Object.values(body?.content ?? {})
      .flatMap(({ schema }) => (schema ? propertiesOf(contract, schema) : []))
      .map((name) => `body.${name}`),
  ])

const propertiesOf = (contract: Contract, given: Schema): string[] => {
  const schema = resolve(contract, given)
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => (schema[keyword] as Schema[] | undefined) ?? [])
  return [...Object.keys(schema.properties ?? {}), ...parts.flatMap((part) => propertiesOf(contract, part))]
}

const shows = (contract: Contract, { content = {} }: Response, pointer: string): boolean =>
  Object.values(content)
    .flatMap(({ examples }) => Object.values(examples ?? {}))
    .some((example) => typeof valueAt(resolve(contract, example).value, pointer) === 'string')

const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value)

/** The places of a path, in its order. */
const placesIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path.${name}`)

/** Where the target takes it, if it does. */
const placeOf = ([to]: Given, source: Entry, target: Taker): string | undefined => {
  const [place = '', only] = to.split(' ').reverse()
  const isMeant = only === undefined ? source.surface === target.surface : only === target.id
  return isMeant && target.takes.has(place) ? place : undefined
}

const linkTo = (source: Entry, target: Taker, given: readonly Given[]): Link | undefined => {
  const values = given.map((one): Given => [placeOf(one, source, target)!, one[1]])
  const asked = placesIn(target.path).filter((place) => !values.some(([taken]) => taken === place))
  const inPath = placesIn(source.path)
  if (given.length === 0 || !asked.every((place) => inPath.includes(place))) return undefined
  const inBody = values.filter(([place]) => place.startsWith('body.'))
  const parameters = [
    ...asked.map((place) => [place, `$request.${place}`]),
    ...values.filter((one) => !inBody.includes(one)).map(([place, pointer]) => [place, `$response.body#${pointer}`]),
  ]
  const fields = inBody.map(([place, pointer]) => [place.slice('body.'.length), `$response.body#${pointer}`])
  return {
    operationId: target.id,
    ...(parameters.length > 0 ? { parameters: Object.fromEntries(parameters) as Record<string, string> } : {}),
    ...(fields.length > 0 ? { 'x-request-body': Object.fromEntries(fields) as Record<string, string> } : {}),
  }
}
