// Whether the database's disk has room: one that is full still answers questions, and takes no writes.
import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'
import { codeOf } from './unavailable.ts'

export interface Room {
  /** A write was refused for want of room, and none has been tried with success since. */
  isFull: boolean
}

/** PostgreSQL 18, appendix A; SQLite's result codes. */
export const isOutOfRoom = (error: unknown): boolean => ['53100', 'SQLITE_FULL'].includes(codeOf(error))

/** Writes a little, and leaves none of it. Throws while there is no room. */
export const tryRoom = async (db: Kysely<Schema>, kind: 'sqlite' | 'postgres'): Promise<void> => {
  if (kind === 'sqlite') {
    await sql`create table room (number integer)`.execute(db)
    await sql`drop table room`.execute(db)
    return
  }
  try {
    // A table of its own takes new pages, where others may have some left.
    await sql`create temporary table room on commit drop as select repeat('x', 1000) from generate_series(1, 100)`.execute(
      db,
    )
  } catch (error) {
    // Who may make none learns by the next write.
    if (codeOf(error) !== '42501') throw error
  }
}
