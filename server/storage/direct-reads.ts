// The short way to a database that answers in this very thread: most requests only read, and Kysely takes a connection, as a promise after
// the other, for each of their statements.
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Runs a statement that only reads, outside of transactions. */
export type Read = (query: { readonly sql: string; readonly parameters: readonly unknown[] }) => Promise<object[]>

/** How a text is read directly; undefined for one that is none to read. */
export type ReadsDirectly = (sql: string) => Read | undefined

const ways = new WeakMap<object, ReadsDirectly>()

export const readDirectly = (db: Kysely<Schema>, way: ReadsDirectly): void => {
  ways.set(db.getExecutor().adapter, way)
}

export const directReadOf = (db: Kysely<Schema>, sql: string): Read | undefined =>
  ways.get(db.getExecutor().adapter)?.(sql)
