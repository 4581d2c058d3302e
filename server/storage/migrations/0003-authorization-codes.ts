// What an app gets from a sign-in page and exchanges for a session, and what such a session may be used for.
import { key, linkTo, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const authorizationCodes: Migration = {
  name: '0003-authorization-codes',
  up: async ({ schema }) => {
    await schema
      .createTable('authorizationCodes')
      .addColumn('hash', 'text', key)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('clientId', 'text', optionallyPartOf('clients.id'))
      .addColumn('surface', 'text', required)
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('redirectUri', 'text', required)
      .addColumn('codeChallenge', 'text', required)
      .addColumn('scope', 'text')
      .addColumn('nonce', 'text')
      .addColumn('provider', 'text')
      .addColumn('createdAt', 'bigint', required)
      .addColumn('expiresAt', 'bigint', required)
      .addColumn('usedAt', 'bigint')
      .addColumn('sessionId', 'text', linkTo('sessions.id'))
      .execute()
    const index = (name: string, column: string) =>
      schema.createIndex(name).on('authorizationCodes').column(column).execute()
    await index('authorizationCodesByExpiry', 'expiresAt')
    // For the rows that go when what they hang on goes.
    await index('authorizationCodesByEnvironment', 'environmentId')
    await index('authorizationCodesByClient', 'clientId')
    await index('authorizationCodesByUser', 'userId')
    await index('authorizationCodesBySession', 'sessionId')

    await schema
      .createTable('revokedTokens')
      .addColumn('jti', 'text', key)
      .addColumn('expiresAt', 'bigint', required)
      .execute()
    await schema.createIndex('revokedTokensByExpiry').on('revokedTokens').column('expiresAt').execute()

    await schema.alterTable('sessions').addColumn('scope', 'text').execute()
    await schema
      .alterTable('clients')
      .addColumn('defaultScopes', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute()
  },
}
