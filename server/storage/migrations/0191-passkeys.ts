// Passkeys: the public halves of key pairs whose private halves stay with people (WebAuthn level 3).
import { key, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const passkeys: Migration = {
  name: '0191-passkeys',
  up: async ({ schema }) => {
    await schema
      .createTable('passkeys')
      .addColumn('id', 'text', key)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('credentialId', 'text', required)
      .addColumn('publicKey', 'text', required)
      .addColumn('counter', 'bigint', required)
      .addColumn('transports', 'text', required)
      .addColumn('isBackedUp', 'integer', required)
      .addColumn('name', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('lastUsedAt', 'bigint')
      .execute()
    await schema
      .createIndex('passkeysByCredential')
      .unique()
      .on('passkeys')
      .columns(['environmentId', 'credentialId'])
      .execute()
    await schema.createIndex('passkeysByUser').on('passkeys').column('userId').execute()
  },
}
