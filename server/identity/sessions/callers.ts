// Who asks: from a credential to a caller.
import type { Caller, Context } from '../../context.ts'
import { isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import type { SurfaceName } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import type { SignedClaims } from '../../outside/jwt.ts'
import { findClient } from '../../storage/clients.ts'
import type { Database } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { isRevokedToken } from '../../storage/revoked-tokens.ts'
import { type LiveSession, findSession } from '../../storage/sessions.ts'
import { lockUser } from '../../storage/users.ts'
import { hasGoodMaker } from '../clients/client-makers.ts'
import { isTokenOfClient, verifyAccessToken } from './access-tokens.ts'
import { requireKeyOfToken } from './key-possession.ts'
import { type OrganizationOf, findSessionOfToken } from './session-tokens.ts'
import { findSessionOfRefreshToken } from './sessions.ts'

type SignedIn = Extract<Caller, { kind: 'user' }>
type Machine = Extract<Caller, { kind: 'machine' }>

/** Who an access token of ours stands for. Asks the database too, so that a revoked session is refused at once. */
export const callerOfAccessToken = async (ctx: Context, token: string, surface: SurfaceName): Promise<SignedIn> =>
  callerOfSession(ctx, token, await verifyOwnToken(ctx, token), surface, () => undefined)

/** As `callerOfAccessToken`, where machines may ask too: their tokens name a client and no session. */
export const callerOfAnyAccessToken = async (
  ctx: Context,
  token: string,
  surface: SurfaceName,
  organizationOf: OrganizationOf,
): Promise<SignedIn | Machine> => {
  const claims = await verifyOwnToken(ctx, token)
  if (claims && claims.sid === undefined) return callerOfClient(ctx, token, claims)
  return callerOfSession(ctx, token, claims, surface, organizationOf)
}

/**
 * Who the refresh token in a browser's cookie stands for. Takes nothing from it. One that is bound to a key, or whose client has to
 * prove itself, is nobody's here: alone it opens nothing (RFC 6749 section 6).
 */
export const callerOfRefreshToken = async (ctx: Context, token: string, surface: SurfaceName): Promise<SignedIn> => {
  const live = await findSessionOfRefreshToken(ctx, token)
  const client = live?.session.clientId ? await findClient(ctx.db, live.session.clientId) : undefined
  const isEnough = live?.session.keyThumbprint === null && !(client && isConfidential(client))
  return signedIn(ctx, isEnough ? live : undefined, surface, null)
}

/** The signed-in user of this request. Operations whose security is not optional always have one. */
export const requireUser = (ctx: Context): SignedIn => {
  if (ctx.caller.kind !== 'user') throw new Failure('unauthorized')
  return ctx.caller
}

/**
 * Locks whoever is signed in, first of all in a transaction that writes what hangs on them: what ends their sessions at the same time
 * is over before, or waits. `invalid_token` where it was over.
 */
export const lockCaller = async (ctx: Context, db: Database): Promise<User> => {
  const { user, session } = requireUser(ctx)
  const current = await lockUser(db, user)
  const isLive = (await findSession(db, session.id, ctx.clock.now())) !== undefined
  if (current?.status !== 'active' || !isLive) throw new Failure('invalid_token')
  return current
}

/**
 * The same, if they have proven their address. Whoever has not may be somebody else, and makes nothing that gives others
 * somewhere to sign in, or takes that from the owner of the address.
 */
export const requireProven = (ctx: Context): SignedIn => {
  const caller = requireUser(ctx)
  if (caller.user.emailVerifiedAt === null) throw new Failure('email_not_verified')
  return caller
}

/** The same, where the caller is a person at all: a backend, a machine and the operator have nothing to prove. */
export const requireProvenMaker = (ctx: Context): void => {
  if (ctx.caller.kind === 'user') requireProven(ctx)
}

/** The claims of an access token that this service signed for itself; undefined for any other text. */
export const verifyOwnToken = (ctx: Context, token: string, now?: number): Promise<SignedClaims | undefined> =>
  verifyAccessToken(ctx, token, { audience: ctx.config.publicUrl, now })

const callerOfSession = async (
  ctx: Context,
  token: string,
  claims: SignedClaims | undefined,
  surface: SurfaceName,
  organizationOf: OrganizationOf,
): Promise<SignedIn> => {
  const live = claims && (await findSessionOfToken(ctx, claims, organizationOf))
  return signedIn(ctx, live, surface, live ? await requireKeyOfToken(ctx, token, claims) : null)
}

/** A client that is gone or switched off, or has another secret by now, is nobody at once. */
const callerOfClient = async (ctx: Context, token: string, claims: SignedClaims): Promise<Machine> => {
  const { cid, jti } = claims
  const isGood = typeof cid === 'string' && !(await isRevokedToken(ctx.db, jti))
  const client = isGood ? await findClient(ctx.db, cid) : undefined
  const environment = client?.isActive ? await findEnvironment(ctx.db, client.environmentId) : undefined
  const isLive = client && environment?.isActive && isTokenOfClient(ctx, client, claims)
  if (!isLive || !(await hasGoodMaker(ctx.db, client))) throw new Failure('invalid_token')
  await requireKeyOfToken(ctx, token, claims)
  return { kind: 'machine', environment, client }
}

const signedIn = async (
  ctx: Context,
  live: LiveSession | undefined,
  surface: SurfaceName,
  keyThumbprint: string | null,
): Promise<SignedIn> => {
  if (live?.session.surface !== surface) throw new Failure('invalid_token')
  if (ctx.environment && ctx.environment.id !== live.environment.id) throw new Failure('invalid_token')
  return { kind: 'user', ...live, keyThumbprint }
}
