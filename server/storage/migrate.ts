import { readdirSync } from 'node:fs'
import type { Kysely } from 'kysely'
import { exclusivelyWithoutTimeLimit, isMissingTable, openDatabase } from './database.ts'
import type { Database, OpenDatabase, OpenOptions } from './database.ts'
import type { Migration } from './migrations/migration.ts'

const folder = new URL('migrations/', import.meta.url)

/** Each file of the folder but the one of their shape holds one. */
const readMigrations = async (): Promise<readonly Migration[]> => {
  const files = readdirSync(folder).filter((file) => /^\d{4}-.*\.[jt]s$/.test(file) && !file.endsWith('.d.ts'))
  const modules = await Promise.all(
    files.sort().map((file) => import(new URL(file, folder).href) as Promise<Record<string, Migration>>),
  )
  return modules.flatMap((exported) => Object.values(exported))
}

/** All of them, oldest first. */
export const migrations: readonly Migration[] = await readMigrations()

type Applied = {
  schemaMigrations: { name: string }
  /** Those that only add, also of programs that are newer than this one. */
  schemaExpansions: { name: string }
}

const withApplied = (db: Database) => db.$extendTables<Applied>()
type AppliedDatabase = ReturnType<typeof withApplied>

const requireKnown = (applied: readonly string[], known: readonly Migration[], expansions: readonly string[]): void => {
  const unknown = applied.filter(
    (name) => !known.some((migration) => migration.name === name) && !expansions.includes(name),
  )
  if (unknown.length > 0) {
    throw new Error(
      `The database is newer than this program, which does not know its migration ${unknown.join(', ')}; ` +
        'start the newer version, or restore a backup from before the upgrade.',
    )
  }
}

const list = async (db: AppliedDatabase, table: keyof Applied): Promise<string[]> =>
  (await db.selectFrom(table).select('name').orderBy('name').execute()).map(({ name }) => name)

/** Answers what it applied: of an empty database all, which is nobody's yet and is made by one commit instead of fifty; else the next. */
const applyNext = async (trx: AppliedDatabase, known: readonly Migration[]): Promise<readonly string[]> => {
  for (const table of ['schemaMigrations', 'schemaExpansions']) {
    await trx.schema
      .createTable(table)
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.notNull().primaryKey())
      .execute()
  }
  const applied = await list(trx, 'schemaMigrations')
  requireKnown(applied, known, await list(trx, 'schemaExpansions'))
  const pending = known.filter(({ name }) => !applied.includes(name))
  const next = applied.length === 0 ? pending : pending.slice(0, 1)
  for (const { name, expands, up } of next) {
    await up(trx as Kysely<unknown>)
    await trx.insertInto('schemaMigrations').values({ name }).execute()
    if (expands) await trx.insertInto('schemaExpansions').values({ name }).execute()
  }
  return next.map(({ name }) => name)
}

/** The names of what `migrate` would apply, oldest first. Changes nothing. Throws as `migrate` does. */
export const pendingMigrations = async (db: Database, known: readonly Migration[] = migrations): Promise<string[]> => {
  const listed = (table: keyof Applied) =>
    list(withApplied(db), table).catch((error: unknown): string[] => {
      if (isMissingTable(error)) return []
      throw error
    })
  const applied = await listed('schemaMigrations')
  requireKnown(applied, known, await listed('schemaExpansions'))
  return known.map(({ name }) => name).filter((name) => !applied.includes(name))
}

/** Throws with a sentence unless the database has this program's schema. */
export const requireCurrentSchema = async (db: Database, known: readonly Migration[] = migrations): Promise<void> => {
  const pending = await pendingMigrations(db, known)
  if (pending.length === 0) return
  throw new Error(
    pending.length === known.length
      ? 'The database is empty: run countersign migrate first.'
      : `The database is older than this program, which needs ${pending.join(', ')}: run countersign migrate first.`,
  )
}

/**
 * Brings the database to this program's schema; answers the names of what it applied. Each migration and the note that
 * it ran are one transaction under one lock, all together where the database was empty, so instances that start together run it once, and one that dies in between
 * leaves nothing behind. (Kysely's own migrator locks nothing on SQLite and uses no transaction there.)
 * Throws when the database knows a migration that this program does not, and that does more than add.
 */
export const migrate = async (
  db: Database,
  known: readonly Migration[] = migrations,
  onApplied: (name: string) => void = () => undefined,
): Promise<string[]> => {
  const names: string[] = []
  for (;;) {
    const applied = await exclusivelyWithoutTimeLimit(db, 'migrations', (trx) => applyNext(withApplied(trx), known))
    if (applied.length === 0) return names
    names.push(...applied)
    for (const name of applied) onApplied(name)
  }
}

/** A database in memory with this program's schema and nothing else. */
let image: Buffer | undefined

/**
 * Opens a database as `openDatabase` does and brings it to this program's schema. One in memory is a copy of the first, as tests open many.
 * Throws as both do, and leaves nothing open.
 */
export const openMigrated = async (url: string, options: OpenOptions = {}): Promise<OpenDatabase> => {
  const opened = await openDatabase(url, { ...options, image })
  try {
    await migrate(opened.db)
    image ??= opened.image?.()
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}
