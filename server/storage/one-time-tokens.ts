import type { ExpressionBuilder } from 'kysely'
import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
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
  ({ purpose, hash, surface }: PreparedToken, now: number) =>
  ({ eb, and }: ExpressionBuilder<Schema, 'oneTimeTokens'>) =>
    and([
      eb('hash', '=', hash),
      eb('purpose', '=', purpose),
      eb('usedAt', 'is', null),
      eb('expiresAt', '>', now),
      ...(surface === undefined ? [] : [eb('surface', '=', surface)]),
    ])

/** Prepared queries bind no null to compare with. */
type PreparedToken = Omit<ShownToken, 'surface'> & { readonly surface?: string }

const toPrepared = ({ purpose, hash, surface }: ShownToken): PreparedToken => ({
  purpose,
  hash,
  ...(surface !== null && { surface }),
})

export const insertToken = async (db: Database, token: OneTimeToken): Promise<void> => {
  await insert(db, { ...token, data: toJson(token.data) })
}

const insert = prepared((db, row: OneTimeTokensTable) => db.insertInto('oneTimeTokens').values(row))

/** A live token, as it is; nothing is taken from it. */
export const findToken = async (db: Database, shown: ShownToken, now: number): Promise<OneTimeToken | undefined> => {
  const [row] = await live(db, toPrepared(shown), now)
  return row && toOneTimeToken(row)
}

const live = prepared((db, shown: PreparedToken, now: number) =>
  db.selectFrom('oneTimeTokens').selectAll().where(isShown(shown, now)),
)

/** The client that asked for the mail with a token, whether it still counts or not; undefined where none did. */
export const findClientIdOfToken = async (db: Database, hash: string): Promise<string | undefined> => {
  const [row] = await dataOf(db, hash)
  const { clientId } = (row && fromJson<{ clientId?: string | null }>(row.data)) ?? {}
  return clientId ?? undefined
}

const dataOf = prepared((db, hash: string) => db.selectFrom('oneTimeTokens').select('data').where('hash', '=', hash))

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
  const [row] = await use(db, toPrepared(shown), now)
  return row && toOneTimeToken(row)
}

const use = prepared((db, shown: PreparedToken, now: number) =>
  db.updateTable('oneTimeTokens').set({ usedAt: now }).where(isShown(shown, now)).returningAll(),
)

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
  const [row] = await newest(db, { environmentId, purpose, surface, email }, now)
  return row && toOneTimeToken(row)
}

type Sent = Pick<OneTimeToken, 'environmentId' | 'purpose' | 'email'> & { readonly surface: string }

const newest = prepared((db, { environmentId, purpose, surface, email }: Sent, now: number) =>
  db
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
    .limit(1),
)

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
  const [row] = await spend(db, toPrepared(shown), environmentId, now, max)
  return row && toOneTimeToken(row)
}

const spend = prepared((db, shown: PreparedToken, environmentId: string, now: number, max: number) =>
  db
    .updateTable('oneTimeTokens')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
    .where(isShown(shown, now))
    .where('environmentId', '=', environmentId)
    .where('attempts', '<', max)
    .returningAll(),
)

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
