// Credentials of programs, and the project's administrators: their sessions, and the codes they came by.
import { key, linkTo, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const project: Migration = {
  name: '0020-project',
  up: async ({ schema }) => {
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
      .createTable('adminSessions')
      .addColumn('id', 'text', key)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('subject', 'text', required)
      .addColumn('email', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('expiresAt', 'bigint', required)
      .addColumn('endedAt', 'bigint')
      .execute()
    await schema.createIndex('adminSessionsByEnvironment').on('adminSessions').column('environmentId').execute()
    await schema.createIndex('adminSessionsByExpiry').on('adminSessions').column('expiresAt').execute()

    await schema
      .createTable('spentAssertions')
      .addColumn('hash', 'text', key)
      .addColumn('expiresAt', 'bigint', required)
      .execute()
    await schema.createIndex('spentAssertionsByExpiry').on('spentAssertions').column('expiresAt').execute()
  },
}
