import type { RefreshToken } from '../model/session.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

const byHash = prepared((db, hash: string) => db.selectFrom('refreshTokens').selectAll().where('hash', '=', hash))

export const findRefreshToken = async (db: Database, hash: string): Promise<RefreshToken | undefined> =>
  (await byHash(db, hash))[0]

const insert = prepared(
  (
    db,
    hash: string,
    sessionId: string,
    createdAt: number,
    expiresAt: number,
    usedAt: number | null,
    successorSalt: string | null,
    keyThumbprint: string | null,
  ) =>
    db
      .insertInto('refreshTokens')
      .values({ hash, sessionId, createdAt, expiresAt, usedAt, successorSalt, keyThumbprint }),
)

export const insertRefreshToken = async (db: Database, token: RefreshToken): Promise<void> => {
  const { hash, sessionId, createdAt, expiresAt, usedAt, successorSalt, keyThumbprint } = token
  await insert(db, hash, sessionId, createdAt, expiresAt, usedAt, successorSalt, keyThumbprint)
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

const use = prepared((db, hash: string, usedAt: number, successorSalt: string) =>
  db
    .updateTable('refreshTokens')
    .set({ usedAt, successorSalt })
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', usedAt)
    .returningAll(),
)

/** Consumes a token. Returns it to the one caller who wins, and to nobody after. */
export const useRefreshToken = async (
  db: Database,
  hash: string,
  { usedAt, successorSalt }: RefreshTokenUse,
): Promise<RefreshToken | undefined> => (await use(db, hash, usedAt, successorSalt))[0]

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

/** Drops some of those that were used before. Answers how many. */
export const deleteUsedTokens = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('refreshTokens')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('refreshTokens').select('hash').where('usedAt', '<', before).orderBy('usedAt').limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
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
