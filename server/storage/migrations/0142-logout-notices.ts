// What clients are still to be told of: that somebody has signed out (OpenID Connect Back-Channel Logout 1.0).
import { key, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const logoutNotices: Migration = {
  name: '0142-logout-notices',
  up: async ({ schema }) => {
    await schema
      .createTable('logoutNotices')
      .addColumn('id', 'text', key)
      .addColumn('clientId', 'text', partOf('clients.id'))
      // No link: a user who is deleted was signed in all the same.
      .addColumn('userId', 'text', required)
      .addColumn('browserSessionId', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('nextAttemptAt', 'bigint', required)
      .addColumn('attempts', 'integer', required)
      .addColumn('leasedUntil', 'bigint')
      .execute()
    await schema.createIndex('logoutNoticesByClient').on('logoutNotices').column('clientId').execute()
    await schema.createIndex('logoutNoticesByAttempt').on('logoutNotices').column('nextAttemptAt').execute()
  },
}
