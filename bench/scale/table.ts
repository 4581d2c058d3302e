// What was measured at each size, as a table, and what of it misses its goal.

export interface Measured {
  readonly kind: string
  readonly name: string
  /** The goal for its ratio. */
  readonly ratio: number
  /** By size, smallest first. */
  readonly sizes: readonly { readonly users: number; readonly ms: readonly number[]; readonly stoodStillMs: number }[]
}

export interface Line {
  readonly kind: string
  readonly name: string
  readonly medians: readonly number[]
  /** To the median at the smallest size, of each larger one. */
  readonly ratios: readonly number[]
  readonly slowest: number
  readonly stoodStill: number
  /** What misses its goal. */
  readonly misses: readonly string[]
}

const slowestMs = 200
const stillMs = 50

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const rounded = (value: number): number => Math.round(value * 100) / 100

export const toLine = ({ kind, name, ratio, sizes }: Measured): Line => {
  const medians = sizes.map(({ ms }) => rounded(median(ms)))
  const ratios = medians.slice(1).map((value) => rounded(value / medians[0]!))
  const slowest = rounded(Math.max(...sizes.flatMap(({ ms }) => ms)))
  const stoodStill = rounded(Math.max(...sizes.map(({ stoodStillMs }) => stoodStillMs)))
  const misses = [
    ...(ratios.some((one) => one > ratio) ? [`ratio over ${ratio}`] : []),
    ...(slowest > slowestMs ? [`over ${slowestMs} ms`] : []),
    ...(kind === 'sqlite' && stoodStill > stillMs ? [`stood still over ${stillMs} ms`] : []),
  ]
  return { kind, name, medians, ratios, slowest, stoodStill, misses }
}

const count = (users: number) => users.toLocaleString('en')

/** In Markdown. */
export const toTable = (kind: string, users: readonly number[], lines: readonly Line[]): string => {
  const [first, ...larger] = users.map(count)
  const head = [kind, `ms at ${first}`, ...larger, ...larger.map((size) => `× at ${size}`), 'slowest ms']
  const more = kind === 'sqlite' ? ['stood still ms'] : []
  const rows = lines.map(({ name, medians, ratios, slowest, stoodStill, misses }) => [
    name,
    ...medians.map((ms) => ms.toFixed(1)),
    ...ratios.map((ratio) => ratio.toFixed(2)),
    slowest.toFixed(0),
    ...(kind === 'sqlite' ? [stoodStill.toFixed(0)] : []),
    misses.join(', '),
  ])
  const titles = [...head, ...more, 'misses']
  return [titles, titles.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
