// What tells that nothing in the embedded database has changed, whoever might have changed it: this process, another one, or a person with a shell.
import type { Database } from 'better-sqlite3'
import type { Version } from './kept-rows.ts'

// As it is when the program starts: whoever sets the time later keeps nothing for longer.
const soon = setImmediate

let runs = 0

/** Something is about to run on a connection of this process that writes, be it only the beginning of a transaction. */
export const noteRun = (): void => void (runs += 1)

/** The version of a database in memory: nobody else has it. */
export const runsSoFar: Version = () => runs

/**
 * The version of a file, for a connection that reads alone: SQLite tells it of what others have committed (`PRAGMA data_version`). It is asked once
 * in a turn of the event loop, as what asks it then came before, and again once this process has written.
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
      soon(() => (told = undefined))
    }
    return told.version
  }
}
