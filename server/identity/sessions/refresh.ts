// A refresh token is exchanged for its successor: once, but for tabs that ask at the same time and for answers that are lost.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type Policy, lostAnswerEveryMs, lostAnswerMs, refreshGraceMs } from '../../model/policies.ts'
import type { RefreshToken, Session } from '../../model/session.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findCachedEnvironment } from '../../storage/environments.ts'
import { insertAnswer, repeatAnswer } from '../../storage/refresh-answers.ts'
import {
  findRefreshToken,
  prolongRefreshToken,
  useRefreshToken,
  useRefreshTokenOfSession,
} from '../../storage/refresh-tokens.ts'
import { type LiveSession, bindSession, findLiveSession } from '../../storage/sessions.ts'
import { endSession } from '../../storage/ended-sessions.ts'
import { record } from '../administration/audit.ts'
import { queueNotice } from '../proofs/notices.ts'
import { type StartedSession, isElsewhere, keepRefreshToken } from './sessions.ts'

/**
 * Exchanges a refresh token for its successor (RFC 9700 section 4.14.2). Within the grace a used one gives the same
 * successor again, and so does one whose answer was lost; later, or once that successor was used too, somebody holds a copy, and the family ends. One that is
 * bound to a key works with that alone, and nothing is taken from it without; another is bound to the key that is given.
 * `isKept` gives the same token again, for clients whose copies of it are worth nothing to anybody else.
 */
export const refreshSession = async (
  ctx: Context,
  policy: Policy,
  presented: string,
  keyThumbprint: string | null = null,
  isKept = false,
): Promise<LiveSession & StartedSession> => {
  // Cached for the transaction, which would ask for itself alone.
  if (ctx.client) await findCachedEnvironment(ctx.db, ctx.client.environmentId)
  const result = await transaction(ctx.db, async (db) => {
    const kept = isKept ? await prolong(ctx, db, policy, presented, keyThumbprint) : undefined
    const rotated = kept ?? (await rotate(ctx, db, policy, presented, keyThumbprint))
    if (rotated === 'stolen' || keyThumbprint === null) return rotated
    if (!(await bindSession(db, rotated.session.id, keyThumbprint))) throw new Failure('invalid_refresh_token')
    return { ...rotated, session: { ...rotated.session, keyThumbprint } }
  })
  if (result === 'stolen') throw new Failure('invalid_refresh_token')
  return result
}

/** Where the request says it, by a client or a key. */
const environmentIdOf = ({ client, environment }: Context) => client?.environmentId ?? environment?.id

const rotate = async (ctx: Context, db: Database, policy: Policy, presented: string, keyThumbprint: string | null) => {
  const now = ctx.clock.now()
  const hash = sha256(presented)
  const won = await useRefreshToken(db, hash, { usedAt: now, successorSalt: ctx.ids.secret() })
  const token = won ?? (await findRefreshToken(db, hash))
  const live = token && (await findLiveSession(db, token.sessionId, now, environmentIdOf(ctx)))
  if (!live || live.session.surface !== policy.surface) throw new Failure('invalid_refresh_token')
  if (isElsewhere(ctx, live.session)) throw new Failure('invalid_refresh_token')
  if (!won && token.usedAt === null) throw new Failure('invalid_refresh_token')
  const inGrace = !won && token.usedAt !== null && now - token.usedAt <= refreshGraceMs
  const { keyThumbprint: bound } = live.session
  if (bound !== null && bound !== keyThumbprint) {
    if (token.keyThumbprint !== null || inGrace) throw new Failure('invalid_refresh_token')
    // It is of before its session was bound: somebody else, with a copy of it, has bound the session to a key of their own.
    await endStolenSession(ctx, db, live)
    return 'stolen'
  }

  // Derived, so that a second request finds the same successor and none is stored in clear.
  const refreshToken = derivedToken(ctx, 'refresh successor', presented, token)
  if (won) {
    const seconds = ctx.client?.refreshTokenSeconds ?? policy.idleSeconds
    const refreshSeconds = await keepRefreshToken(ctx, db, { ...live.session, keyThumbprint }, refreshToken, seconds)
    await insertAnswer(db, { sessionId: live.session.id, answeredAt: now, userAgent: ctx.userAgent })
    return { ...live, refreshToken, refreshSeconds }
  }
  const isGivenAgain = inGrace || (await isLostAnswer(ctx, db, live, token))
  for (const next of isGivenAgain ? [refreshToken, renewedToken(ctx, token)] : []) {
    const successor = await findRefreshToken(db, sha256(next))
    if (successor && successor.usedAt === null && successor.expiresAt > now) {
      return { ...live, refreshToken: next, refreshSeconds: Math.ceil((successor.expiresAt - now) / 1000) }
    }
  }
  await endStolenSession(ctx, db, live)
  return 'stolen'
}

/**
 * Whether nothing of what the token's use was answered with has been seen here, for a while and where who asked then asks again.
 * Once an hour for a session: a thief in step with the owner would never be found.
 */
const isLostAnswer = async (ctx: Context, db: Database, live: LiveSession, { usedAt }: RefreshToken) => {
  const now = ctx.clock.now()
  if (usedAt === null || live.unseenAnswerAt !== usedAt) return false
  const answer = { sessionId: live.session.id, answeredAt: usedAt, userAgent: ctx.userAgent }
  const since = now - usedAt > lostAnswerMs ? null : now - lostAnswerEveryMs
  const times = { now, since, graceSince: now - refreshGraceMs }
  if (!(await repeatAnswer(db, answer, times))) return false
  await record(ctx, db, 'session.refresh_answer_repeated', {
    environmentId: live.session.environmentId,
    userId: live.user.id,
    sessionId: live.session.id,
  })
  return true
}

/** Undefined for one that was used up before, which is for `rotate` to look at. */
const prolong = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  refreshToken: string,
  keyThumbprint: string | null,
): Promise<(LiveSession & StartedSession) | undefined> => {
  const now = ctx.clock.now()
  const hash = sha256(refreshToken)
  const token = await findRefreshToken(db, hash)
  const live =
    token?.usedAt === null ? await findLiveSession(db, token.sessionId, now, environmentIdOf(ctx)) : undefined
  if (!live) return undefined
  const { surface, keyThumbprint: bound } = live.session
  const isForeign = surface !== policy.surface || isElsewhere(ctx, live.session)
  if (isForeign || (bound !== null && bound !== keyThumbprint)) throw new Failure('invalid_refresh_token')
  const seconds = ctx.client?.refreshTokenSeconds ?? policy.idleSeconds
  const expiresAt = Math.min(now + seconds * 1000, live.session.expiresAt)
  const kept = await prolongRefreshToken(db, hash, { now, expiresAt })
  return kept && { ...live, refreshToken, refreshSeconds: Math.ceil((expiresAt - now) / 1000) }
}

/**
 * The next refresh token of a session whose present one was not shown: who asks has proved by an access token whose
 * session it is. Uses up the present one; within the grace that one gives the same next one.
 */
export const renewRefreshToken = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  session: Session,
): Promise<StartedSession> => {
  const use = () =>
    useRefreshTokenOfSession(db, session.id, { usedAt: ctx.clock.now(), successorSalt: ctx.ids.secret() })
  // Of a refresh at the same time the statement saw the start and waited for the end: its successor is there now.
  const used = (await use()) ?? (await use())
  if (!used) throw new Failure('invalid_token')
  const refreshToken = renewedToken(ctx, used)
  const refreshSeconds = await keepRefreshToken(ctx, db, session, refreshToken, policy.idleSeconds)
  await insertAnswer(db, { sessionId: session.id, answeredAt: used.usedAt!, userAgent: ctx.userAgent })
  return { session, refreshToken, refreshSeconds }
}

/** Derived from what is stored of the old token, as nobody has shown it. */
const renewedToken = (ctx: Context, used: RefreshToken): string =>
  derivedToken(ctx, 'renewed refresh token', used.hash, used)

/**
 * With the random salt of the use, so that an old token and the service's secret together are not enough to know it. One
 * that was used before there were salts has none.
 */
const derivedToken = (
  { secrets }: Context,
  purpose: string,
  from: string,
  { successorSalt }: Pick<RefreshToken, 'successorSalt'>,
): string => secrets.derive(purpose, successorSalt === null ? from : `${successorSalt}.${from}`)

const endStolenSession = async (
  ctx: Context,
  db: Database,
  { session, user, environment }: LiveSession,
): Promise<void> => {
  await endSession(db, session.id, ctx.clock.now(), 'refresh_token_reused')
  await record(ctx, db, 'session.refresh_token_reused', {
    environmentId: session.environmentId,
    userId: user.id,
    sessionId: session.id,
  })
  await queueNotice(ctx, db, environment, 'session_stolen', user)
}
