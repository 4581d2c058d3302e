// What proves who asks: sessions, refresh tokens, one-time tokens.
import type { Kysely } from 'kysely'
import { key, linkTo, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

const createSessions = async ({ schema }: Kysely<unknown>) => {
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', key)
    .addColumn('environmentId', 'text', partOf('environments.id'))
    .addColumn('userId', 'text', partOf('users.id'))
    // A client that is gone leaves no session signed in through it.
    .addColumn('clientId', 'text', optionallyPartOf('clients.id'))
    .addColumn('organizationId', 'text', linkTo('organizations.id'))
    .addColumn('surface', 'text', required)
    .addColumn('userAgent', 'text')
    .addColumn('ip', 'text')
    .addColumn('createdAt', 'bigint', required)
    .addColumn('expiresAt', 'bigint', required)
    .addColumn('endedAt', 'bigint')
    .addColumn('endReason', 'text')
    .execute()
  await schema.createIndex('sessionsByUser').on('sessions').columns(['userId', 'createdAt', 'id']).execute()
  await schema.createIndex('sessionsByUserIp').on('sessions').columns(['userId', 'ip']).execute()
  await schema.createIndex('sessionsByEnvironment').on('sessions').column('environmentId').execute()
  await schema.createIndex('sessionsByClient').on('sessions').column('clientId').execute()
  await schema.createIndex('sessionsByOrganization').on('sessions').column('organizationId').execute()
  await schema.createIndex('sessionsByExpiry').on('sessions').column('expiresAt').execute()
  await schema.createIndex('sessionsByEnd').on('sessions').column('endedAt').execute()

  await schema
    .createTable('refreshTokens')
    .addColumn('hash', 'text', key)
    .addColumn('sessionId', 'text', partOf('sessions.id'))
    .addColumn('createdAt', 'bigint', required)
    .addColumn('expiresAt', 'bigint', required)
    .addColumn('usedAt', 'bigint')
    .execute()
  await schema.createIndex('refreshTokensBySession').on('refreshTokens').column('sessionId').execute()
}

const createOneTimeTokens = async ({ schema }: Kysely<unknown>) => {
  await schema
    .createTable('oneTimeTokens')
    .addColumn('id', 'text', key)
    .addColumn('environmentId', 'text', partOf('environments.id'))
    .addColumn('userId', 'text', optionallyPartOf('users.id'))
    .addColumn('purpose', 'text', required)
    .addColumn('email', 'text', required)
    .addColumn('requestId', 'text', required)
    .addColumn('hash', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('data', 'text')
    .addColumn('createdAt', 'bigint', required)
    .addColumn('expiresAt', 'bigint', required)
    .addColumn('usedAt', 'bigint')
    .execute()
  await schema.createIndex('oneTimeTokensByHash').on('oneTimeTokens').columns(['hash', 'purpose']).execute()
  await schema
    .createIndex('oneTimeTokensByEmail')
    .on('oneTimeTokens')
    .columns(['environmentId', 'email', 'purpose', 'createdAt'])
    .execute()
  await schema.createIndex('oneTimeTokensByUser').on('oneTimeTokens').column('userId').execute()
  await schema.createIndex('oneTimeTokensByRequest').on('oneTimeTokens').column('requestId').execute()
  await schema.createIndex('oneTimeTokensByExpiry').on('oneTimeTokens').column('expiresAt').execute()
}

export const sessions: Migration = {
  name: '0002-sessions',
  up: async (db) => {
    await createSessions(db)
    await createOneTimeTokens(db)
  },
}
