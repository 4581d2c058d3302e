// Refresh tokens that were used, in the order of their use: the sweep finds the old ones without a look at all others.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const usedRefreshTokens: Migration = {
  name: '0371-used-refresh-tokens',
  expands: true,
  up: async (db) => {
    await sql
      .raw('create index refresh_tokens_by_use on refresh_tokens (used_at) where used_at is not null')
      .execute(db)
  },
}
