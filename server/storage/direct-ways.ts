// The short ways to a database that answers in this very thread: Kysely takes a connection, as a promise after the other, for each statement, and
// within a transaction a promise for each of its layers.
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Runs a statement. */
export type Run = (query: { readonly sql: string; readonly parameters: readonly unknown[] }) => Promise<object[]>

/** How a text is read directly, outside of transactions; undefined for one that is none to read. */
export type ReadsDirectly = (sql: string) => Run | undefined

const reading = new WeakMap<object, ReadsDirectly>()
const running = new WeakMap<Kysely<Schema>, Run>()

export const readDirectly = (db: Kysely<Schema>, way: ReadsDirectly): void => {
  reading.set(db.getExecutor().adapter, way)
}

export const directReadOf = (db: Kysely<Schema>, sql: string): Run | undefined =>
  reading.get(db.getExecutor().adapter)?.(sql)

/** Has what is prepared run so in a transaction that is open. */
export const runDirectly = (trx: Kysely<Schema>, way: Run): void => void running.set(trx, way)

export const directRunOf = (trx: Kysely<Schema>): Run | undefined => running.get(trx)
