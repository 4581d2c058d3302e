// Who asks: from a credential to a caller.
import type { Caller, Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { SurfaceName } from '../model/policies.ts'
import { verifyJwt } from '../outside/jwt.ts'
import { findClient } from '../storage/clients.ts'
import { type LiveSession, findLiveSession } from '../storage/sessions.ts'
import { findSessionOfRefreshToken } from './sessions.ts'

type SignedIn = Extract<Caller, { kind: 'user' }>

/** Who an access token of ours stands for. Asks the database too, so that a revoked session is refused at once. */
export const callerOfAccessToken = async (ctx: Context, token: string, surface: SurfaceName): Promise<SignedIn> => {
  const claims = await verifyJwt(token, (kid) => ctx.keyring.publicKey(kid), {
    issuer: ctx.config.publicUrl,
    audience: ctx.config.publicUrl,
    typ: 'at+jwt',
    now: ctx.clock.now(),
  })
  const sessionId = typeof claims?.sid === 'string' ? claims.sid : undefined
  return signedIn(ctx, sessionId ? await findLiveSession(ctx.db, sessionId, ctx.clock.now()) : undefined, surface)
}

/** Who the refresh token in a browser's cookie stands for. Takes nothing from it. */
export const callerOfRefreshToken = async (ctx: Context, token: string, surface: SurfaceName): Promise<SignedIn> =>
  signedIn(ctx, await findSessionOfRefreshToken(ctx, token), surface)

/** The signed-in user of this request. Operations whose security is not optional always have one. */
export const requireUser = (ctx: Context): SignedIn => {
  if (ctx.caller.kind !== 'user') throw new Failure('unauthorized')
  return ctx.caller
}

const signedIn = async (ctx: Context, live: LiveSession | undefined, surface: SurfaceName): Promise<SignedIn> => {
  if (!live || live.session.surface !== surface || live.user.status !== 'active') throw new Failure('invalid_token')
  // A page may read the answer when its origin is one of this session's client.
  if (ctx.origin && live.session.clientId) ctx.client ??= (await findClient(ctx.db, live.session.clientId)) ?? null
  return { kind: 'user', ...live }
}
