// What became of the mutants: a table for people, JSON for machines, and the survivors with their reasons.
import { readFileSync } from 'node:fs'

export interface Verdict {
  readonly id: string
  readonly kind: string
  /** `inert`: it changed no answer in any test, so it was no mutant. */
  readonly outcome: 'killed' | 'survived' | 'inert'
  /** The test that killed it. */
  readonly by?: string
  /** How many tests it took. */
  readonly tests: number
}

/** One line a kind, and all of them. */
export const tableOf = (verdicts: readonly Verdict[]): string => {
  const kinds = [...Map.groupBy(verdicts, ({ kind }) => kind)].sort(([a], [b]) => a.localeCompare(b))
  const count = (some: readonly Verdict[], outcome: Verdict['outcome']) =>
    some.filter((one) => one.outcome === outcome).length
  const row = (name: string, some: readonly Verdict[]) => {
    const killed = count(some, 'killed')
    const survived = count(some, 'survived')
    const rate = killed + survived === 0 ? '' : `${((100 * killed) / (killed + survived)).toFixed(1)} %`
    return [
      name.padEnd(28),
      ...[killed + survived, killed, survived, rate].map((cell) => String(cell).padStart(9)),
    ].join('')
  }
  const head = ['kind'.padEnd(28), ...['mutants', 'killed', 'survived', 'rate'].map((cell) => cell.padStart(9))].join(
    '',
  )
  return [head, ...kinds.map(([kind, some]) => row(kind, some)), row('all', verdicts)].join('\n')
}

export const goldenFile = new URL('survivors.txt', import.meta.url)

/** The mutants that are known to survive, in blocks that begin with the reason. Throws when one has none. */
export const readSurvivors = (text: string = readFileSync(goldenFile, 'utf8')): ReadonlySet<string> => {
  const blocks = text.split(/\n\n+/).map((block) => block.split('\n').filter((line) => line !== ''))
  const bare = blocks.find(([first]) => first !== undefined && !first.startsWith('#'))
  if (bare) throw new Error(`survivors.txt gives no reason for "${bare[0]}".`)
  return new Set(blocks.flat().filter((line) => !line.startsWith('#')))
}

/** Why the run is no good; empty when it is. A run of some mutants can only tell of a survivor that nobody knows. */
export const faultsOf = (
  verdicts: readonly Verdict[],
  known: ReadonlySet<string>,
  { isWhole }: { readonly isWhole: boolean },
): string[] => {
  const counted = verdicts.filter(({ outcome }) => outcome !== 'inert')
  const survivors = counted.filter(({ outcome }) => outcome === 'survived').map(({ id }) => id)
  const unknown = survivors
    .filter((id) => !known.has(id))
    .map((id) => `survives, and survivors.txt does not say why: ${id}`)
  if (!isWhole) return unknown
  const killed = counted.length - survivors.length
  const met = new Set(counted.map(({ id }) => id))
  return [
    ...unknown,
    ...[...known]
      .filter((id) => !survivors.includes(id))
      .map((id) => `is in survivors.txt, and ${met.has(id) ? 'is killed' : 'does not exist'}: ${id}`),
    ...(counted.length < 300 ? [`${counted.length} mutants are fewer than 300`] : []),
    ...(killed < 0.99 * counted.length ? [`${killed} of ${counted.length} killed are less than 99 %`] : []),
  ]
}
