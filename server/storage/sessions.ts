import { type ExpressionBuilder, sql } from 'kysely'
import type { Environment } from '../model/environment.ts'
import type { Membership } from '../model/organization.ts'
import type { Session } from '../model/session.ts'
import type { User } from '../model/user.ts'
import { findCachedClient } from './clients.ts'
import { membershipColumns, sessionColumns, userColumns } from './columns.ts'
import { countSessionsPastHour } from './counts.ts'
import { type Database, transaction } from './database.ts'
import { findCachedEnvironment } from './environments.ts'
import { insertLogoutNotices } from './logout-notices.ts'
import { type Ended, listToTell, whoIsTold } from './logouts-to-tell.ts'
import { findMembership, toMembership } from './memberships.ts'
import { type Page, listNewest } from './newest.ts'
import { environmentsOfTenant } from './of-tenant.ts'
import { prepared } from './prepared.ts'
import { prefixed, readerOf } from './rows.ts'
import type { MembershipsTable, Schema, SessionsTable, UsersTable } from './schema.ts'
import { findEmails, toUser } from './users.ts'

/** A session with all that a request of it needs to know. */
export interface LiveSession {
  readonly session: Session
  readonly user: User
  readonly environment: Environment
  /** In the session's organization; null where there is none, or none any more that its user has joined. */
  readonly membership: Membership | null
  /** The session's own confinement, or the organization that owns its client. Null: it acts wherever its user may. */
  readonly confinedTo: string | null
  /** When its last refresh was answered, ms; null where nothing of that answer can be lost any more. */
  readonly unseenAnswerAt: number | null
}

const sessionsWithUsers = (db: Database, id: string, now: number) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join.onRef('users.id', '=', 'sessions.userId').onRef('users.environmentId', '=', 'sessions.environmentId'),
    )
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.organizationId', '=', 'sessions.organizationId')
        .onRef('memberships.userId', '=', 'sessions.userId')
        // Who left and was put there again has not chosen it again.
        .on('memberships.joinedAt', 'is not', null),
    )
    .leftJoin('refreshAnswers', 'refreshAnswers.sessionId', 'sessions.id')
    .select('refreshAnswers.answeredAt as unseenAnswerAt')
    .select(prefixed('sessions', 'session', sessionColumns))
    .select(prefixed('users', 'user', userColumns))
    .select(prefixed('memberships', 'membership', membershipColumns))
    .where('sessions.id', '=', id)
    .where('sessions.endedAt', 'is', null)
    .where('sessions.expiresAt', '>', now)
    .where('users.status', '=', 'active')

const sessionWithUser = prepared(sessionsWithUsers)
const sessionWithUserOf = prepared((db, environmentId: string, id: string, now: number) =>
  sessionsWithUsers(db, id, now).where('sessions.environmentId', '=', environmentId),
)

const readSession = readerOf<SessionsTable>('session', sessionColumns)
const readUser = readerOf<UsersTable>('user', userColumns)
const readMembership = readerOf<MembershipsTable>('membership', membershipColumns)

/**
 * Neither ended nor past its end, and nothing that it hangs on is switched off: its user, its client, its environment, the
 * application and the tenant. What is switched on again has its sessions back. The session and its user are read each time, from
 * four rows by their keys; environments and clients may be those of a second ago. Whoever knows its environment says it.
 */
export const findLiveSession = async (
  db: Database,
  id: string,
  now: number,
  environmentId?: string,
): Promise<LiveSession | undefined> => {
  const [row] = await (environmentId === undefined
    ? sessionWithUser(db, id, now)
    : sessionWithUserOf(db, environmentId, id, now))
  if (!row) return undefined
  const session = readSession(row)
  const membership = row.membershipId === null ? null : toMembership(readMembership(row))
  const environment = await findCachedEnvironment(db, session.environmentId)
  if (!environment?.isActive) return undefined
  const owner = session.clientId === null ? null : await ownerOfClient(db, session.clientId)
  if (owner === undefined) return undefined
  // A client that belongs to an organization serves its members, and nobody who was one or was put there again.
  if (owner !== null && membership?.organizationId !== owner && !(await hasJoined(db, owner, session.userId))) {
    return undefined
  }
  const { unseenAnswerAt } = row
  const confinedTo = session.confinedTo ?? owner
  return { session, user: toUser(readUser(row)), environment, membership, confinedTo, unseenAnswerAt }
}

/** The organization that an active client belongs to; null for the environment's own. Undefined where it is off or gone. */
const ownerOfClient = async (db: Database, id: string): Promise<string | null | undefined> => {
  const client = await findCachedClient(db, id)
  return client?.isActive ? client.organizationId : undefined
}

const hasJoined = async (db: Database, organizationId: string, userId: string): Promise<boolean> =>
  ((await findMembership(db, organizationId, userId))?.joinedAt ?? null) !== null

/** Neither ended nor past its end, whatever is switched off: for who ends it. */
export const findSession = (db: Database, id: string, now: number): Promise<Session | undefined> =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()

/** Left unused for too long: its refresh token is past its end, and nothing can bring it back. */
const isAbandoned = (now: number) => (eb: ExpressionBuilder<Schema, 'sessions'>) =>
  eb.exists(
    eb
      .selectFrom('refreshTokens')
      .select('refreshTokens.hash')
      .whereRef('refreshTokens.sessionId', '=', 'sessions.id')
      .where('refreshTokens.usedAt', 'is', null)
      .where('refreshTokens.expiresAt', '<=', now),
  )

/** The live ones, newest first; the newest thousand of them. */
export const listSessionsOfUser = (db: Database, userId: string, now: number): Promise<Session[]> =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where((eb) => eb.not(isAbandoned(now)(eb)))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1000)
    .execute()

/** What the devices of their sessions, ended ones too, have called themselves. */
export const listUserAgents = async (db: Database, userId: string): Promise<(string | null)[]> => {
  const rows = await db
    .selectFrom('sessions')
    .select('userAgent')
    .distinct()
    .where('userId', '=', userId)
    .limit(1000)
    .execute()
  return rows.map(({ userAgent }) => userAgent)
}

/** Live ones that apps got from a browser's session at our pages. */
export const listSessionsOfBrowser = (db: Database, browserSessionId: string): Promise<Session[]> =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('browserSessionId', '=', browserSessionId)
    .where('endedAt', 'is', null)
    .execute()

/** A session, and the address of whose it is. */
export interface OwnedSession {
  readonly session: Session
  readonly email: string
}

const liveSessions = (db: Database, now: number) =>
  db
    .selectFrom('sessions')
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where((eb) => eb.not(isAbandoned(now)(eb)))

/** Of one user who is in one of these environments. As an expression, for no index of environments is to be read for a few rows. */
const liveSessionsOfUser = (db: Database, environmentIds: readonly string[], now: number, userId: string) =>
  liveSessions(db, now)
    .where('userId', '=', userId)
    .where(sql<string>`${sql.ref('environmentId')} || ''`, 'in', environmentIds)

/** Of all users of these environments, or of one of them, newest first. */
export const listLiveSessions = async (
  db: Database,
  environmentIds: readonly string[],
  now: number,
  { userId, ...page }: Page & { readonly userId?: string | undefined },
): Promise<OwnedSession[]> => {
  const sessionsOf = (environmentId: string) =>
    userId === undefined
      ? liveSessions(db, now).selectAll().where('environmentId', '=', environmentId)
      : liveSessionsOfUser(db, [environmentId], now, userId).selectAll()
  const sessions = await listNewest(db, environmentIds, sessionsOf, page)
  const emails = await findEmails(
    db,
    sessions.map((session) => session.userId),
  )
  return sessions.map((session) => ({ session, email: emails.get(session.userId) ?? '' }))
}

const countRows = async (db: Database, sessions: ReturnType<typeof liveSessions>, most: number): Promise<number> => {
  const newest = sessions.select('id').orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(most)
  const { total } = await db
    .selectFrom(newest.as('counted'))
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** So many of an environment are looked at one by one. */
const mostLooked = 1000

/** Where an environment has more than `mostLooked`, those that were left unused for too long count until they end. */
export const countLiveSessions = async (
  db: Database,
  environmentIds: readonly string[],
  now: number,
  userId?: string,
): Promise<number> => {
  if (userId !== undefined) return countRows(db, liveSessionsOfUser(db, environmentIds, now, userId), 1_000_000)
  let all = 0
  for (const environmentId of environmentIds) {
    const sessions = liveSessions(db, now).where('environmentId', '=', environmentId)
    const looked = await countRows(db, sessions, mostLooked + 1)
    all += looked > mostLooked ? await countManySessions(db, environmentId, now) : looked
  }
  return all
}

/** A sum, and what ends in this hour. */
const countManySessions = async (db: Database, environmentId: string, now: number): Promise<number> => {
  const { count, hourEnds } = await countSessionsPastHour(db, [environmentId], now)
  const { ending } = await db
    .selectFrom('sessions')
    .select(({ fn }) => fn.countAll<number>().as('ending'))
    .where('environmentId', '=', environmentId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('expiresAt', '<', hourEnds)
    .executeTakeFirstOrThrow()
  return count + Number(ending)
}

/** Whether the person has a session from there that is still good: live, and not left unused for too long. */
export const hasSessionFrom = async (
  db: Database,
  { id, environmentId }: Pick<User, 'id' | 'environmentId'>,
  ip: string,
  now: number,
): Promise<boolean> => {
  const session = await db
    .selectFrom('sessions')
    .innerJoin('refreshTokens', 'refreshTokens.sessionId', 'sessions.id')
    .select('sessions.id')
    .where('sessions.environmentId', '=', environmentId)
    .where('sessions.userId', '=', id)
    .where('sessions.ip', '=', ip)
    .where('sessions.endedAt', 'is', null)
    .where('sessions.expiresAt', '>', now)
    .where('refreshTokens.usedAt', 'is', null)
    .where('refreshTokens.expiresAt', '>', now)
    .limit(1)
    .executeTakeFirst()
  return session !== undefined
}

export const insertSession = async (db: Database, session: Session): Promise<void> => {
  await db.insertInto('sessions').values(session).execute()
}

/** The session speaks for that organization, or for none, from now on. Nothing where it has ended. */
export const updateSessionOrganization = (
  db: Database,
  id: string,
  organizationId: string | null,
): Promise<Session | undefined> =>
  db
    .updateTable('sessions')
    .set({ organizationId })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .returningAll()
    .executeTakeFirst()

/** A second factor was shown in it, too. */
export const noteSecondFactor = async (db: Database, id: string): Promise<void> => {
  await db.updateTable('sessions').set({ authenticatedBy: 'second_factor' }).where('id', '=', id).execute()
}

/** Its person has proved once more who they are. Nothing where it has ended. */
export const proveSession = async (db: Database, id: string, provenAt: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ provenAt })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Binds its tokens to a key. True where it had none, or this one. */
export const bindSession = async (db: Database, id: string, keyThumbprint: string): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ keyThumbprint })
    .where('id', '=', id)
    .where(({ or, eb }) => or([eb('keyThumbprint', 'is', null), eb('keyThumbprint', '=', keyThumbprint)]))
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** True for the one caller who ended it. */
export const endSession = (db: Database, id: string, now: number, reason: string): Promise<boolean> =>
  telling(db, { now, reason }, async (within) =>
    within
      .updateTable('sessions')
      .set({ endedAt: now, endReason: reason })
      .where('id', '=', id)
      .where('endedAt', 'is', null)
      .returning(whoIsTold)
      .execute(),
  ).then((ended) => ended > 0)

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
        const live = selectFrom('sessions').select('sessions.id').where('endedAt', 'is', null)
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
  await telling(db, { now, reason: 'too_many' }, async (within) =>
    within
      .updateTable('sessions')
      .set({ endedAt: now, endReason: 'too_many' })
      .where('environmentId', '=', environmentId)
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('sessions')
          .select('id')
          .where('environmentId', '=', environmentId)
          .where('userId', '=', id)
          .where('endedAt', 'is', null)
          .where('expiresAt', '>', now)
          .orderBy('createdAt', 'desc')
          .orderBy('id', 'desc')
          // SQLite knows no OFFSET without a LIMIT.
          .limit(1_000_000)
          .offset(kept),
      )
      .returning(whoIsTold)
      .execute(),
  )
}

/** Some that ended or ran out before. Two questions, each in the order of an index: of both at once SQLite looks at every session. */
export const listEndedSessionIds = async (db: Database, before: number, limit: number): Promise<string[]> => {
  const sessions = db.selectFrom('sessions').select('id').limit(limit)
  const ended = await sessions.where('endedAt', '<', before).execute()
  const expired = ended.length < limit ? await sessions.where('expiresAt', '<', before).execute() : []
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
