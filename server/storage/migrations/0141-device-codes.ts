// Devices that wait for somebody to let them in (RFC 8628).
import { key, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const deviceCodes: Migration = {
  name: '0141-device-codes',
  up: async ({ schema }) => {
    await schema
      .createTable('deviceCodes')
      .addColumn('hash', 'text', key)
      .addColumn('userCodeHash', 'text', (column) => column.notNull().unique())
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('clientId', 'text', partOf('clients.id'))
      .addColumn('scope', 'text')
      .addColumn('answer', 'text')
      .addColumn('answeredAt', 'bigint')
      .addColumn('userId', 'text', optionallyPartOf('users.id'))
      .addColumn('provider', 'text')
      .addColumn('authenticatedAt', 'bigint')
      .addColumn('intervalMs', 'bigint', required)
      .addColumn('pollAfter', 'bigint', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('expiresAt', 'bigint', required)
      .addColumn('usedAt', 'bigint')
      .execute()
    await schema.createIndex('deviceCodesByEnvironment').on('deviceCodes').column('environmentId').execute()
    await schema.createIndex('deviceCodesByClient').on('deviceCodes').column('clientId').execute()
    await schema.createIndex('deviceCodesByUser').on('deviceCodes').column('userId').execute()
    await schema.createIndex('deviceCodesByEnd').on('deviceCodes').column('expiresAt').execute()
  },
}
