// What an operation takes from those who send more than it declares, and whether a GET of it changes anything.
import type { Contract, Entry, Schema } from './contract.ts'
import { entriesOf, resolve } from './contract.ts'

const formType = 'application/x-www-form-urlencoded'

/** `x-ignores-unknown`, `x-consumes-link` and `x-writes`: each where it belongs. One sentence a problem. */
export const toleranceProblems = (contract: Contract): string[] =>
  entriesOf(contract).flatMap((entry) => [
    ...unknownProblems(entry),
    ...formProblems(contract, entry),
    ...linkProblems(entry),
    ...writeProblems(entry),
  ])

/** Surfaces that are a standard's, which has extensions. */
const standards: ReadonlySet<string> = new Set(['oauth', 'scim'])

/** Whom others send here: browsers, which carry what was appended on the way, and clients of a standard that has extensions. */
const isReachedByOthers = ({ surface, body, responses }: Entry): boolean =>
  standards.has(surface) ||
  formType in (body?.content ?? {}) ||
  [...responses].some(
    ([status, { content }]) => (status.startsWith('3') && status !== '304') || 'text/html' in (content ?? {}),
  )

const unknownProblems = (entry: Entry): string[] => {
  const { id, surface, operation } = entry
  const isMarked = operation['x-ignores-unknown'] === true
  if (isReachedByOthers(entry)) {
    return isMarked ? [] : [`${id}: others lead browsers or clients of a standard here, and it lacks x-ignores-unknown`]
  }
  // Health checks and documents of the service itself have no page and no standard, and are asked by anything.
  return isMarked && surface !== 'service'
    ? [`${id}: is for our own clients, so x-ignores-unknown would hide their mistakes`]
    : []
}

const formProblems = (contract: Contract, { id, operation, body }: Entry): string[] => {
  const schema = body?.content?.[formType]?.schema
  if (!operation['x-ignores-unknown'] || !schema) return []
  const { additionalProperties, properties }: Schema = resolve(contract, schema)
  // Beside JSON of the same schema, which is held to it: of a form with one of its own generators make no type.
  const isShared = Object.entries(body.content!).some(
    ([type, other]) => type !== formType && schema.$ref !== undefined && other.schema?.$ref === schema.$ref,
  )
  return [
    ...(additionalProperties === false && !isShared
      ? [`${id}: ignores unknown fields, and its form forbids them`]
      : []),
    ...(properties ? [] : [`${id}: has a form without properties of its own`]),
  ]
}

const linkProblems = ({ id, method, operation, responses }: Entry): string[] => {
  if (!operation['x-consumes-link']) return []
  const types = Object.keys(responses.get('200')?.content ?? {})
  const isWhole = method === 'get' && types.includes('application/json') && types.includes('text/html')
  return isWhole ? [] : [`${id}: x-consumes-link is for a GET that answers 200 with JSON, or with the page that asks`]
}

const writeProblems = ({ id, method, operation, parameters }: Entry): string[] => {
  const writes = operation['x-writes']
  if (!writes) return []
  const { why, when } = writes
  const inQuery = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name)
  const unknown = [when ?? []].flat().filter((name) => !inQuery.includes(name))
  return [
    ...(method === 'get' ? [] : [`${id}: x-writes is for a GET`]),
    ...(why ? [] : [`${id}: x-writes does not say why`]),
    ...unknown.map((name) => `${id}: x-writes depends on ${name}, which is no parameter of its query`),
  ]
}
