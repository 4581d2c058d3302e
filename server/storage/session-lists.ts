// Sessions as they are listed and counted.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Session } from '../model/session.ts'
import { countSessionsPastHour } from './counts.ts'
import type { Database } from './database.ts'
import { type Page, listNewest } from './newest.ts'
import { findEmails } from './many-users.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

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
  ofUser(db, userId, now)

const ofUser = prepared((db, userId: string, now: number) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where((eb) => eb.not(isAbandoned(now)(eb)))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1000),
)

/** What the devices of their sessions, ended ones too, have called themselves. */
export const listUserAgents = async (db: Database, userId: string): Promise<(string | null)[]> => {
  return (await userAgents(db, userId)).map(({ userAgent }) => userAgent)
}

const userAgents = prepared((db, userId: string) =>
  db.selectFrom('sessions').select('userAgent').distinct().where('userId', '=', userId).limit(1000),
)

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

const counting = (db: Database, sessions: ReturnType<typeof liveSessions>, most: number) => {
  const newest = sessions.select('id').orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(most)
  return db.selectFrom(newest.as('counted')).select(({ fn }) => fn.countAll<number>().as('total'))
}

const countOfUser = prepared((db, environmentIds: readonly string[], now: number, userId: string, most: number) =>
  counting(db, liveSessionsOfUser(db, environmentIds, now, userId), most),
)

const countOfEnvironment = prepared((db, environmentId: string, now: number, most: number) =>
  counting(db, liveSessions(db, now).where('environmentId', '=', environmentId), most),
)

/** So many of an environment are looked at one by one. */
const mostLooked = 1000

/** Where an environment has more than `mostLooked`, those that were left unused for too long count until they end. */
export const countLiveSessions = async (
  db: Database,
  environmentIds: readonly string[],
  now: number,
  userId?: string,
): Promise<number> => {
  if (userId !== undefined) return Number((await countOfUser(db, environmentIds, now, userId, 1_000_000))[0]!.total)
  let all = 0
  for (const environmentId of environmentIds) {
    const looked = Number((await countOfEnvironment(db, environmentId, now, mostLooked + 1))[0]!.total)
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
