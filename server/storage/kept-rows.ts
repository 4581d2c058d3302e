// What was read of a database is so until something in it changes. Where the database tells that for less than it takes to read it again, it is
// asked that alone: a change counts with the next request all the same, whichever instance made it.
import type { Kysely } from 'kysely'
import { frozen } from '../model/lasting.ts'
import type { Schema } from './schema.ts'
import { refuseInsideTransaction } from './transaction-scope.ts'

type Database = Kysely<Schema>

/** Another number once anything in the database has changed; NaN, which is like no other, where that cannot be told. */
export type Version = () => number

const versions = new WeakMap<object, Version>()

/** Has what is read of that database kept. SQLite tells its version (`PRAGMA data_version`); PostgreSQL has none that a query is not needed for. */
export const tellVersion = (db: Database, version: Version): void => {
  versions.set(db.getExecutor().adapter, version)
}

/** Of each kind, for as long as nothing changes. */
const mostKept = 2000
/** Longer lists are read each time: so many of them would fill the memory. */
const longestList = 50

interface Kept<Found> {
  readonly version: number
  readonly found: Map<string, Found>
}

/**
 * What `load` finds by its keys, kept while nothing in the database has changed. It must depend on nothing but its keys and the database
 * itself: neither on the time nor on what is cached for a second (cached-rows.ts). In a transaction it is read each time. What is kept is frozen, as
 * several have it.
 */
export const keptUntilChange = <Keys extends readonly (string | undefined)[], Found extends object>(
  load: (db: Database, ...keys: Keys) => Promise<Found | undefined>,
): ((db: Database, ...keys: Keys) => Promise<Found | undefined>) => {
  const databases = new WeakMap<object, Kept<Found>>()
  return async (db, ...keys) => {
    const { adapter } = db.getExecutor()
    const tell = db.isTransaction ? undefined : versions.get(adapter)
    if (!tell) return load(db, ...keys)
    refuseInsideTransaction()
    // Before it is read: what is read may be newer, never older.
    const version = tell()
    let kept = databases.get(adapter)
    if (kept?.version !== version) databases.set(adapter, (kept = { version, found: new Map() }))
    const key = keys.join(' ')
    const known = kept.found.get(key)
    if (known) return known
    const found = await load(db, ...keys)
    if (!found || (Array.isArray(found) && found.length > longestList)) return found
    if (kept.found.size >= mostKept) kept.found.delete(kept.found.keys().next().value!)
    kept.found.set(key, frozen(found))
    return found
  }
}
