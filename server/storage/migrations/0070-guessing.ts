// Failures in a row; and counters whose keys name nobody.
import type { Kysely } from 'kysely'
import { key, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const guessing: Migration = {
  name: '0070-guessing',
  up: async (db) => {
    await db.schema
      .createTable('failureStreaks')
      .addColumn('key', 'text', key)
      .addColumn('failures', 'integer', required)
      .addColumn('pauseMs', 'bigint', required)
      .addColumn('failedAt', 'bigint', required)
      .execute()
    await db.schema.createIndex('failureStreaksByTime').on('failureStreaks').column('failedAt').execute()
    await db.schema.createIndex('auditEventsByAction').on('auditEvents').columns(['action', 'createdAt']).execute()
    // The keys so far held addresses as they were typed.
    await (db as Kysely<{ rateLimits: object }>).deleteFrom('rateLimits').execute()
  },
}
