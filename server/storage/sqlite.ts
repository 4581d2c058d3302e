// The embedded database: one connection writes, one transaction at a time, another one reads what is on the disk, and a third one, on a thread
// of its own, searches it.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { CompiledQuery, DatabaseConnection, Dialect, DialectAdapter, Driver, QueryResult } from 'kysely'
import { createCheckpoints } from './checkpoints.ts'
import type { ReadsDirectly, Run as RunDirectly } from './direct-ways.ts'
import { type GroupCommit, type Mark, createGroupCommit } from './group-commit.ts'
import { isInSearch } from './lanes.ts'
import type { Version } from './kept-rows.ts'
import { isOutOfRoom } from './room.ts'
import { createSearches } from './sqlite-searches.ts'
import { noteRun, runsSoFar, versionOf } from './sqlite-version.ts'
import { refuseInsideTransaction } from './transaction-scope.ts'
import { codeOf, unavailable } from './unavailable.ts'

const blockingMs = 10
const pauseMs = 10
const attempts = 150
/** Of each of two generations. */
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

type Prepare = (sql: string) => Sqlite.Statement<unknown[]>

/** Keeps what was asked lately: what the younger generation did not ask for goes with the older one. */
const statementCache = (database: Sqlite.Database): Prepare => {
  let young = new Map<string, Sqlite.Statement<unknown[]>>()
  let old: typeof young = new Map()
  return (sql) => {
    const known = young.get(sql)
    if (known) return known
    if (young.size >= cachedStatements) [young, old] = [new Map(), young]
    const statement = old.get(sql) ?? database.prepare<unknown[]>(sql)
    young.set(sql, statement)
    return statement
  }
}

/** A text and what is bound in it. */
type Bound = Pick<CompiledQuery, 'sql' | 'parameters'>

/** The text around each bound limit; before it, how many values are bound. */
type Pieces = readonly { readonly text: string; readonly before: number }[]

const limits = new Map<string, Pieces>()

const piecesOf = (sql: string): Pieces => {
  const known = limits.get(sql)
  if (known) return known
  let before = 0
  const pieces = sql.split(/(?<=\blimit )\?/).map((text) => {
    before += text.split('?').length
    return { text, before: before - 1 }
  })
  if (limits.size >= cachedStatements) limits.clear()
  limits.set(sql, pieces)
  return pieces
}

/**
 * Writes limits into the text. SQLite plans by a bound one, so that it would compile the statement again whenever it is bound: that takes
 * ten times as long as to run most of them.
 */
const withLimits = (query: Bound): Bound => {
  const pieces = piecesOf(query.sql)
  if (pieces.length === 1) return query
  const places = pieces.slice(0, -1).map(({ before }) => before)
  if (!places.every((place) => Number.isSafeInteger(query.parameters[place]))) return query
  return {
    sql: pieces
      .map(({ text }, index) => text + String(places[index] === undefined ? '' : query.parameters[places[index]]))
      .join(''),
    parameters: query.parameters.filter((_, index) => !places.includes(index)),
  }
}

/** Runs a statement on a connection of SQLite. */
type Run = <R>(query: Bound) => Promise<QueryResult<R>>

const runnerOf =
  (database: Sqlite.Database, prepare: Prepare, onFull?: () => void): Run =>
  <R>(query: Bound) => {
    const { sql, parameters } = withLimits(query)
    return patiently(database, (): QueryResult<R> => {
      try {
        const statement = prepare(sql)
        if (statement.reader) return { rows: statement.all(...parameters) as R[] }
        const { changes } = statement.run(...parameters)
        return { rows: [], numAffectedRows: BigInt(changes) }
      } catch (error) {
        if (isOutOfRoom(error)) onFull?.()
        throw error
      }
    })
  }

/** What one caller of the database holds: on it a transaction is open, or each statement is one. */
interface Connection extends DatabaseConnection {
  isOpen: boolean
  /** Runs a statement in the transaction that is open on it. */
  readonly run: Run
}

const connect = (
  database: Sqlite.Database,
  group: GroupCommit,
  { write, read }: { readonly write: Run; readonly read: (query: CompiledQuery) => Run | undefined },
): Connection => {
  const connection: Connection = {
    isOpen: false,
    run: <R>(query: Bound): Promise<QueryResult<R>> => {
      if (!connection.isOpen) throw new Error('The transaction has ended.')
      // Where the disk was full, SQLite has taken all back: what comes would stay.
      if (!database.inTransaction) throw unavailable(new Error('The transaction was taken back.'))
      return write<R>(query)
    },
    executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      if (connection.isOpen) return connection.run<R>(query)
      const reads = read(query)
      return reads ? reads<R>(query) : group.single(() => write<R>(query))
    },
    streamQuery: async function* <R>(query: CompiledQuery) {
      yield await connection.executeQuery<R>(query)
    },
  }
  return connection
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

/** Opens or creates the file; its folder too, unless it `mustExist`. `:memory:` keeps nothing, and may begin with an image. */
export const openSqlite = async (
  path: string,
  {
    mustExist = false,
    onFull,
    image,
  }: { readonly mustExist?: boolean; readonly onFull?: () => void; readonly image?: Buffer | undefined } = {},
): Promise<{
  dialect: Dialect
  readsDirectly: ReadsDirectly
  version: Version
  /** Within the transaction that is open on a connection. */
  runsDirectly: (connection: DatabaseConnection) => RunDirectly
  image?: () => Buffer
  mark?: Mark
  close(): Promise<void>
}> => {
  if (mustExist && path !== ':memory:' && !existsSync(path)) {
    const sentence = `There is no database at ${path}: set DATABASE_URL, or have countersign migrate make it.`
    throw Object.assign(new Error(sentence), { code: 'ENOENT' })
  }
  const isInMemory = path === ':memory:'
  const open = async (): Promise<Sqlite.Database> => {
    try {
      if (!isInMemory) keepPrivate(path)
      const database = new Sqlite((isInMemory && image) || path, { timeout: blockingMs })
      // Its tables are small, and every transaction keeps each page as it was before: half the usual size is half of that.
      if (isInMemory) database.pragma('page_size = 2048')
      await patiently(database, () => database.pragma('journal_mode = WAL'))
      database.pragma('synchronous = FULL')
      database.pragma('foreign_keys = ON')
      return database
    } catch (error) {
      throw unavailable(error)
    }
  }
  const writer = await open()
  // A thread copies the log long before: this is for when it cannot.
  writer.pragma('wal_autocheckpoint = 20000')
  // What is in memory alone is one connection's.
  const reader = isInMemory ? writer : await open()
  // Of the library's 16 MB it would use few: it forgets its pages with each commit, and is asked only while a transaction is open.
  if (!isInMemory) reader.pragma('cache_size = -4000')
  const run = runnerOf(writer, statementCache(writer), onFull)
  const write: Run = (query) => {
    noteRun()
    return run(query)
  }
  const checkpoints = isInMemory ? undefined : createCheckpoints(path, (copyRest) => group.settled(copyRest))
  let keepsInMemory = false
  const execute = async (sql: string) => {
    // Pages as they were before a savepoint go to a file otherwise. A migration may sort more than memory holds, and has no savepoints.
    if (sql === 'savepoint member' && !keepsInMemory) {
      writer.pragma('temp_store = memory')
      keepsInMemory = true
    }
    await write({ sql, parameters: [] })
    if (sql === 'commit') checkpoints?.committed()
  }
  const group = createGroupCommit({ database: writer, execute })
  const prepare = statementCache(reader)
  const readBeside = runnerOf(reader, prepare)
  // Of what is on the disk the one that writes has most pages in memory; the other one forgets all of its with each commit.
  const readAtOnce: Run = (query) => (writer.inTransaction ? readBeside(query) : run(query))
  const read: Run = isInMemory ? (query) => group.inTurn(() => readBeside(query)) : readAtOnce

  const searches = isInMemory ? undefined : createSearches(path)
  const search: Run = async <R>(query: Bound) => {
    if (!searches) return read<R>(query)
    try {
      return await searches.ask<R>(query)
    } catch (error) {
      throw isOutOfReach(error) ? unavailable(error) : error
    }
  }

  const isRead = (sql: string): boolean => {
    if (!/^\s*(select|with)\b/i.test(sql)) return false
    try {
      return prepare(sql).readonly
    } catch {
      // Whoever runs it is told what is wrong.
      return true
    }
  }

  const readsDirectly: ReadsDirectly = (sql) => {
    if (!isRead(sql)) return undefined
    return async (query) => {
      refuseInsideTransaction()
      const { rows } = await (isInSearch() ? search : read)<object>(query)
      return rows
    }
  }

  const runsDirectly = (connection: DatabaseConnection): RunDirectly => {
    const { run } = connection as Connection
    return async (query) => (await run<object>(query)).rows
  }

  const close = async () => {
    await searches?.close()
    await checkpoints?.close()
    await group.settled(async () => void writer.close())
    reader.close()
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => {
      refuseInsideTransaction()
      const chosen = isInSearch() ? search : read
      const reads = ({ sql }: CompiledQuery) => (isRead(sql) ? chosen : undefined)
      return connect(writer, group, { write, read: reads })
    },
    beginTransaction: async (connection: Connection) => {
      await group.begin()
      connection.isOpen = true
    },
    commitTransaction: async (connection: Connection) => {
      connection.isOpen = false
      await group.commit()
    },
    rollbackTransaction: async (connection: Connection) => {
      // A commit that failed has taken all back.
      if (!connection.isOpen) return
      connection.isOpen = false
      await group.rollback()
    },
    releaseConnection: async () => {},
    destroy: close,
  }
  const dialect: Dialect = {
    // One for each database: what is kept for a database is found by it.
    createAdapter: () => ({ ...adapter }),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return {
    dialect,
    readsDirectly,
    version: isInMemory ? runsSoFar : versionOf(reader),
    runsDirectly,
    ...(isInMemory && { image: () => writer.serialize(), mark: group.mark }),
    close,
  }
}
