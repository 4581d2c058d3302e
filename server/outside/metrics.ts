// What is counted, for Prometheus.
import { once } from '../model/once.ts'

/** What became of a request. */
interface Answered {
  readonly method: string
  readonly operation: string | undefined
  readonly status: number
  readonly refusal: string | undefined
  readonly limit: string | undefined
  readonly ms: number
}

/** What is asked for when somebody looks. */
export interface Gauges {
  /** Passwords that wait to be hashed. */
  readonly hashesWaiting: () => number
  /** Connections to the database, by what they are for. */
  readonly pools: () => Readonly<
    Record<string, { readonly size: number; readonly used: number; readonly waiting: number }>
  > | null
  /** Seconds that the mail which waits longest has been due; 0 where none is, and NaN where nobody can tell. */
  readonly outboxAge: () => Promise<number>
  /** Lines that the log could not take. */
  readonly lostLines: () => number
}

export interface Metrics {
  observe(answered: Answered): void
  /** A round in the background is over. */
  round(name: string, how: { readonly ms: number; readonly failed: boolean }): void
  /** The text that Prometheus reads, and its content type. */
  read(gauges: Gauges): Promise<{ readonly type: string; readonly text: string }>
}

/** Counts from the start on; the library that does is read when there is something to count, as its 80 files are a tenth of a start. */
export const createMetrics = (): Metrics => {
  let counters: Metrics | undefined
  const early: ((counters: Metrics) => void)[] = []
  const open = once(async () => {
    const { createCounters } = await import('./prometheus.ts')
    const made = createCounters()
    for (const count of early.splice(0)) count(made)
    counters = made
    return made
  })
  const count = (what: (counters: Metrics) => void): void => {
    if (counters) return what(counters)
    early.push(what)
    // Tried again with the next: what came before is counted then.
    open().catch(() => undefined)
  }
  return {
    observe: (answered) => count(({ observe }) => observe(answered)),
    round: (name, how) => count(({ round }) => round(name, how)),
    read: async (gauges) => (await open()).read(gauges),
  }
}
