// What tells that nothing in the embedded database has changed, whoever might have changed it: this process, another one, or a person with a shell.
import type { Database } from 'better-sqlite3'
import type { Version } from './kept-rows.ts'

let runs = 0

/** Something is about to run on a connection of this process that writes, be it only the beginning of a transaction. */
export const noteRun = (): void => void (runs += 1)

/** The version of a database in memory: nobody else has it. */
export const runsSoFar: Version = () => runs

/**
 * The version of a file, for a connection that reads alone: SQLite tells it of what others have committed (`PRAGMA data_version`). It is asked once
 * for all that one event does in one go, as whatever that is had come before, and again once this process has written. No longer: between
 * two events somebody else may have changed something, heard so, and asked here.
 */
export const versionOf = (reader: Pick<Database, 'prepare'>): Version => {
  const statement = reader.prepare('pragma data_version').pluck()
  const ask = (): number => {
    try {
      return statement.get() as number
    } catch {
      // Like no other one.
      return NaN
    }
  }
  let told: { readonly runs: number; readonly version: number } | undefined
  return () => {
    if (told?.runs !== runs) {
      told = { runs, version: ask() }
      process.nextTick(() => (told = undefined))
    }
    return told.version
  }
}
