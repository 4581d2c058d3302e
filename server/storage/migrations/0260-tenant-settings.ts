// What a tenant keeps about itself.
import type { Migration } from './migration.ts'

export const tenantSettings: Migration = {
  name: '0260-tenant-settings',
  up: async ({ schema }) => {
    await schema.alterTable('tenants').addColumn('settings', 'text').execute()
  },
}
