// What OpenID Connect needs: keys of two algorithms, when and how somebody proved who they are, clients' settings, consents.
import { partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const openid: Migration = {
  name: '0120-openid',
  up: async ({ schema }) => {
    await schema
      .alterTable('signingKeys')
      .addColumn('alg', 'text', (column) => column.notNull().defaultTo('ES256'))
      .execute()
    await schema.alterTable('clients').addColumn('openid', 'text').execute()
    await schema.alterTable('clients').addColumn('registrationHash', 'text').execute()
    for (const table of ['sessions', 'authorizationCodes']) {
      await schema.alterTable(table).addColumn('authenticatedAt', 'bigint').execute()
      await schema.alterTable(table).addColumn('claims', 'text').execute()
      await schema.alterTable(table).addColumn('browserSessionId', 'text').execute()
    }
    await schema.alterTable('sessions').addColumn('authenticatedBy', 'text').execute()
    await schema.createIndex('sessionsByBrowserSession').on('sessions').column('browserSessionId').execute()

    await schema
      .createTable('consents')
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('clientId', 'text', partOf('clients.id'))
      .addColumn('scope', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('updatedAt', 'bigint', required)
      .addPrimaryKeyConstraint('consentsKey', ['userId', 'clientId'])
      .execute()
    await schema.createIndex('consentsByClient').on('consents').column('clientId').execute()
  },
}
