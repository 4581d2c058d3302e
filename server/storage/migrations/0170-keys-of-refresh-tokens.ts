// The key that each refresh token was issued for: one of before its session was bound, shown without the key, was copied.
import { type Kysely } from 'kysely'
import type { Migration } from './migration.ts'

interface Then {
  sessions: { id: string; keyThumbprint: string | null }
  refreshTokens: { sessionId: string; keyThumbprint: string | null }
}

export const keysOfRefreshTokens: Migration = {
  name: '0170-keys-of-refresh-tokens',
  up: async (untyped) => {
    const db = untyped as Kysely<Then>
    await db.schema.alterTable('refreshTokens').addColumn('keyThumbprint', 'text').execute()
    // Nobody knows what those of before were issued for: they stay as good and as bad as they were.
    await db
      .updateTable('refreshTokens')
      .set(({ selectFrom }) => ({
        keyThumbprint: selectFrom('sessions')
          .select('sessions.keyThumbprint')
          .whereRef('sessions.id', '=', 'refreshTokens.sessionId'),
      }))
      .execute()
  },
}
