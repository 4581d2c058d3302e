// Contenders take turns, so that other work on the machine meets all of them alike.
import { type Result, type Unit, toResults } from './results.ts'

export interface Plan {
  /** How many operations the contracts of requests have. */
  readonly sizes: readonly number[]
  readonly rounds: number
  /** How long a turn is, and how long each contender runs before the first. */
  readonly ms: number
  readonly warmUpMs: number
  /** How often what begins and ends anew is begun: starts, crowds. */
  readonly starts: number
  readonly connections: number
  /** How many sign in at once. */
  readonly crowd: number
}

export interface Contender {
  readonly name: string
  /** One turn of that many ms: what is measured, in the unit of the group. */
  readonly turn: (ms: number) => Promise<number>
}

export const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** All of them in each round; those of `warmUpMs` 0 are measured from their first turn. */
export const race = async (
  group: string,
  unit: Unit,
  contenders: readonly Contender[],
  { rounds, ms, warmUpMs }: Pick<Plan, 'rounds' | 'ms' | 'warmUpMs'>,
): Promise<Result[]> => {
  const measured = contenders.map(({ name }) => ({ name, rounds: [] as number[] }))
  if (warmUpMs > 0) for (const { turn } of contenders) await turn(warmUpMs)
  for (let round = 1; round <= rounds; round++) {
    for (const [at, { turn }] of contenders.entries()) measured[at]!.rounds.push(await turn(ms))
    if (round % 10 !== 0 && round !== rounds) continue
    const last = measured.map(({ rounds }) => Number(rounds.at(-1)!.toPrecision(4))).join('  ')
    say(`${group}  ${round}/${rounds}  ${last} ${unit}`)
  }
  return toResults(group, unit, measured)
}
