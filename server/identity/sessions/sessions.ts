import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { type Policy, refreshGraceMs } from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import type { Database } from '../../storage/database.ts'
import { exclusively, transaction } from '../../storage/database.ts'
import { noteAnswerSeen } from '../../storage/refresh-answers.ts'
import { findRefreshToken, insertRefreshToken } from '../../storage/refresh-tokens.ts'
import { type LiveSession, findLiveSession, findSession, insertSession } from '../../storage/sessions.ts'
import { endOldestSessions, endSession } from '../../storage/ended-sessions.ts'
import { record } from '../administration/audit.ts'
import { requireMemberOfOwner } from '../clients/client-members.ts'

export interface StartedSession {
  readonly session: Session
  readonly refreshToken: string
  /** Seconds until the refresh token ends unused. */
  readonly refreshSeconds: number
}

/** How a person proved who they are. */
export type SignInMethod =
  | 'authorization_code'
  | 'device_code'
  | 'email_code'
  | 'invitation'
  | 'magic_link'
  | 'passkey'
  | 'password'
  | 'provider'
  /** A password, in a browser that is not asked for the second factor. */
  | 'remembered_device'
  /** A mailed link, in such a browser. */
  | 'remembered_link'
  | 'second_factor'
  | 'sign_up'
  | 'verify_email'

/** Whether it leaves nothing more to ask: a passkey asks for a PIN, a finger or a face of its own; a browser may be remembered. */
export const isBothFactors = (by: string | null): boolean =>
  by === 'second_factor' || by === 'passkey' || isRememberedOnly(by)

/** Whether the browser alone stood for the second factor: nobody has shown one this time. */
export const isRememberedOnly = (by: string | null): boolean => by === 'remembered_device' || by === 'remembered_link'

/** Where the person proved who they are before the session began: at a page of ours, for a client that gets a code. */
export interface Authenticated {
  readonly at: number | null
  readonly by: SignInMethod
  readonly browserSessionId: string | null
  readonly claims: string | null
  readonly resource: string | null
  /** See `Session`. */
  readonly keyThumbprint: string | null
}

/**
 * A new session: nothing a browser brought along becomes part of it. A client that belongs to an account signs in its
 * members, for that account, and nobody else (`access_denied`): anyone may register one, and must not come by the sessions
 * of strangers.
 */
export const startSession = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  {
    user,
    client,
    organizationId,
    confinedTo = null,
    scope = null,
    by,
    seconds = policy.absoluteSeconds,
    authenticated,
  }: {
    user: User
    client: Client | null
    organizationId: string | null
    confinedTo?: string | null
    scope?: string | null
    by: SignInMethod
    /** How long it lives in all; absent: as long as the policy says. */
    seconds?: number | undefined
    authenticated?: Authenticated | undefined
  },
): Promise<StartedSession> => {
  if (client) await requireMemberOfOwner(db, client, user)
  const now = ctx.clock.now()
  const session: Session = {
    id: ctx.ids.uuid(),
    environmentId: user.environmentId,
    userId: user.id,
    clientId: client?.id ?? null,
    organizationId: client?.organizationId ?? organizationId,
    confinedTo: confinedTo ?? client?.organizationId ?? null,
    scope,
    surface: policy.surface,
    userAgent: ctx.userAgent,
    ip: ctx.ip,
    createdAt: now,
    expiresAt: now + seconds * 1000,
    endedAt: null,
    endReason: null,
    authenticatedAt: authenticated?.at ?? null,
    authenticatedBy: authenticated?.by ?? by,
    browserSessionId: authenticated?.browserSessionId ?? null,
    keyThumbprint: authenticated?.keyThumbprint ?? null,
    claims: authenticated?.claims ?? null,
    provenAt: null,
    resource: authenticated?.resource ?? null,
  }
  const refreshToken = ctx.ids.secret()
  await exclusively(db, `sessions of ${user.id}`, async (within) => {
    await endOldestSessions(within, user, now, ctx.config.quotas.sessionsPerUser.max - 1)
    await insertSession(within, session)
  })
  await record(ctx, db, 'user.signed_in', {
    environmentId: session.environmentId,
    userId: user.id,
    sessionId: session.id,
    data: { by, surface: session.surface, clientId: session.clientId },
  })
  const refreshSeconds = await keepRefreshToken(
    ctx,
    db,
    session,
    refreshToken,
    client?.refreshTokenSeconds ?? policy.idleSeconds,
  )
  return { session, refreshToken, refreshSeconds }
}

/**
 * Another session in the place of one that goes on, for the same client and account: whatever was made for the old one, and may
 * have been copied, is worth nothing. `invalid_token` where that one has ended.
 */
export const replaceSession = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  old: Session,
  client: Client | null,
): Promise<StartedSession> => {
  const now = ctx.clock.now()
  if (!(await endSession(db, old.id, now, 'replaced'))) throw new Failure('invalid_token')
  const session: Session = {
    ...old,
    id: ctx.ids.uuid(),
    userAgent: ctx.userAgent,
    ip: ctx.ip,
    createdAt: now,
    authenticatedAt: old.authenticatedAt ?? old.createdAt,
  }
  await insertSession(db, session)
  const refreshToken = ctx.ids.secret()
  const seconds = client?.refreshTokenSeconds ?? policy.idleSeconds
  return { session, refreshToken, refreshSeconds: await keepRefreshToken(ctx, db, session, refreshToken, seconds) }
}

/** A token of the session was shown that was made at `madeAt`: an answer of then, or of before, has come. */
export const noteSeen = async (
  ctx: Context,
  { session, unseenAnswerAt }: LiveSession,
  madeAt: number,
): Promise<void> => {
  if (unseenAnswerAt !== null && madeAt >= unseenAnswerAt) await noteAnswerSeen(ctx.db, session.id, unseenAnswerAt)
}

/** Of another environment than the one that the request names by its key. */
export const isElsewhere = ({ environment }: Context, session: Session): boolean =>
  environment !== null && environment.id !== session.environmentId

/** The session of a refresh token that a browser's cookie carries. Takes nothing from it. */
export const findSessionOfRefreshToken = async (ctx: Context, presented: string): Promise<LiveSession | undefined> => {
  const now = ctx.clock.now()
  const token = await findRefreshToken(ctx.db, sha256(presented))
  const usable = token && token.expiresAt > now && (token.usedAt === null || now - token.usedAt <= refreshGraceMs)
  const live = usable ? await findLiveSession(ctx.db, token.sessionId, now) : undefined
  if (live) await noteSeen(ctx, live, token!.createdAt)
  return live
}

/** The session of a refresh token, used or not, that has not ended: whose it is, not whether it is good. */
export const findSessionBehind = async (ctx: Context, presented: string): Promise<Session | undefined> => {
  const token = await findRefreshToken(ctx.db, sha256(presented))
  return token && (await findSession(ctx.db, token.sessionId, ctx.clock.now()))
}

/** The id of the session of a refresh token, whether they are still good or not; undefined for any other text. */
export const findSessionIdOf = async (ctx: Context, presented: string): Promise<string | undefined> =>
  (await findRefreshToken(ctx.db, sha256(presented)))?.sessionId

/** Ends the session of a refresh token, used or not. Says nothing of whether there was one. */
export const endSessionOfRefreshToken = async (ctx: Context, policy: Policy, presented: string): Promise<void> => {
  const session = await findSessionBehind(ctx, presented)
  if (session?.surface !== policy.surface || isElsewhere(ctx, session)) return
  await signOut(ctx, session)
}

export const endCurrentSession = async (ctx: Context): Promise<void> => {
  if (ctx.caller.kind === 'user') await signOut(ctx, ctx.caller.session)
}

const signOut = (ctx: Context, { id, environmentId, userId }: Session): Promise<void> =>
  transaction(ctx.db, async (db) => {
    if (!(await endSession(db, id, ctx.clock.now(), 'signed_out'))) return
    await record(ctx, db, 'user.signed_out', { environmentId, userId, sessionId: id })
  })

export const keepRefreshToken = async (
  ctx: Context,
  db: Database,
  session: Session,
  token: string,
  idleSeconds: number,
): Promise<number> => {
  const now = ctx.clock.now()
  const expiresAt = Math.min(now + idleSeconds * 1000, session.expiresAt)
  await insertRefreshToken(db, {
    hash: sha256(token),
    sessionId: session.id,
    createdAt: now,
    expiresAt,
    usedAt: null,
    successorSalt: null,
    keyThumbprint: session.keyThumbprint,
  })
  return Math.floor((expiresAt - now) / 1000)
}
