// What names an environment, and who runs a tenant.
import { key, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const keys: Migration = {
  name: '0030-keys',
  up: async ({ schema }) => {
    // No secrets: a publishable key only says which environment is meant.
    await schema
      .createTable('publishableKeys')
      .addColumn('key', 'text', key)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('createdAt', 'bigint', required)
      .addColumn('expiresAt', 'bigint')
      .execute()
    await schema
      .createIndex('publishableKeysByEnvironment')
      .on('publishableKeys')
      .columns(['environmentId', 'expiresAt'])
      .execute()
    await schema.createIndex('publishableKeysByExpiry').on('publishableKeys').column('expiresAt').execute()

    await schema
      .createTable('administrators')
      .addColumn('userId', 'text', (column) => partOf('users.id')(column).primaryKey())
      .addColumn('tenantId', 'text', partOf('tenants.id'))
      .addColumn('role', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .execute()
    await schema.createIndex('administratorsByTenant').on('administrators').column('tenantId').execute()
  },
}
