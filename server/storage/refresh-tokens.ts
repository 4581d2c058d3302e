import type { RefreshToken } from '../model/session.ts'
import type { Database } from './database.ts'

export const findRefreshToken = (db: Database, hash: string): Promise<RefreshToken | undefined> =>
  db.selectFrom('refreshTokens').selectAll().where('hash', '=', hash).executeTakeFirst()

export const insertRefreshToken = async (db: Database, token: RefreshToken): Promise<void> => {
  await db.insertInto('refreshTokens').values(token).execute()
}

/** Consumes the token of a session that nobody has used yet, whoever holds it. */
export const useRefreshTokenOfSession = (
  db: Database,
  sessionId: string,
  now: number,
): Promise<RefreshToken | undefined> =>
  db
    .updateTable('refreshTokens')
    .set({ usedAt: now })
    .where('sessionId', '=', sessionId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returningAll()
    .executeTakeFirst()

/** Consumes a token. Returns it to the one caller who wins, and to nobody after. */
export const useRefreshToken = (db: Database, hash: string, now: number): Promise<RefreshToken | undefined> =>
  db
    .updateTable('refreshTokens')
    .set({ usedAt: now })
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returningAll()
    .executeTakeFirst()
