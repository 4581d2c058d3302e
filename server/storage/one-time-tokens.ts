import type { ExpressionBuilder } from 'kysely'
import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'
import { environmentsOfTenant } from './of-tenant.ts'
import { fromJson, toJson } from './rows.ts'
import type { Schema, OneTimeTokensTable } from './schema.ts'

/** A link or a code sent to an address. Live until used, retired or past its end. */
export interface OneTimeToken {
  readonly id: string
  readonly environmentId: string
  readonly userId: string | null
  /** What it may be used for, and nothing else. */
  readonly purpose: string
  /** Where it was asked for, and may be used. */
  readonly surface: string | null
  readonly email: string
  /** Those of one request share it and are retired together. */
  readonly requestId: string
  /** Of a secret that no other address could have: a bare six-digit code is not enough. */
  readonly hash: string
  readonly attempts: number
  readonly data: JsonObject | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number | null
}

const toOneTimeToken = (row: OneTimeTokensTable): OneTimeToken => ({ ...row, data: fromJson(row.data) })

/** A secret that is shown, and what for. */
export interface ShownToken {
  readonly purpose: string
  readonly hash: string
  /** Where it is shown; null where those of every surface count. */
  readonly surface: string | null
}

/** Live, for this purpose and surface, and the one that was shown. */
const isShown =
  ({ purpose, hash, surface }: ShownToken, now: number) =>
  ({ eb, and }: ExpressionBuilder<Schema, 'oneTimeTokens'>) =>
    and([
      eb('hash', '=', hash),
      eb('purpose', '=', purpose),
      eb('usedAt', 'is', null),
      eb('expiresAt', '>', now),
      ...(surface === null ? [] : [eb('surface', '=', surface)]),
    ])

const retiring = (db: Database, now: number) =>
  db.updateTable('oneTimeTokens').set({ usedAt: now }).where('usedAt', 'is', null)

export const insertToken = async (db: Database, token: OneTimeToken): Promise<void> => {
  await db
    .insertInto('oneTimeTokens')
    .values({ ...token, data: toJson(token.data) })
    .execute()
}

/** A live token, as it is; nothing is taken from it. */
export const findToken = async (db: Database, shown: ShownToken, now: number): Promise<OneTimeToken | undefined> => {
  const row = await db.selectFrom('oneTimeTokens').selectAll().where(isShown(shown, now)).executeTakeFirst()
  return row && toOneTimeToken(row)
}

/** The client that asked for the mail with a token, whether it still counts or not; undefined where none did. */
export const findClientIdOfToken = async (db: Database, hash: string): Promise<string | undefined> => {
  const row = await db.selectFrom('oneTimeTokens').select('data').where('hash', '=', hash).executeTakeFirst()
  const { clientId } = (row && fromJson<{ clientId?: string | null }>(row.data)) ?? {}
  return clientId ?? undefined
}

/** Whose link it was, also of one that is not good any more. */
export const findEnvironmentOfToken = async (
  db: Database,
  { purpose, hash }: Pick<ShownToken, 'purpose' | 'hash'>,
): Promise<string | undefined> =>
  (
    await db
      .selectFrom('oneTimeTokens')
      .select('environmentId')
      .where('hash', '=', hash)
      .where('purpose', '=', purpose)
      .executeTakeFirst()
  )?.environmentId

/** Consumes a token. Returns it to the one caller who wins, and to nobody after. */
export const useToken = async (db: Database, shown: ShownToken, now: number): Promise<OneTimeToken | undefined> => {
  const row = await db
    .updateTable('oneTimeTokens')
    .set({ usedAt: now })
    .where(isShown(shown, now))
    .returningAll()
    .executeTakeFirst()
  return row && toOneTimeToken(row)
}

/** The newest live token of an address. */
export const findNewestToken = async (
  db: Database,
  {
    environmentId,
    purpose,
    surface,
    email,
    now,
  }: {
    readonly environmentId: string
    readonly purpose: string
    readonly surface: string
    readonly email: string
    readonly now: number
  },
): Promise<OneTimeToken | undefined> => {
  const row = await db
    .selectFrom('oneTimeTokens')
    .selectAll()
    .where('environmentId', '=', environmentId)
    .where('email', '=', email)
    .where('purpose', '=', purpose)
    .where('surface', '=', surface)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toOneTimeToken(row)
}

/**
 * Takes one of `max` attempts at a token, and returns it; nothing where it was used meanwhile or all attempts are spent.
 * Callers at the same time never get more than `max` between them.
 */
export const spendAttempt = async (db: Database, id: string, max: number): Promise<OneTimeToken | undefined> => {
  const row = await db
    .updateTable('oneTimeTokens')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('attempts', '<', max)
    .returningAll()
    .executeTakeFirst()
  return row && toOneTimeToken(row)
}

/** Gives back an attempt that was right. */
export const giveAttemptBack = async (db: Database, id: string): Promise<void> => {
  await db
    .updateTable('oneTimeTokens')
    .set(({ eb }) => ({ attempts: eb('attempts', '-', 1) }))
    .where('id', '=', id)
    .where('attempts', '>', 0)
    .execute()
}

/** As `spendAttempt`, for a live token that its bearer shows whole. */
export const spendAttemptOfToken = async (
  db: Database,
  {
    environmentId,
    now,
    max,
    ...shown
  }: ShownToken & {
    readonly environmentId: string
    readonly now: number
    readonly max: number
  },
): Promise<OneTimeToken | undefined> => {
  const row = await db
    .updateTable('oneTimeTokens')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
    .where(isShown(shown, now))
    .where('environmentId', '=', environmentId)
    .where('attempts', '<', max)
    .returningAll()
    .executeTakeFirst()
  return row && toOneTimeToken(row)
}

/** Makes the live tokens of an address unusable, of these purposes. Answers how many. */
export const retireTokens = async (
  db: Database,
  {
    environmentId,
    email,
    purposes,
    now,
  }: {
    readonly environmentId: string
    readonly email: string
    readonly purposes: readonly string[]
    readonly now: number
  },
): Promise<number> => {
  const { numUpdatedRows } = await retiring(db, now)
    .where('environmentId', '=', environmentId)
    .where('email', '=', email)
    .where('purpose', 'in', purposes)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Makes the live tokens of a person unusable, whatever address they went to: all, or of these purposes. Answers how many. */
export const retireTokensOfUser = async (
  db: Database,
  userId: string,
  now: number,
  purposes?: readonly string[],
): Promise<number> => {
  const all = retiring(db, now).where('userId', '=', userId)
  const { numUpdatedRows } = await (purposes ? all.where('purpose', 'in', purposes) : all).executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Live ones of a person, of one purpose, the newest first; a thousand at most. */
export const listTokensOfUser = async (
  db: Database,
  userId: string,
  purpose: string,
  now: number,
): Promise<OneTimeToken[]> => {
  const rows = await db
    .selectFrom('oneTimeTokens')
    .selectAll()
    .where('userId', '=', userId)
    .where('purpose', '=', purpose)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1000)
    .execute()
  return rows.map(toOneTimeToken)
}

/** Makes one of them unusable. True for the one caller who wins. */
export const retireTokenOfUser = async (
  db: Database,
  { id, userId, purpose }: { readonly id: string; readonly userId: string; readonly purpose: string },
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await retiring(db, now)
    .where('id', '=', id)
    .where('userId', '=', userId)
    .where('purpose', '=', purpose)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** The same, but for what went to that address before; and of the `lasting` purposes those alone that are newer than `than`. */
export const retireTokensOfUserSince = async (
  db: Database,
  {
    userId,
    email,
    since,
    lasting,
    now,
  }: {
    userId: string
    email: string
    since: number
    lasting: { purposes: readonly string[]; than: number }
    now: number
  },
): Promise<void> => {
  await retiring(db, now)
    .where('userId', '=', userId)
    .where(({ and, or, eb }) =>
      or([
        and([eb('purpose', 'in', lasting.purposes), eb('createdAt', '>', lasting.than)]),
        and([eb('purpose', 'not in', lasting.purposes), or([eb('email', '!=', email), eb('createdAt', '>=', since)])]),
      ]),
    )
    .execute()
}

/** Makes what is left of one request unusable. Answers how many. */
export const retireTokensOfRequest = async (db: Database, requestId: string, now: number): Promise<number> => {
  const { numUpdatedRows } = await retiring(db, now).where('requestId', '=', requestId).executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Drops those of a person that are of these purposes. */
export const deleteTokensOfUser = async (db: Database, userId: string, purposes: readonly string[]): Promise<void> => {
  await db.deleteFrom('oneTimeTokens').where('userId', '=', userId).where('purpose', 'in', purposes).execute()
}

/** So few that no statement runs into its time limit. */
const atOnce = 1000

/** The same of a tenant's people and administrators or, where it is null, of everybody. */
export const deleteAllTokens = async (
  db: Database,
  tenantId: string | null,
  purposes: readonly string[],
): Promise<void> => {
  const some = db.deleteFrom('oneTimeTokens').where('id', 'in', ({ selectFrom }) => {
    const tokens = selectFrom('oneTimeTokens').select('oneTimeTokens.id').where('purpose', 'in', purposes)
    const meant =
      tenantId === null
        ? tokens
        : tokens.where(({ or, eb }) =>
            or([
              eb('environmentId', 'in', environmentsOfTenant(db, tenantId)),
              eb('userId', 'in', db.selectFrom('administrators').select('userId').where('tenantId', '=', tenantId)),
            ]),
          )
    return meant.limit(atOnce)
  })
  for (;;) {
    const { numDeletedRows } = await some.executeTakeFirst()
    if (numDeletedRows < atOnce) return
  }
}

/** Drops tokens whose end lies before. Answers how many. */
export const deleteExpiredTokens = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('oneTimeTokens')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('oneTimeTokens').select('id').where('expiresAt', '<', before).limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
