// What keeps the service going: signing keys, mails to send, counters, the audit trail.
import { key, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const operations: Migration = {
  name: '0003-operations',
  up: async ({ schema }) => {
    await schema
      .createTable('signingKeys')
      .addColumn('kid', 'text', key)
      .addColumn('publicJwk', 'text', required)
      .addColumn('sealedPrivateJwk', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('signsFrom', 'bigint', required)
      .addColumn('retiresAt', 'bigint')
      .execute()

    await schema
      .createTable('outbox')
      .addColumn('id', 'text', key)
      .addColumn('kind', 'text', required)
      .addColumn('sealedPayload', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('expiresAt', 'bigint', required)
      .addColumn('nextAttemptAt', 'bigint', required)
      .addColumn('attempts', 'integer', required)
      .addColumn('leasedUntil', 'bigint')
      .addColumn('sentAt', 'bigint')
      .execute()
    await schema.createIndex('outboxByDue').on('outbox').columns(['sentAt', 'nextAttemptAt', 'id']).execute()
    await schema.createIndex('outboxByExpiry').on('outbox').columns(['sentAt', 'expiresAt']).execute()
    await schema.createIndex('outboxBySent').on('outbox').columns(['sentAt', 'id']).execute()

    await schema
      .createTable('rateLimits')
      .addColumn('key', 'text', key)
      .addColumn('count', 'integer', required)
      .addColumn('resetsAt', 'bigint', required)
      .execute()
    await schema.createIndex('rateLimitsByReset').on('rateLimits').column('resetsAt').execute()

    // No foreign keys: what happened stays on record when those it happened to are gone.
    await schema
      .createTable('auditEvents')
      .addColumn('id', 'text', key)
      .addColumn('environmentId', 'text')
      .addColumn('userId', 'text')
      .addColumn('sessionId', 'text')
      .addColumn('action', 'text', required)
      .addColumn('ip', 'text')
      .addColumn('userAgent', 'text')
      .addColumn('data', 'text')
      .addColumn('createdAt', 'bigint', required)
      .execute()
    await schema
      .createIndex('auditEventsByEnvironment')
      .on('auditEvents')
      .columns(['environmentId', 'createdAt', 'id'])
      .execute()
    await schema
      .createIndex('auditEventsByUser')
      .on('auditEvents')
      .columns(['environmentId', 'userId', 'createdAt', 'id'])
      .execute()
  },
}
