// Metrics, as Prometheus reads them.
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'

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

/** What one operation was asked, in plain numbers: for each request the library would look its labels up anew. */
interface Asked {
  /** How many requests, by the status of their answers. */
  readonly statuses: Map<number, number>
  /** How many took no longer than each of `ends` and longer than the one before; the last, how many took longer than all. */
  readonly took: number[]
  seconds: number
}

const ends = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const

const countRequest = (all: Map<string, Asked>, operation: string, status: number, seconds: number): void => {
  const asked = all.get(operation) ?? beginToCount(all, operation)
  asked.statuses.set(status, (asked.statuses.get(status) ?? 0) + 1)
  const end = ends.findIndex((one) => seconds <= one)
  asked.took[end === -1 ? ends.length : end]! += 1
  asked.seconds += seconds
}

const beginToCount = (all: Map<string, Asked>, operation: string): Asked => {
  const asked: Asked = { statuses: new Map(), took: Array(ends.length + 1).fill(0), seconds: 0 }
  all.set(operation, asked)
  return asked
}

/** How long requests took, as the library reads a histogram. */
const durations = (all: ReadonlyMap<string, Asked>) => {
  const name = 'countersign_request_duration_seconds'
  const valuesOf = ([operation, { took, seconds }]: readonly [string, Asked]) => {
    let count = 0
    const buckets = took.map((more, at) => {
      count += more
      return { metricName: `${name}_bucket`, labels: { le: ends[at] ?? '+Inf', operation }, value: count }
    })
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: { operation }, value: seconds },
      { metricName: `${name}_count`, labels: { operation }, value: count },
    ]
  }
  const about = { name, help: 'How long requests took, by operation.', type: 'histogram', aggregator: 'sum' }
  return { ...about, get: async () => ({ ...about, values: [...all].flatMap(valuesOf) }) }
}

/** Nobody chooses a label but we: the names of operations, codes and limits stand in the contract. */
export const createCounters = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const asked = new Map<string, Asked>()
  new Counter({
    name: 'countersign_requests_total',
    help: 'Requests by operation and status.',
    labelNames: ['operation', 'status'],
    registers,
    collect() {
      this.reset()
      for (const [operation, { statuses }] of asked) {
        for (const [status, count] of statuses) this.inc({ operation, status: String(status) }, count)
      }
    },
  })
  registry.registerMetric(durations(asked) as never)
  const refusals = new Counter({
    name: 'countersign_refusals_total',
    help: 'Refusals by operation and code.',
    labelNames: ['operation', 'code'],
    registers,
  })
  const limits = new Counter({
    name: 'countersign_limits_hit_total',
    help: 'Requests refused because of a limit, by its name.',
    labelNames: ['limit'],
    registers,
  })
  const rounds = new Counter({
    name: 'countersign_background_rounds_total',
    help: 'Rounds in the background (mail, logout, sweep), and those that failed.',
    labelNames: ['round', 'outcome'],
    registers,
  })
  const roundSeconds = new Gauge({
    name: 'countersign_background_round_seconds',
    help: 'How long the last round took.',
    labelNames: ['round'],
    registers,
  })
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `countersign_${name}`, help, labelNames: [...labelNames], registers })
  const hashes = gauge('password_hashes_waiting', 'Passwords that wait to be hashed.')
  const poolSize = gauge('database_connections', 'Connections that there may be, by what they are for.', ['lane'])
  const poolUsed = gauge('database_connections_used', 'Connections in use.', ['lane'])
  const poolWaiting = gauge('database_connections_waiting', 'Callers that wait for a connection.', ['lane'])
  const outbox = gauge('outbox_age_seconds', 'How long the mail that waits longest has been due.')
  const lost = gauge('log_lines_lost', 'Lines that the log could not take since the start.')
  collectDefaultMetrics({ register: registry })
  return {
    observe: ({ operation = 'none', status, refusal, limit, ms }) => {
      countRequest(asked, operation, status, ms / 1000)
      if (refusal) refusals.inc({ operation, code: refusal })
      if (limit) limits.inc({ limit })
    },
    round: (round, { ms, failed }) => {
      rounds.inc({ round, outcome: failed ? 'failed' : 'done' })
      roundSeconds.set({ round }, ms / 1000)
    },
    read: async ({ hashesWaiting, pools, outboxAge, lostLines }) => {
      hashes.set(hashesWaiting())
      for (const [lane, { size, used, waiting }] of Object.entries(pools() ?? {})) {
        poolSize.set({ lane }, size)
        poolUsed.set({ lane }, used)
        poolWaiting.set({ lane }, waiting)
      }
      outbox.set(await outboxAge())
      lost.set(lostLines())
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}
