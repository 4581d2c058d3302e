// An application that was deleted is there, seen by nobody, until the background has deleted all that was in it.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const deletedApplications: Migration = {
  name: '0372-deleted-applications',
  expands: true,
  up: async (db) => {
    await db.schema.alterTable('applications').addColumn('deletedAt', 'bigint').execute()
    await sql
      .raw('create index applications_by_deletion on applications (deleted_at) where deleted_at is not null')
      .execute(db)
  },
}
