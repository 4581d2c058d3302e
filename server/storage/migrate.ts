import type { Kysely } from 'kysely'
import { exclusivelyWithoutTimeLimit } from './database.ts'
import type { Database } from './database.ts'
import { identity } from './migrations/0001-identity.ts'
import { sessions } from './migrations/0002-sessions.ts'
import { authorizationCodes } from './migrations/0003-authorization-codes.ts'
import { operations } from './migrations/0003-operations.ts'
import { accounts } from './migrations/0004-accounts.ts'
import { providers } from './migrations/0010-providers.ts'
import { project } from './migrations/0020-project.ts'
import { keys } from './migrations/0030-keys.ts'
import { secondFactors } from './migrations/0031-second-factors.ts'
import { organizations } from './migrations/0032-organizations.ts'
import { joinedMemberships } from './migrations/0090-joined-memberships.ts'
import type { Migration } from './migrations/migration.ts'

/** All of them, oldest first. */
export const migrations: readonly Migration[] = [
  identity,
  sessions,
  authorizationCodes,
  operations,
  accounts,
  providers,
  project,
  keys,
  secondFactors,
  organizations,
  joinedMemberships,
]

interface Applied {
  schemaMigrations: { name: string }
}

const applyNext = async (trx: Kysely<Applied>, known: readonly Migration[]): Promise<string | undefined> => {
  await trx.schema
    .createTable('schemaMigrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .execute()
  const applied = (await trx.selectFrom('schemaMigrations').select('name').orderBy('name').execute()).map(
    ({ name }) => name,
  )

  const unknown = applied.filter((name) => !known.some((migration) => migration.name === name))
  if (unknown.length > 0) {
    throw new Error(
      `The database is newer than this program, which does not know its migration ${unknown.join(', ')}; ` +
        'start the newer version, or restore a backup from before the upgrade.',
    )
  }
  const next = known.find(({ name }) => !applied.includes(name))
  if (!next) return undefined
  await next.up(trx as unknown as Kysely<unknown>)
  await trx.insertInto('schemaMigrations').values({ name: next.name }).execute()
  return next.name
}

/**
 * Brings the database to this program's schema; answers the names of what it applied. Each migration and the note that
 * it ran are one transaction under one lock, so instances that start together run it once, and one that dies in between
 * leaves nothing behind. (Kysely's own migrator locks nothing on SQLite and uses no transaction there.)
 * Throws when the database knows a migration that this program does not.
 */
export const migrate = async (db: Database, known: readonly Migration[] = migrations): Promise<string[]> => {
  const names: string[] = []
  for (;;) {
    const name = await exclusivelyWithoutTimeLimit(db, 'migrations', (trx) =>
      applyNext(trx as unknown as Kysely<Applied>, known),
    )
    if (!name) return names
    names.push(name)
  }
}
