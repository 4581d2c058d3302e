import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

/** Keeps the name of a token that ended before its time, until that time. Twice is as good as once. */
export const insertRevokedToken = async (db: Database, jti: string, expiresAt: number): Promise<void> => {
  await db
    .insertInto('revokedTokens')
    .values({ jti, expiresAt })
    .onConflict((conflict) => conflict.column('jti').doNothing())
    .execute()
}

export const isRevokedToken = async (db: Database, jti: string): Promise<boolean> => (await byId(db, jti)).length > 0

const byId = prepared((db, jti: string) => db.selectFrom('revokedTokens').select('jti').where('jti', '=', jti))

/** Drops those that would have ended by now anyway. Answers how many. */
export const deleteExpiredRevokedTokens = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('revokedTokens')
    .where('jti', 'in', ({ selectFrom }) =>
      selectFrom('revokedTokens').select('jti').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
