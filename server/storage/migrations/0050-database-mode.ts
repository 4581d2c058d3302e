// What a database is for: the sandbox's world is known to everybody, and must never be taken for a real one.
import { key, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const databaseMode: Migration = {
  name: '0050-database-mode',
  up: async ({ schema }) => {
    await schema
      .createTable('databaseMode')
      .addColumn('id', 'text', key)
      .addColumn('mode', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .execute()
  },
}
