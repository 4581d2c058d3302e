// Sessions end here, and whoever has to hear of it is queued in the same transaction.
import type { ExpressionBuilder } from 'kysely'
import type { User } from '../model/user.ts'
import { type Database, transaction } from './database.ts'
import { insertLogoutNotices } from './logout-notices.ts'
import { type Ended, listToTell, whoIsTold } from './logouts-to-tell.ts'
import { environmentsOfTenant } from './of-tenant.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/** True for the one caller who ended it. */
export const endSession = (db: Database, id: string, now: number, reason: string): Promise<boolean> =>
  telling(db, { now, reason }, (within) => end(within, id, now, reason)).then((ended) => ended > 0)

const end = prepared((db, id: string, endedAt: number, endReason: string) =>
  db
    .updateTable('sessions')
    .set({ endedAt, endReason })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .returning(whoIsTold),
)

/** Keeps a session from ending meanwhile. False where it has ended already, and no other one of its browser took its place. */
export const lockUnlessEnded = async (db: Database, id: string): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set(({ ref }) => ({ endReason: ref('endReason') }))
    .where('id', '=', id)
    .where(({ or, eb }) => or([eb('endedAt', 'is', null), eb('endReason', '=', 'replaced')]))
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Ends sessions, and queues in the same transaction what clients are told of it. Answers how many ended. */
const telling = (
  db: Database,
  { now, reason, keptId }: { readonly now: number; readonly reason: string; readonly keptId?: string | undefined },
  end: (within: Database) => Promise<readonly Ended[]>,
): Promise<number> =>
  transaction(db, async (within) => {
    const ended = await end(within)
    await insertLogoutNotices(within, await listToTell(within, ended, { now, reason, keptId }), now)
    return ended.length
  })

/** All live ones but `exceptId`. Answers how many it ended. */
export const endSessionsOfUser = (
  db: Database,
  userId: string,
  now: number,
  reason: string,
  exceptId?: string,
): Promise<number> =>
  telling(db, { now, reason, keptId: exceptId }, async (within) => {
    const update = within
      .updateTable('sessions')
      .set({ endedAt: now, endReason: reason })
      .where('userId', '=', userId)
      .where('endedAt', 'is', null)
      .where('expiresAt', '>', now)
    return (exceptId ? update.where('id', '!=', exceptId) : update).returning(whoIsTold).execute()
  })

/** All live ones that the person has through one client. */
export const endSessionsOfUserAtClient = async (
  db: Database,
  userId: string,
  clientId: string,
  now: number,
  reason: string,
): Promise<void> => {
  await telling(db, { now, reason }, async (within) =>
    within
      .updateTable('sessions')
      .set({ endedAt: now, endReason: reason })
      .where('userId', '=', userId)
      .where('clientId', '=', clientId)
      .where('endedAt', 'is', null)
      .returning(whoIsTold)
      .execute(),
  )
}

/** All live ones that anybody has through a client. It is told of none: what it is not to have, it need not sign out. */
export const endSessionsOfClient = async (
  db: Database,
  clientId: string,
  now: number,
  reason: string,
): Promise<void> => {
  await db
    .updateTable('sessions')
    .set({ endedAt: now, endReason: reason })
    .where('clientId', '=', clientId)
    .where('endedAt', 'is', null)
    .execute()
}

/** Up to `most` live ones, of a tenant's people and administrators or, where it is null, of everybody. Answers how many it ended. */
export const endSomeSessions = (
  db: Database,
  tenantId: string | null,
  now: number,
  reason: string,
  most: number,
): Promise<number> =>
  telling(db, { now, reason }, async (within) =>
    within
      .updateTable('sessions')
      .set({ endedAt: now, endReason: reason })
      .where('id', 'in', ({ selectFrom }) => {
        const live = selectFrom('sessions')
          .select('sessions.id')
          .where('endedAt', 'is', null)
          // All of them are; so an index finds them that holds the live ones alone.
          .where('environmentId', '>', '')
        const meant =
          tenantId === null
            ? live
            : live.where(({ or, eb }) =>
                or([
                  eb('environmentId', 'in', environmentsOfTenant(within, tenantId)),
                  eb(
                    'userId',
                    'in',
                    within.selectFrom('administrators').select('userId').where('tenantId', '=', tenantId),
                  ),
                ]),
              )
        return meant.where('expiresAt', '>', now).limit(most)
      })
      .where('endedAt', 'is', null)
      .returning(whoIsTold)
      .execute(),
  )

/** Of users of the environment, with their refresh tokens, as if they had never been; their clients are told. Answers how many. */
export const deleteSessionsOfUsers = (
  db: Database,
  environmentId: string,
  userIds: readonly string[],
  now: number,
): Promise<number> =>
  transaction(db, async (within) => {
    const deleted = await within
      .deleteFrom('sessions')
      .where('userId', 'in', userIds)
      .where('environmentId', '=', environmentId)
      .returning(whoIsTold)
      .returning('endedAt')
      .execute()
    const live = new Set(deleted.flatMap(({ id, endedAt }) => (endedAt === null ? id : [])))
    const isTold = ({ id, browserSessionId }: Ended) => live.has(id) || live.has(browserSessionId ?? '')
    await insertLogoutNotices(within, deleted.filter(isTold), now)
    return deleted.length
  })

/** Keeps the newest live ones, `kept` of them, and ends the others. */
export const endOldestSessions = async (
  db: Database,
  { id, environmentId }: Pick<User, 'id' | 'environmentId'>,
  now: number,
  kept: number,
): Promise<void> => {
  await telling(db, { now, reason: 'too_many' }, (within) => endOldest(within, environmentId, id, now, kept))
}

const endOldest = prepared((db, environmentId: string, userId: string, now: number, kept: number) =>
  db
    .updateTable('sessions')
    .set({ endedAt: now, endReason: 'too_many' })
    .where('environmentId', '=', environmentId)
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('sessions')
        .select('id')
        .where('environmentId', '=', environmentId)
        .where('userId', '=', userId)
        .where('endedAt', 'is', null)
        .where('expiresAt', '>', now)
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        // SQLite knows no OFFSET without a LIMIT.
        .limit(1_000_000)
        .offset(kept),
    )
    .returning(whoIsTold),
)

/** Some that ended or ran out before. Two questions, each in the order of an index: of both at once SQLite looks at every session. */
export const listEndedSessionIds = async (db: Database, before: number, limit: number): Promise<string[]> => {
  const sessions = db.selectFrom('sessions').select('id').limit(limit)
  const ended = await sessions.where('endedAt', '<', before).orderBy('endedAt').execute()
  const expired =
    ended.length < limit ? await sessions.where('expiresAt', '<', before).orderBy('expiresAt').execute() : []
  return [...new Set([...ended, ...expired].map(({ id }) => id))].slice(0, limit)
}

const isOver =
  (before: number) =>
  ({ or, eb }: ExpressionBuilder<Schema, 'sessions'>) =>
    or([eb('endedAt', '<', before), eb('expiresAt', '<', before)])

/** Drops those of these that ended or ran out before, with their refresh tokens. Answers how many. */
export const deleteEndedSessions = async (db: Database, before: number, ids: readonly string[]): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('id', 'in', ids)
    .where(isOver(before))
    .executeTakeFirst()
  return Number(numDeletedRows)
}
