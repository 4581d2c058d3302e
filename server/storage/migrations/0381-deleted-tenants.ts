// A tenant that was deleted is there, seen by nobody, until the background has deleted all that was in it.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const deletedTenants: Migration = {
  name: '0381-deleted-tenants',
  expands: true,
  up: async (db) => {
    await db.schema.alterTable('tenants').addColumn('deletedAt', 'bigint').execute()
    await sql.raw('create index tenants_by_deletion on tenants (deleted_at) where deleted_at is not null').execute(db)
  },
}
