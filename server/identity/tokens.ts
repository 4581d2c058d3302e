// What a token is good for, and its end, whatever kind it is.
import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import type { RefreshToken } from '../model/session.ts'
import { verifyJwt } from '../outside/jwt.ts'
import { sha256 } from '../outside/secrets.ts'
import { findClient } from '../storage/clients.ts'
import { findRefreshToken } from '../storage/refresh-tokens.ts'
import { insertRevokedToken, isRevokedToken } from '../storage/revoked-tokens.ts'
import { type LiveSession, endSession, findLiveSession } from '../storage/sessions.ts'
import { isOfPresentSecret } from './access-tokens.ts'
import type { ProvenClient } from './client-authentication.ts'
import { findSessionBehind, findSessionOfRefreshToken } from './sessions.ts'

/** What we signed into an access token. */
export interface TokenClaims {
  readonly [claim: string]: unknown
  readonly jti: string
  readonly aud: string
  readonly exp: number
  readonly iat: number
}

export type Introspected =
  | { readonly kind: 'access'; readonly claims: TokenClaims }
  | { readonly kind: 'refresh'; readonly live: LiveSession; readonly token: RefreshToken }

/**
 * What a live token is good for; undefined for any other text. A client of an account learns of the tokens of its
 * account's clients, one of the environment of all that the environment issued.
 */
export const introspectToken = async (
  ctx: Context,
  { client: asker }: ProvenClient,
  text: string,
): Promise<Introspected | undefined> => {
  const found = (await findAccessToken(ctx, text)) ?? (await findGoodRefreshToken(ctx, text))
  if (!found) return undefined
  const { client } = found
  const mayKnow = asker.organizationId === null || asker.organizationId === client?.organizationId
  return found.environmentId === asker.environmentId && mayKnow ? found.token : undefined
}

/** Ends a token of this client; says nothing of whether it was one (RFC 7009 section 2.2). */
export const revokeToken = async (ctx: Context, { client }: ProvenClient, text: string): Promise<void> => {
  const claims = await verifyAnyAudience(ctx, text)
  const live = claims ? await findSessionOfClaims(ctx, claims) : await findSessionBehind(ctx, text)
  // Good at a resource server only, or a machine's: it has no session to end.
  if (claims && (claims.sid === undefined || claims.aud !== ctx.config.publicUrl)) {
    if (claims.cid === client.id) await insertRevokedToken(ctx.db, claims.jti, claims.exp * 1000)
  } else if (live?.session.clientId === client.id) {
    await endSession(ctx.db, live.session.id, ctx.clock.now(), 'revoked')
  }
}

interface Found {
  readonly token: Introspected
  readonly environmentId: string
  /** Whom it was issued to. */
  readonly client: Client | undefined
}

const findAccessToken = async (ctx: Context, text: string): Promise<Found | undefined> => {
  const claims = await verifyAnyAudience(ctx, text)
  if (!claims || (await isRevokedToken(ctx.db, claims.jti))) return undefined
  const client = typeof claims.cid === 'string' ? await findClient(ctx.db, claims.cid) : undefined
  const token = { kind: 'access', claims } as const
  if (claims.sid === undefined) {
    return client?.isActive && isOfPresentSecret(ctx, client, claims)
      ? { token, client, environmentId: client.environmentId }
      : undefined
  }
  const live = await findSessionOfClaims(ctx, claims)
  return live?.user.status === 'active' ? { token, client, environmentId: live.session.environmentId } : undefined
}

const findGoodRefreshToken = async (ctx: Context, text: string): Promise<Found | undefined> => {
  const live = await findSessionOfRefreshToken(ctx, text)
  const token = await findRefreshToken(ctx.db, sha256(text))
  if (live?.user.status !== 'active' || !token) return undefined
  const client = live.session.clientId ? await findClient(ctx.db, live.session.clientId) : undefined
  return { token: { kind: 'refresh', live, token }, client, environmentId: live.session.environmentId }
}

const findSessionOfClaims = async (ctx: Context, { sid }: TokenClaims): Promise<LiveSession | undefined> =>
  typeof sid === 'string' ? await findLiveSession(ctx.db, sid, ctx.clock.now()) : undefined

const verifyAnyAudience = (ctx: Context, text: string): Promise<TokenClaims | undefined> =>
  verifyJwt(text, (kid) => ctx.keyring.publicKey(kid), {
    issuer: ctx.config.publicUrl,
    typ: 'at+jwt',
    now: ctx.clock.now(),
  }) as Promise<TokenClaims | undefined>
