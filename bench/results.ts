// What was measured, as numbers, as a table and as a file.

/** One contender's line of a group. */
export interface Result {
  readonly group: string
  readonly name: string
  readonly unit: Unit
  /** One a round. */
  readonly rounds: readonly number[]
  readonly median: number
  /** The median of each round's ratio to the first contender of the group in that round. */
  readonly ratio: number
}

export type Unit = '/s' | 'ms' | 'MB'

/** Results of contenders that took turns: the first of them is what the others are compared with. */
export const toResults = (
  group: string,
  unit: Unit,
  measured: readonly { readonly name: string; readonly rounds: readonly number[] }[],
): Result[] => {
  const [first] = measured
  return measured.map(({ name, rounds }) => ({
    group,
    name,
    unit,
    rounds: rounds.map(rounded),
    median: rounded(median(rounds)),
    ratio: rounded(median(rounds.map((value, round) => value / first!.rounds[round]!))),
  }))
}

export const toTable = (results: readonly Result[]): string => {
  const lines = results.map(({ group, name, unit, median, ratio }, at) => {
    const title = results[at - 1]?.group === group ? '' : `\n${group}\n`
    return `${title}  ${name.padEnd(52)} ${median.toLocaleString('en').padStart(9)} ${unit.padEnd(3)} ${ratio.toFixed(2).padStart(6)}`
  })
  return `${lines.join('\n')}\n`
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const rounded = (value: number): number => Number(value.toPrecision(3))
