// A tenant can be switched off, with all that is below it.
import { required } from './migration.ts'
import type { Migration } from './migration.ts'

export const tenantsSwitchedOff: Migration = {
  name: '0100-tenants-switched-off',
  up: async (db) => {
    await db.schema
      .alterTable('tenants')
      .addColumn('isActive', 'integer', (column) => required(column).defaultTo(1))
      .execute()
  },
}
