// The embedded database: one connection, one writer at a time.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { CompiledQuery, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, DialectAdapter, Driver, QueryResult } from 'kysely'
import { isOutOfRoom } from './room.ts'
import { refuseInsideTransaction } from './transaction-scope.ts'
import { codeOf, unavailable } from './unavailable.ts'

const blockingMs = 10
const pauseMs = 10
const attempts = 150
const cachedStatements = 500

const isBusy = (error: unknown) => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))
const isOutOfReach = (error: unknown) =>
  isBusy(error) || /^SQLITE_(IOERR|FULL|CANTOPEN|READONLY|PROTOCOL|NOMEM)/.test(codeOf(error))

/**
 * Waits for another process's write without blocking this one: SQLite's own busy_timeout stops the event loop, so it is
 * kept short and the rest of the wait happens here. Inside a transaction the lock is held already.
 */
const patiently = async <T>(database: Sqlite.Database, run: () => T): Promise<T> => {
  for (let left = attempts; ; left--) {
    try {
      return run()
    } catch (error) {
      if (!database.open || (isOutOfReach(error) && !isBusy(error))) throw unavailable(error)
      if (!isBusy(error)) throw error
      if (database.inTransaction || left === 0) throw unavailable(error)
    }
    await pause(pauseMs)
  }
}

const statementCache = (database: Sqlite.Database) => {
  const statements = new Map<string, Sqlite.Statement<unknown[]>>()
  return (sql: string) => {
    const known = statements.get(sql)
    if (known) return known
    if (statements.size >= cachedStatements) statements.clear()
    const statement = database.prepare<unknown[]>(sql)
    statements.set(sql, statement)
    return statement
  }
}

const connectionTo = (database: Sqlite.Database, onFull?: () => void): DatabaseConnection => {
  const prepare = statementCache(database)
  return {
    executeQuery: <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> =>
      patiently(database, () => {
        try {
          const statement = prepare(sql)
          if (statement.reader) return { rows: statement.all(...parameters) as R[] }
          const { changes } = statement.run(...parameters)
          return { rows: [], numAffectedRows: BigInt(changes) }
        } catch (error) {
          if (isOutOfRoom(error)) onFull?.()
          throw error
        }
      }),
    streamQuery: async function* <R>({ sql, parameters }: CompiledQuery) {
      for (const row of database.prepare<unknown[]>(sql).iterate(...parameters)) yield { rows: [row as R] }
    },
  }
}

/** Hands the connection to one caller after the other, in the order they came. */
const turnstile = () => {
  let taken = false
  const waiting: (() => void)[] = []
  return {
    enter: async () => {
      if (taken) await new Promise<void>((resolve) => waiting.push(resolve))
      taken = true
    },
    leave: () => {
      const next = waiting.shift()
      if (next) next()
      else taken = false
    },
  }
}

const adapter: DialectAdapter = {
  supportsCreateIfNotExists: true,
  // The driver below queues its callers itself, so that it can refuse one who would wait for their own transaction.
  supportsMultipleConnections: true,
  supportsOutput: false,
  supportsReturning: true,
  supportsTransactionalDdl: true,
  acquireMigrationLock: async () => {},
  releaseMigrationLock: async () => {},
}

/**
 * Keeps other users of the machine from the file and what SQLite puts beside it, which gets the file's own mode; a folder
 * that is made, too. Files of an earlier start are tightened. One that somebody else owns stays as they made it.
 */
const keepPrivate = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // SQLite itself would make it as readable as the umask allows.
  closeSync(openSync(path, 'a', 0o600))
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) {
    try {
      chmodSync(file, 0o600)
    } catch (error) {
      if (!['ENOENT', 'EPERM'].includes(codeOf(error))) throw error
    }
  }
}

/** Opens or creates the file; its folder too, unless it `mustExist`. `:memory:` keeps nothing. */
export const openSqlite = async (
  path: string,
  { mustExist = false, onFull }: { readonly mustExist?: boolean; readonly onFull?: () => void } = {},
): Promise<{ dialect: Dialect; close(): Promise<void> }> => {
  if (mustExist && path !== ':memory:' && !existsSync(path)) {
    const sentence = `There is no database at ${path}: set DATABASE_URL, or have countersign migrate make it.`
    throw Object.assign(new Error(sentence), { code: 'ENOENT' })
  }
  let database: Sqlite.Database
  try {
    if (path !== ':memory:') keepPrivate(path)
    database = new Sqlite(path, { timeout: blockingMs })
  } catch (error) {
    throw unavailable(error)
  }
  await patiently(database, () => database.pragma('journal_mode = WAL'))
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')

  const connection = connectionTo(database, onFull)
  const { enter, leave } = turnstile()
  const close = async () => {
    await enter()
    database.close()
    leave()
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => {
      refuseInsideTransaction()
      await enter()
      return connection
    },
    // IMMEDIATE takes the write lock first: a deferred transaction that reads and then writes fails with SQLITE_BUSY.
    beginTransaction: async () => void (await connection.executeQuery(CompiledQuery.raw('begin immediate'))),
    commitTransaction: async () => void (await connection.executeQuery(CompiledQuery.raw('commit'))),
    rollbackTransaction: async () => {
      // A full disk or an I/O error has rolled back already, and a second rollback would hide that error.
      if (database.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
    },
    releaseConnection: async () => leave(),
    destroy: close,
  }
  const dialect: Dialect = {
    // One for each database: what is kept for a database is found by it.
    createAdapter: () => ({ ...adapter }),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return { dialect, close }
}
