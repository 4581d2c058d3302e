// One-time tokens that are good no more.
import type { Database } from './database.ts'
import { environmentsOfTenant } from './of-tenant.ts'
import { prepared } from './prepared.ts'

const retiring = (db: Database, now: number) =>
  db.updateTable('oneTimeTokens').set({ usedAt: now }).where('usedAt', 'is', null)

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
  return (await retireOfAddress(db, environmentId, email, purposes, now)).length
}

const retireOfAddress = prepared((db, environmentId: string, email: string, purposes: readonly string[], now: number) =>
  retiring(db, now)
    .where('environmentId', '=', environmentId)
    .where('email', '=', email)
    .where('purpose', 'in', purposes)
    .returning('id'),
)

/** Makes the live tokens of a person unusable, whatever address they went to: all, or of these purposes. Answers how many. */
export const retireTokensOfUser = async (
  db: Database,
  userId: string,
  now: number,
  purposes?: readonly string[],
): Promise<number> => {
  return (await (purposes ? retireSomeOfUser(db, userId, now, purposes) : retireAllOfUser(db, userId, now))).length
}

const retireAllOfUser = prepared((db, userId: string, now: number) =>
  retiring(db, now).where('userId', '=', userId).returning('id'),
)

const retireSomeOfUser = prepared((db, userId: string, now: number, purposes: readonly string[]) =>
  retiring(db, now).where('userId', '=', userId).where('purpose', 'in', purposes).returning('id'),
)

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
  return (await retireOfRequest(db, requestId, now)).length
}

const retireOfRequest = prepared((db, requestId: string, now: number) =>
  retiring(db, now).where('requestId', '=', requestId).returning('id'),
)

/** Drops those of a person that are of these purposes. */
export const deleteTokensOfUser = async (db: Database, userId: string, purposes: readonly string[]): Promise<void> => {
  await deleteOfUser(db, userId, purposes)
}

const deleteOfUser = prepared((db, userId: string, purposes: readonly string[]) =>
  db.deleteFrom('oneTimeTokens').where('userId', '=', userId).where('purpose', 'in', purposes),
)

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
      selectFrom('oneTimeTokens').select('id').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
