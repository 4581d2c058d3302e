import { PostgresDialect } from 'kysely'
import type { Dialect, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { type Lane, currentLane, lanes, shareOut } from './lanes.ts'
import { createLookup, socketBy } from './remembered-addresses.ts'
import { isOutOfRoom } from './room.ts'
import { createSilence } from './silence.ts'
import { type TimeLimits, noTimeLimit } from './time-limits.ts'
import { refuseInsideTransaction } from './transaction-scope.ts'
import { codeOf, unavailable } from './unavailable.ts'

export interface DatabaseLog {
  warn(details: object, message: string): void
}

const idleInTransactionMs = 10_000
// What the client grants the server to report its own timeout, before it takes the line for dead.
const graceMs = 500
const usualPatience = { listenMs: 750, probeMs: 400 }

// PostgreSQL 18, appendix A: connection lost, resources gone, operator intervention, I/O error, a standby's refusal to
// write, a transaction left idle.
const isOutOfReach = (error: unknown) => /^(08|53|57|58)|^25006$|^25P0[34]$/.test(codeOf(error))

const getTypeParser = (oid: number, format?: 'text' | 'binary'): unknown =>
  // Times and counts are bigint, which pg gives as text; they stay below 2^53.
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')

/** PgBouncer takes no time limits at the start of a connection, which outlives us there: others would inherit them. */
const isRefusedSetting = (error: unknown) =>
  codeOf(error) === '08P01' && error instanceof Error && error.message.includes('unsupported startup parameter')

/** Resolves once the database says anything, be it no. The connection is worth nothing where that takes longer than `ms`. */
const hasAnything = async (acquire: () => Promise<pg.PoolClient>, ms: number): Promise<void> => {
  try {
    const client = await acquire()
    let isHeld = true
    const release = (discard: boolean) => {
      if (isHeld) client.off('error', discardIt).release(discard)
      isHeld = false
    }
    const discardIt = () => release(true)
    client.on('error', discardIt)
    const late = setTimeout(discardIt, ms)
    await client.query('select 1').finally(() => clearTimeout(late))
    release(false)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
  }
}

/** How busy the connections are. */
export interface PoolState {
  readonly size: number
  readonly used: number
  readonly waiting: number
}

/** Opens a pool for each lane. They connect with their first query. */
export const openPostgres = (
  url: string,
  limits: TimeLimits,
  poolSize: number,
  { log, onFull }: { readonly log?: DatabaseLog | undefined; readonly onFull?: () => void } = {},
): { dialect: Dialect; states(): Record<Lane, PoolState>; close(): Promise<void> } => {
  const sizes = shareOut(poolSize)
  const timeouts = {
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  }
  // Where they cannot be set for a connection, each transaction sets them for itself.
  let perTransaction = false
  const lookup = createLookup()
  const openPool = (lane: Lane) =>
    new pg.Pool({
      connectionString: url,
      application_name: 'countersign',
      max: sizes[lane],
      keepAlive: true,
      stream: socketBy(lookup),
      connectionTimeoutMillis: limits.connectMs,
      ...timeouts,
      types: { getTypeParser: getTypeParser as typeof pg.types.getTypeParser },
    }).on('error', (error) => log?.warn({ err: error }, 'An idle database connection was lost'))
  const pools: Record<Lane, pg.Pool> = {
    transactions: openPool('transactions'),
    statements: openPool('statements'),
    health: openPool('health'),
  }

  const acquire = async (pool: pg.Pool): Promise<pg.PoolClient> => {
    try {
      return await pool.connect()
    } catch (error) {
      if (!isRefusedSetting(error)) throw error
      if (!perTransaction) log?.warn({}, 'The database is behind PgBouncer: time limits are set in each transaction')
      perTransaction = true
      for (const { options } of Object.values(pools)) {
        for (const name of Object.keys(timeouts) as (keyof typeof timeouts)[]) delete options[name]
      }
      return pool.connect()
    }
  }

  const { silence: patience = usualPatience } = limits
  const silence = createSilence(() => hasAnything(() => acquire(pools.health), patience.probeMs), patience)

  /** A connection of the caller's lane. One that comes when nobody waits for it any more goes back. */
  const take = async (): Promise<pg.PoolClient> => {
    silence.refuse()
    let isWanted = true
    const taken = acquire(pools[currentLane()])
    taken.then((late) => isWanted || late.release()).catch(() => undefined)
    try {
      return await silence.watch(taken)
    } catch (error) {
      isWanted = false
      throw error
    }
  }

  const connect = async (): Promise<PostgresPoolClient> => {
    refuseInsideTransaction()
    const client = await take().catch((error: unknown) => {
      throw unavailable(error)
    })
    let lost = false
    let patient = false
    // Without a listener, a connection that ends between two statements ends the process.
    const onError = () => {
      lost = true
    }
    client.on('error', onError)

    const query = async (text: string, values: readonly unknown[]) => {
      // The server rolls back what a lost connection left; saying so keeps the first error.
      if (lost && text === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] }
      if (text === noTimeLimit) patient = true
      const timeout = patient ? {} : { query_timeout: limits.statementMs + graceMs }
      try {
        const asked = client.query({ text, values: [...values], ...timeout })
        const answer = await (patient ? asked : silence.watch(asked))
        silence.heard()
        if (perTransaction && /^(start transaction|begin)/.test(text)) {
          const settings = Object.entries(timeouts).map(([name, ms]) => `set local ${name} = ${ms}`)
          await silence.watch(client.query({ text: settings.join('; '), ...timeout }))
        }
        return answer
      } catch (error) {
        if (isOutOfRoom(error)) onFull?.()
        if (error instanceof pg.DatabaseError) silence.heard()
        if (error instanceof pg.DatabaseError && !isOutOfReach(error)) throw error
        lost = true
        throw unavailable(error)
      }
    }
    const release = (discard?: boolean) => {
      client.off('error', onError)
      client.release(lost || discard === true)
    }
    // Kysely's type also knows cursors, which are for streams; there is none here.
    return { query, release } as unknown as PostgresPoolClient
  }

  let ended: Promise<unknown> | undefined
  const close = async () => {
    silence.stop()
    await (ended ??= Promise.all(lanes.map((lane) => pools[lane].end())))
  }
  const states = () => {
    const stateOf = ({ options, totalCount, idleCount, waitingCount }: pg.Pool): PoolState => ({
      size: options.max,
      used: totalCount - idleCount,
      waiting: waitingCount,
    })
    return {
      transactions: stateOf(pools.transactions),
      statements: stateOf(pools.statements),
      health: stateOf(pools.health),
    }
  }
  const pool = { connect, end: close, options: pools.statements.options }
  return { dialect: new PostgresDialect({ pool }), states, close }
}
