import type { Environment } from '../model/environment.ts'
import type { Membership } from '../model/organization.ts'
import type { Session } from '../model/session.ts'
import type { User } from '../model/user.ts'
import { findCachedClient } from './clients.ts'
import { membershipColumns, sessionColumns, userColumns } from './columns.ts'
import type { Database } from './database.ts'
import { findCachedEnvironment } from './environments.ts'
import { keptUntilChange } from './kept-rows.ts'
import { findMembership, toMembership } from './memberships.ts'
import { prepared } from './prepared.ts'
import { prefixed, readerOf } from './rows.ts'
import type { MembershipsTable, SessionsTable, UsersTable } from './schema.ts'
import { toUser } from './users.ts'

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

const sessionsWithUsers = (db: Database, id: string) =>
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
    .where('users.status', '=', 'active')

const sessionWithUser = prepared(sessionsWithUsers)

const sessionWithUserOf = prepared((db, id: string, environmentId: string) =>
  sessionsWithUsers(db, id).where('sessions.environmentId', '=', environmentId),
)

const readSession = readerOf<SessionsTable>('session', sessionColumns)

const readUser = readerOf<UsersTable>('user', userColumns)

const readMembership = readerOf<MembershipsTable>('membership', membershipColumns)

/** What a session is and whose, whatever it hangs on beside that. */
const findWithUser = keptUntilChange(
  async (
    db,
    id: string,
    environmentId: string | undefined,
  ): Promise<Pick<LiveSession, 'session' | 'user' | 'membership' | 'unseenAnswerAt'> | undefined> => {
    const [row] = await (environmentId === undefined
      ? sessionWithUser(db, id)
      : sessionWithUserOf(db, id, environmentId))
    if (!row) return undefined
    const membership = row.membershipId === null ? null : toMembership(readMembership(row))
    const { unseenAnswerAt } = row
    return { session: readSession(row), user: toUser(readUser(row)), membership, unseenAnswerAt }
  },
)

/**
 * Neither ended nor past its end, and nothing that it hangs on is switched off: its user, its client, its environment, the
 * application and the tenant. What is switched on again has its sessions back. The session and its user are those of now, from four
 * rows by their keys; environments and clients may be those of a second ago. Whoever knows its environment says it.
 */
export const findLiveSession = async (
  db: Database,
  id: string,
  now: number,
  environmentId?: string,
): Promise<LiveSession | undefined> => {
  const found = await findWithUser(db, id, environmentId)
  if (!found || found.session.expiresAt <= now) return undefined
  const { session, user, membership, unseenAnswerAt } = found
  const environment = await findCachedEnvironment(db, session.environmentId)
  if (!environment?.isActive) return undefined
  const owner = session.clientId === null ? null : await ownerOfClient(db, session.clientId)
  if (owner === undefined) return undefined
  // A client that belongs to an organization serves its members, and nobody who was one or was put there again.
  if (owner !== null && membership?.organizationId !== owner && !(await hasJoined(db, owner, session.userId))) {
    return undefined
  }
  const confinedTo = session.confinedTo ?? owner
  return { session, user, environment, membership, confinedTo, unseenAnswerAt }
}

/** The organization that an active client belongs to; null for the environment's own. Undefined where it is off or gone. */
const ownerOfClient = async (db: Database, id: string): Promise<string | null | undefined> => {
  const client = await findCachedClient(db, id)
  return client?.isActive ? client.organizationId : undefined
}

const hasJoined = async (db: Database, organizationId: string, userId: string): Promise<boolean> =>
  ((await findMembership(db, organizationId, userId))?.joinedAt ?? null) !== null

/** Neither ended nor past its end, whatever is switched off: for who ends it. */
export const findSession = async (db: Database, id: string, now: number): Promise<Session | undefined> =>
  (await liveSession(db, id, now))[0]

const liveSession = prepared((db, id: string, now: number) =>
  db.selectFrom('sessions').selectAll().where('id', '=', id).where('endedAt', 'is', null).where('expiresAt', '>', now),
)

/** Whether the person has a session from there that is still good: live, and not left unused for too long. */
export const hasSessionFrom = async (
  db: Database,
  { id, environmentId }: Pick<User, 'id' | 'environmentId'>,
  ip: string,
  now: number,
): Promise<boolean> => {
  return (await goodSessionFrom(db, environmentId, id, ip, now)).length > 0
}

const goodSessionFrom = prepared((db, environmentId: string, userId: string, ip: string, now: number) =>
  db
    .selectFrom('sessions')
    .innerJoin('refreshTokens', 'refreshTokens.sessionId', 'sessions.id')
    .select('sessions.id')
    .where('sessions.environmentId', '=', environmentId)
    .where('sessions.userId', '=', userId)
    .where('sessions.ip', '=', ip)
    .where('sessions.endedAt', 'is', null)
    .where('sessions.expiresAt', '>', now)
    .where('refreshTokens.usedAt', 'is', null)
    .where('refreshTokens.expiresAt', '>', now)
    .limit(1),
)

export const insertSession = async (db: Database, session: Session): Promise<void> => {
  await insert(db, session)
}

const insert = prepared((db, session: Session) => db.insertInto('sessions').values(session))

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
  await noteFactor(db, id)
}

const noteFactor = prepared((db, id: string) =>
  db.updateTable('sessions').set({ authenticatedBy: 'second_factor' }).where('id', '=', id),
)

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
