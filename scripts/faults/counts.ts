// What was counted while something failed, and what it breaks.

/** How much longer than an answer in calm a refusal may take, ms, and an answer from memory. */
const mostMs = 2000

export interface Counts {
  requests: number
  /** Writes that were answered with success. */
  acknowledged: number
  refused: number
  slowestRefusalMs: number
  /** Requests whose answer never came. */
  lost: number
  /** Refresh tokens that were shown once more, because no answer had come, and were answered. */
  answeredAgain: number
  falseLogouts: number
  /** Answers of the key set and of discovery. */
  fromMemory: number
  slowestFromMemoryMs: number
  /** Sentences on what must not be. */
  readonly breaks: string[]
}

export const newCounts = (): Counts => ({
  requests: 0,
  acknowledged: 0,
  refused: 0,
  slowestRefusalMs: 0,
  lost: 0,
  answeredAgain: 0,
  falseLogouts: 0,
  fromMemory: 0,
  slowestFromMemoryMs: 0,
  breaks: [],
})

/** Notes a refusal, and breaks where it took too long. `calmMs` is what the slowest answer took while nothing failed: much on a busy machine. */
export const noteRefusal = (counts: Counts, line: string, ms: number, calmMs: number): void => {
  counts.refused += 1
  counts.slowestRefusalMs = Math.max(counts.slowestRefusalMs, ms)
  if (ms > mostMs + calmMs) counts.breaks.push(`${line} was refused after ${Math.round(ms)} ms.`)
}

/** Notes an answer that needs no database. */
export const noteFromMemory = (counts: Counts, path: string, ms: number, status: number, calmMs: number): void => {
  counts.fromMemory += 1
  counts.slowestFromMemoryMs = Math.max(counts.slowestFromMemoryMs, ms)
  if (status !== 200) counts.breaks.push(`${path} answered ${status}.`)
  if (ms > mostMs + calmMs) counts.breaks.push(`${path} took ${Math.round(ms)} ms.`)
}

const heads = [
  ['fault', 34],
  ['requests', 8],
  ['writes', 7],
  ['refused (slowest)', 18],
  ['lost', 5],
  ['again', 6],
  ['logouts', 8],
  ['from memory (slowest)', 22],
] as const

const cell = (text: string, width: number, at: number) => (at === 0 ? text.padEnd(width) : text.padStart(width))

export const tableHead = (): string => `${heads.map(([name, width], at) => cell(name, width, at)).join(' ')}  verdict`

/** One line of the table. */
export const tableLine = (fault: string, counts: Counts, said: string): string => {
  const ms = (value: number) => `${Math.round(value)} ms`
  const cells = [
    fault,
    String(counts.requests),
    String(counts.acknowledged),
    `${counts.refused} (${ms(counts.slowestRefusalMs)})`,
    String(counts.lost),
    String(counts.answeredAgain),
    String(counts.falseLogouts),
    `${counts.fromMemory} (${ms(counts.slowestFromMemoryMs)})`,
  ]
  const verdict = counts.breaks.length === 0 ? 'ok' : `${counts.breaks.length} BROKEN`
  const line = cells.map((text, at) => cell(text, heads[at]![1], at)).join(' ')
  return `${line}  ${verdict}${said === '' ? '' : `; ${said}`}`
}
