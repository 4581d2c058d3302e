import { PostgresDialect } from 'kysely'
import type { Dialect, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { refuseInsideTransaction } from './transaction-scope.ts'
import { codeOf, unavailable } from './unavailable.ts'

export interface DatabaseLog {
  warn(details: object, message: string): void
}

/** How long a caller may wait, ms. */
export interface TimeLimits {
  readonly connectMs: number
  readonly statementMs: number
}

/** Lifts the time limits until the transaction ends. */
export const noTimeLimit = 'set local statement_timeout = 0'

const poolSize = 10
const idleInTransactionMs = 10_000
// What the client grants the server to report its own timeout, before it takes the line for dead.
const graceMs = 500

// PostgreSQL 18, appendix A: connection lost, resources gone, operator intervention, I/O error, a standby's refusal to
// write, a transaction left idle.
const isOutOfReach = (error: unknown) => /^(08|53|57|58)|^25006$|^25P0[34]$/.test(codeOf(error))

const getTypeParser = (oid: number, format?: 'text' | 'binary'): unknown =>
  // Times and counts are bigint, which pg gives as text; they stay below 2^53.
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')

/** Opens a pool. It connects with the first query. */
export const openPostgres = (
  url: string,
  limits: TimeLimits,
  log?: DatabaseLog,
): { dialect: Dialect; close(): Promise<void> } => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'countersign',
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    types: { getTypeParser: getTypeParser as typeof pg.types.getTypeParser },
  })
  pool.on('error', (error) => log?.warn({ err: error }, 'An idle database connection was lost'))

  const connect = async (): Promise<PostgresPoolClient> => {
    refuseInsideTransaction()
    const client = await pool.connect().catch((error: unknown) => {
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
        return await client.query({ text, values: [...values], ...timeout })
      } catch (error) {
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

  let ended: Promise<void> | undefined
  const close = () => (ended ??= pool.end())
  return { dialect: new PostgresDialect({ pool: { connect, end: close, options: pool.options } }), close }
}
