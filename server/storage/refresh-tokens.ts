import type { RefreshToken } from '../model/session.ts'
import type { Database } from './database.ts'

export const findRefreshToken = (db: Database, hash: string): Promise<RefreshToken | undefined> =>
  db.selectFrom('refreshTokens').selectAll().where('hash', '=', hash).executeTakeFirst()

export const insertRefreshToken = async (db: Database, token: RefreshToken): Promise<void> => {
  await db.insertInto('refreshTokens').values(token).execute()
}

/** What a use leaves on the token. */
export interface RefreshTokenUse {
  readonly usedAt: number
  readonly successorSalt: string
}

/** Consumes the token of a session that nobody has used yet, whoever holds it. */
export const useRefreshTokenOfSession = (
  db: Database,
  sessionId: string,
  use: RefreshTokenUse,
): Promise<RefreshToken | undefined> =>
  db
    .updateTable('refreshTokens')
    .set({ usedAt: use.usedAt, successorSalt: use.successorSalt })
    .where('sessionId', '=', sessionId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', use.usedAt)
    .returningAll()
    .executeTakeFirst()

/** Consumes a token. Returns it to the one caller who wins, and to nobody after. */
export const useRefreshToken = (db: Database, hash: string, use: RefreshTokenUse): Promise<RefreshToken | undefined> =>
  db
    .updateTable('refreshTokens')
    .set({ usedAt: use.usedAt, successorSalt: use.successorSalt })
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', use.usedAt)
    .returningAll()
    .executeTakeFirst()

/** Has a token that nobody has used up live on, as if it were made now; undefined where there is none such. */
export const prolongRefreshToken = (
  db: Database,
  hash: string,
  { now, expiresAt }: { readonly now: number; readonly expiresAt: number },
): Promise<RefreshToken | undefined> =>
  db
    .updateTable('refreshTokens')
    .set({ createdAt: now, expiresAt })
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returningAll()
    .executeTakeFirst()

/** When the newest token of each of these sessions was made. */
export const listLastUses = async (
  db: Database,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (sessionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('refreshTokens')
    .select(({ fn }) => ['sessionId', fn.max('createdAt').as('lastUsedAt')])
    .where('sessionId', 'in', sessionIds)
    .groupBy('sessionId')
    .execute()
  return new Map(rows.map(({ sessionId, lastUsedAt }) => [sessionId, Number(lastUsedAt)]))
}

/** Drops some of those of sessions. Answers how many. */
export const deleteTokensOfSessions = async (
  db: Database,
  sessionIds: readonly string[],
  limit: number,
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('refreshTokens')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('refreshTokens').select('hash').where('sessionId', 'in', sessionIds).limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
