// Which rows a request has written, known exactly: each statement of SQLite notes its table in the request that it belongs to.
import { AsyncLocalStorage } from 'node:async_hooks'
import Sqlite from 'better-sqlite3'
import type { TransactionBuilder } from 'kysely'
import type { Database } from '../../server/storage/database.ts'
import type { Schema } from '../../server/storage/schema.ts'

/** The tables that one request has changed rows of, each as often as it did. */
export type Writes = string[]

const running = new AsyncLocalStorage<Writes>()

/** Runs the handling of one request. */
export const noting = (writes: Writes, work: () => void): void => running.run(writes, work)

const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const known = new Map<string, string | undefined>()

/** The table that a statement writes to, by our own name of it; undefined where it reads. */
export const tableOf = (sql: string): string | undefined => {
  if (!known.has(sql)) {
    // What stands before it in `with` writes nothing.
    const [, table] = /\b(?:insert(?: or \w+)? into|update|delete from)\s+"?(\w+)/i.exec(sql) ?? []
    known.set(sql, table && camel(table))
  }
  return known.get(sql)
}

interface Run {
  readonly source: string
}

/** Every way to the database ends here, Kysely's and what goes past it. */
const hearStatements = (): void => {
  const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as {
    all: (this: Run, ...bound: unknown[]) => unknown[]
    run: (this: Run, ...bound: unknown[]) => Sqlite.RunResult
  }
  const note = ({ source }: Run, count: number): void => {
    const table = count > 0 ? tableOf(source) : undefined
    if (table) running.getStore()?.push(table)
  }
  const { all, run } = statement
  statement.all = function (...bound) {
    const rows = all.apply(this, bound)
    note(this, rows.length)
    return rows
  }
  statement.run = function (...bound) {
    const result = run.apply(this, bound)
    note(this, result.changes)
    return result
  }
}

hearStatements()

/** What was written in a transaction that is rolled back was not written. */
const forgetful = (builder: TransactionBuilder<Schema>): TransactionBuilder<Schema> => {
  const execute: typeof builder.execute = builder.execute.bind(builder)
  const setIsolationLevel = builder.setIsolationLevel.bind(builder)
  const own: Pick<typeof builder, 'execute' | 'setIsolationLevel'> = {
    setIsolationLevel: (level) => forgetful(setIsolationLevel(level)),
    execute: async (work) => {
      const writes = running.getStore()
      const before = writes?.length ?? 0
      try {
        return await execute(work)
      } catch (error) {
        writes?.splice(before)
        throw error
      }
    },
  }
  return Object.assign(builder, own)
}

/** Has a database forget the notes of a transaction that it takes back. */
export const forgetWhatIsTakenBack = (db: Database): void => {
  const begin = db.transaction.bind(db)
  Object.assign(db, { transaction: () => forgetful(begin()) })
}
