// Who may call for an application: its keys, and the administrators of its tenant.
import { key, linkTo, optionallyPartOf, partOf, required } from './migration.ts'
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
      .createTable('apiKeys')
      .addColumn('id', 'text', key)
      .addColumn('tenantId', 'text', optionallyPartOf('tenants.id'))
      .addColumn('applicationId', 'text', optionallyPartOf('applications.id'))
      .addColumn('environmentId', 'text', optionallyPartOf('environments.id'))
      .addColumn('name', 'text', required)
      .addColumn('keyType', 'text', required)
      .addColumn('keyPrefix', 'text', required)
      .addColumn('hash', 'text', (column) => column.notNull().unique())
      .addColumn('createdBy', 'text', linkTo('users.id'))
      .addColumn('lastUsedAt', 'bigint')
      .addColumn('expiresAt', 'bigint')
      .addColumn('revokedAt', 'bigint')
      .addColumn('createdAt', 'bigint', required)
      .execute()
    await schema.createIndex('apiKeysByTenant').on('apiKeys').column('tenantId').execute()
    await schema.createIndex('apiKeysByApplication').on('apiKeys').column('applicationId').execute()
    await schema
      .createIndex('apiKeysByEnvironment')
      .on('apiKeys')
      .columns(['environmentId', 'createdAt', 'id'])
      .execute()
    await schema.createIndex('apiKeysByCreator').on('apiKeys').column('createdBy').execute()

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
