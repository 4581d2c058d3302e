// What is counted, for Prometheus.
import { once } from '../model/once.ts'
import type { Metrics } from './prometheus.ts'

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
