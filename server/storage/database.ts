// The one place that opens the database. What differs between SQLite and PostgreSQL is here, in sqlite.ts and in postgres.ts.
import { CamelCasePlugin, type DatabaseConnection, type Dialect, Kysely, PostgresAdapter, sql } from 'kysely'
import type { AnsweredQuery } from '../model/answered-query.ts'
import { cacheOf, clearingCache } from './cached-rows.ts'
import { type Run, readDirectly, runDirectly } from './direct-ways.ts'
import type { Mark } from './group-commit.ts'
import { tellVersion } from './kept-rows.ts'
import { type Lane, inLane } from './lanes.ts'
import { prepared } from './prepared.ts'
import type { DatabaseLog, PoolState } from './postgres.ts'
import type { Schema } from './schema.ts'
import { type Room, tryRoom } from './room.ts'
import { type TimeLimits, noTimeLimit } from './time-limits.ts'
import { refuseInsideTransaction, withTransactionScope } from './transaction-scope.ts'
import { codeOf } from './unavailable.ts'

/** The database, or a transaction on it. */
export type Database = Kysely<Schema>

export interface OpenDatabase {
  readonly db: Database
  readonly kind: 'sqlite' | 'postgres'
  /** How busy the connections are; null where there is one alone. */
  states(): Record<Lane, PoolState> | null
  /** All that is in it, where it is in memory. */
  readonly image?: (() => Buffer) | undefined
  /** Lets running queries finish. Every later query fails as unavailable. */
  close(): Promise<void>
}

// Whoever waits for a connection, or for a database that is gone, is told within 2 s; a statement may wait longer for a lock.
export const usualLimits: TimeLimits = { connectMs: 1500, statementMs: 4000 }

export interface OpenOptions {
  readonly log?: DatabaseLog | undefined
  /** How long PostgreSQL may take. */
  readonly limits?: TimeLimits | undefined
  /** How many connections to PostgreSQL there may be. */
  readonly poolSize?: number | undefined
  /** Hears of every statement once it is answered. */
  readonly onQuery?: ((query: AnsweredQuery) => void) | undefined
  /** Opening a file of SQLite makes none. */
  readonly mustExist?: boolean | undefined
  /** What a database in memory begins with: an `image` of another one. */
  readonly image?: Buffer | undefined
}

/**
 * Opens `sqlite:PATH`, `sqlite::memory:` or `postgres://…`. PostgreSQL connects with the first query.
 * Throws when the URL is of another kind, or when SQLite cannot open its file; with a sentence where it `mustExist` and does not.
 */
export const openDatabase = async (
  url: string,
  { log, limits = usualLimits, poolSize = 10, onQuery, mustExist = false, image }: OpenOptions = {},
): Promise<OpenDatabase> => {
  const room: Room = { isFull: false }
  const onFull = () => void (room.isFull = true)
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./postgres.ts')
    const { dialect, states, close } = openPostgres(url, limits, poolSize, { log, onFull })
    return { db: openOn(dialect, room, onQuery), kind: 'postgres', states, close }
  }
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  if (!path) throw new Error('A database URL is sqlite:PATH, sqlite::memory: or postgres://user:password@host/name.')
  const { openSqlite } = await import('./sqlite.ts')
  const opened = await openSqlite(path, { mustExist, onFull, image })
  const db = openOn(opened.dialect, room, onQuery)
  if (opened.mark) marks.set(db, opened.mark)
  // Who hears of every statement hears it from Kysely.
  if (!onQuery) {
    readDirectly(db, opened.readsDirectly)
    tellVersion(db, opened.version)
    shortcuts.set(db, opened.runsDirectly)
  }
  return {
    db,
    kind: 'sqlite',
    states: () => null,
    image: opened.image,
    close: opened.close,
  }
}

const rooms = new WeakMap<Database, Room>()
const marks = new WeakMap<Database, Mark>()
/** How a connection that has a transaction open runs statements without Kysely. */
const shortcuts = new WeakMap<Database, (connection: DatabaseConnection) => Run>()

const openOn = (dialect: Dialect, room: Room, onQuery: OpenOptions['onQuery']): Database => {
  // The first to see a query: names are our own there.
  const db: Database = new Kysely<Schema>({
    dialect,
    plugins: [clearingCache(() => cacheOf(db)), new CamelCasePlugin()],
    ...(onQuery && {
      log: ({ query, queryDurationMillis, level }) =>
        onQuery({ sql: query.sql, ms: queryDurationMillis, failed: level === 'error' }),
    }),
  })
  rooms.set(db, room)
  return db
}

/**
 * Does all of `work` or nothing of it. Within a transaction it joins that one. SQLite runs one at a time (BEGIN
 * IMMEDIATE); PostgreSQL runs them at READ COMMITTED, so a decision on what was read needs a conditional statement or
 * `exclusively`. Inside, use `trx` alone and one query after the other, await nothing but queries, and let errors out:
 * PostgreSQL takes nothing more after a failed statement.
 */
export const transaction = async <T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> => {
  if (db.isTransaction) return work(db)
  refuseInsideTransaction()
  const cache = cacheOf(db)
  const before = cache.changes()
  try {
    return await inLane('transactions', () =>
      withTransactionScope((begin) =>
        db
          .transaction()
          .setIsolationLevel('read committed')
          .execute(async (trx) => {
            const shortcut = shortcuts.get(db)
            if (shortcut) {
              await trx.getExecutor().provideConnection(async (connection) => runDirectly(trx, shortcut(connection)))
            }
            cache.begin(trx)
            return begin(() => work(trx))
          }),
      ),
    )
  } catch (error) {
    cache.doubt()
    // What others of its group have written, and somebody has read, may be lost with it.
    if (isUnavailable(error)) cache.clear()
    throw error
  } finally {
    // Between a change and its commit others have read what was before.
    if (cache.changes() !== before) cache.clear()
  }
}

/** Marks the end of the transaction that is open on a database, for `goBackAtEnd`: where all of it is in memory. */
export const markAtEnd = (db: Database, version: string): void => {
  const mark = marks.get(db)
  if (!mark) return
  mark.atEnd(version)
  cacheOf(db).mark()
}

/** Puts the database back at the end of the transaction that is open on it. False where that version was not marked, or cannot be. */
export const goBackAtEnd = (db: Database, version: string): boolean => {
  if (!marks.get(db)?.backAtEnd(version)) return false
  cacheOf(db).goBack()
  return true
}

export const isPostgres = (db: Database): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/** A transaction that no other one of the same name overlaps, on any instance. */
export const exclusively = <T>(db: Database, name: string, work: (trx: Database) => Promise<T>): Promise<T> =>
  transaction(db, async (trx) => {
    // SQLite's transactions exclude each other anyway.
    if (isPostgres(trx)) await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx)
    return work(trx)
  })

/** As `exclusively`, for what may take minutes: no statement times out, nor the wait for the lock. */
export const exclusivelyWithoutTimeLimit = <T>(db: Database, name: string, work: (trx: Database) => Promise<T>) =>
  transaction(db, async (trx) => {
    if (isPostgres(trx)) await sql.raw(noTimeLimit).execute(trx)
    return exclusively(trx, name, work)
  })

/** Empties tables, children before their parents. PostgreSQL would look at every row and at all that hangs on it. */
export const emptyTables = async (trx: Database, tables: readonly (keyof Schema)[]): Promise<void> => {
  if (isPostgres(trx)) {
    await sql`truncate table ${sql.join(tables.map((table) => sql.table(table)))}`.execute(trx)
    return
  }
  for (const table of tables) {
    const empty = emptying.get(table) ?? prepared((db) => db.deleteFrom(table))
    emptying.set(table, empty)
    await empty(trx)
  }
}

const emptying = new Map<keyof Schema, (db: Database) => Promise<unknown>>()

/** Throws, within 2 s, unless the database answers, whatever else waits for it; and while it has no room for what is written. */
export const ping = async (db: Database): Promise<void> => {
  await inLane('health', () => sql`select 1`.execute(db))
  const room = rooms.get(db)
  if (!room?.isFull) return
  await transaction(db, (trx) => tryRoom(trx, isPostgres(db) ? 'postgres' : 'sqlite'))
  room.isFull = false
}

/** Another row has that key already. */
export const isUniqueViolation = (error: unknown): boolean =>
  ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error))

/** What was asked for is not there yet: nothing has brought the database to this program's schema. */
export const isMissingTable = (error: unknown): boolean =>
  codeOf(error) === '42P01' ||
  (codeOf(error) === 'SQLITE_ERROR' && error instanceof Error && error.message.startsWith('no such table'))

/** The database is gone, closed, busy, full or too slow: the same request may succeed later. */
export const isUnavailable = (error: unknown): boolean => codeOf(error) === 'database_unavailable'
