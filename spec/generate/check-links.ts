// Whoever makes a thing says where its id is: otherwise nobody can follow it by the contract alone.
import { type Contract, type Entry, entriesOf, resolve } from './contract.ts'

/** A name in a path that is for an id of ours; an external id is the caller's own (RFC 7643 section 3.1). */
const ids = String.raw`\{(?!external)(\w+(?:_id|Id))\}`

/** One sentence for each operation that makes something and for each id that no operation gives. */
export const linkProblems = (contract: Contract): string[] => {
  const entries = entriesOf(contract)
  const given = new Set(entries.flatMap((source) => linked(source).map(([id, place]) => `${id} ${place}`)))
  return [
    ...entries.flatMap((entry) => makerProblems(contract, entry, entries)),
    ...idsTaken(entries)
      .filter(({ takers, place }) => !takers.some(({ id }) => given.has(`${id} ${place}`)))
      .map(
        ({ takers, place }) => `${takers[0]!.id}: takes ${place}, which no operation of its surface gives by "x-gives"`,
      ),
  ]
}

/** What the links of an operation hand to others: the operation, and the place there. */
const linked = ({ responses }: Entry): (readonly [id: string, place: string])[] =>
  [...responses.values()]
    .flatMap(({ links }) => Object.values(links ?? {}))
    .flatMap(({ operationId, parameters = {} }) =>
      Object.entries(parameters)
        .filter(([, value]) => value.startsWith('$response'))
        .map(([place]) => [operationId!, place] as const),
    )

/** A POST that answers with an id, where the same path goes on with one. */
const makerProblems = (contract: Contract, entry: Entry, entries: readonly Entry[]): string[] => {
  if (entry.method !== 'post' || !answersId(contract, entry)) return []
  const [item] = entries.flatMap(({ path }) => new RegExp(`^${escaped(entry.path)}/${ids}`).exec(path)?.[1] ?? [])
  if (item === undefined || linked(entry).some(([, place]) => place === `path.${item}`)) return []
  return [
    `${entry.id}: makes what ${entry.path}/{${item}} is; say where its answer has that: "x-gives: { path.${item}: /id }"`,
  ]
}

const escaped = (text: string): string => text.replace(/[{}./]/g, '\\$&')

const answersId = (contract: Contract, { responses }: Entry): boolean =>
  [...responses]
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content = {} }]) => Object.values(content).flatMap(({ examples }) => Object.values(examples ?? {})))
    .map((example) => resolve(contract, example).value as { id?: unknown; data?: { id?: unknown } } | undefined)
    .some((value) => typeof value?.id === 'string' || typeof value?.data?.id === 'string')

/** Places in paths for an id, with the operations of one surface that take it. */
const idsTaken = (entries: readonly Entry[]): { readonly place: string; readonly takers: readonly Entry[] }[] => {
  const taken = new Map<string, { place: string; takers: Entry[] }>()
  for (const entry of entries) {
    for (const [, name] of entry.path.matchAll(new RegExp(ids, 'g'))) {
      const key = `${entry.surface} ${name}`
      taken.set(key, { place: `path.${name}`, takers: [...(taken.get(key)?.takers ?? []), entry] })
    }
  }
  return [...taken.values()]
}
