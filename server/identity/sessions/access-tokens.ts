// Access tokens (RFC 9068): what ours say, and whether one is still what we would say.
import type { Context } from '../../context.ts'
import type { AdminSession } from '../../model/admin-session.ts'
import { type Client, isConfidential } from '../../model/client.ts'
import {
  type Policy,
  type SurfaceName,
  adminSessionSeconds,
  audienceTokenSeconds,
  longestAccessSeconds,
  policies,
} from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import { type SigningAlgorithm, signingAlgorithms } from '../../model/signing-key.ts'
import { type SignedClaims, signJwt, verifyJwt } from '../../outside/jwt.ts'
import { boundKey, confirmationOf } from './key-possession.ts'

export interface AccessToken {
  readonly token: string
  /** How it is shown (RFC 9449 section 5). */
  readonly type: 'Bearer' | 'DPoP'
  readonly expiresInSeconds: number
}

interface Issue {
  readonly audience: string
  readonly seconds: number
  /** The surface's own words for where, and what else it tells. */
  readonly claims: object
  /** Of the key that it is bound to; absent or null: that of its session, if there is one. */
  readonly keyThumbprint?: string | null
  /** What another resource server verifies; for this service ES256 always. */
  readonly alg?: SigningAlgorithm
}

/** Signs an access token for a session. It never outlives its session. `scope`, where given, is a part of the session's. */
export const issueAccessToken = async (
  ctx: Context,
  { session, scope = session.scope, seconds, ...issue }: Issue & { session: Session; scope?: string | null },
): Promise<AccessToken> => {
  return sign(
    ctx,
    {
      ...issue,
      // RFC 8707 section 2.2: whose tokens are for another server gets none for this one, at whatever endpoint.
      audience: issue.audience === ctx.config.publicUrl ? (session.resource ?? issue.audience) : issue.audience,
      keyThumbprint: session.keyThumbprint ?? issue.keyThumbprint ?? null,
      seconds: Math.max(1, Math.min(seconds, secondsLeft(ctx, session))),
    },
    {
      ...namesOf(session),
      ...scopeClaim(scope),
      // RFC 9068 section 2.2.1: a refresh is no new authentication.
      auth_time: Math.floor((session.authenticatedAt ?? session.createdAt) / 1000),
      sid: session.id,
    },
  )
}

/**
 * Signs an access token for a confidential client by itself. That it has no `sid` says so; `gen` is the generation of the
 * client's secret, so that a new secret ends the tokens of the old one.
 */
export const issueMachineToken = async (
  ctx: Context,
  { client, scope, ...issue }: Issue & { client: Client; scope: string | null },
): Promise<AccessToken> =>
  sign(ctx, issue, { sub: client.id, client_id: client.id, ...scopeClaim(scope), gen: secretGeneration(ctx, client) })

/** Signs an access token for the session of an administrator of a project, who is no user of ours. */
export const issueAdminToken = async (ctx: Context, session: AdminSession, claims: object): Promise<AccessToken> => {
  const issue = { audience: ctx.config.publicUrl, seconds: secondsLeft(ctx, session), claims }
  const names = { sub: session.subject, client_id: session.environmentId, sid: session.id }
  return sign(ctx, issue, { ...names, auth_time: Math.floor(session.createdAt / 1000) })
}

/** The claims of an access token that this service signed, for itself or for any audience; undefined for any other text. */
export const verifyAccessToken = (
  ctx: Context,
  token: string,
  { audience, now = ctx.clock.now() }: { audience?: string; now?: number | undefined } = {},
): Promise<SignedClaims | undefined> =>
  verifyJwt(token, async (kid, alg) => keyFor(ctx, kid, alg), {
    issuer: ctx.config.publicUrl,
    ...(audience !== undefined ? { audience } : { algorithms: signingAlgorithms }),
    typ: 'at+jwt',
    now,
    longestSeconds: longestAccessSeconds,
  })

const keyFor = async ({ keyring }: Context, kid: string, alg: SigningAlgorithm) => {
  const found = await keyring.anyPublicKey(kid)
  return found?.alg === alg ? found.publicKey : undefined
}

/** Whether the claims, which our key has signed, are such as we sign for this session. */
export const isTokenOfSession = (ctx: Context, session: Session, claims: SignedClaims): boolean =>
  fits(claims, namesOf(session), claims.aud === ctx.config.publicUrl ? longestOf(session) : audienceTokenSeconds) &&
  (session.keyThumbprint === null || session.keyThumbprint === boundKey(claims))

/** The same for a client by itself: of its present secret. */
export const isTokenOfClient = (ctx: Context, client: Client, claims: SignedClaims): boolean =>
  isConfidential(client) &&
  claims.gen === secretGeneration(ctx, client) &&
  fits(claims, { sub: client.id, client_id: client.id }, audienceTokenSeconds)

/** The same for an administrator of a project. */
export const isTokenOfAdminSession = (session: AdminSession, claims: SignedClaims): boolean =>
  fits(claims, { sub: session.subject, client_id: session.environmentId }, adminSessionSeconds)

interface Names {
  readonly sub: string
  readonly type?: string
  readonly client_id: string
}

const fits = (claims: SignedClaims, { sub, type, client_id }: Names, longestSeconds: number): boolean =>
  claims.sub === sub &&
  claims.type === type &&
  // Tokens of before had none.
  (claims.client_id ?? client_id) === client_id &&
  claims.exp - claims.iat <= longestSeconds

/** Who a session's tokens are of. One that no client was named for is its environment's, as a publishable key names it. */
const namesOf = (session: Session): Names => {
  const { subjectPrefix, tokenType } = policyOf(session)
  return {
    sub: `${subjectPrefix}${session.userId}`,
    ...(tokenType !== null && { type: tokenType }),
    client_id: session.clientId ?? session.environmentId,
  }
}

/** Clients say how long theirs live, and may have said otherwise when it was signed. */
const longestOf = (session: Session): number =>
  session.clientId === null ? policyOf(session).accessSeconds : longestAccessSeconds

const secondsLeft = (ctx: Context, { expiresAt }: { readonly expiresAt: number }): number =>
  Math.floor(expiresAt / 1000) - Math.floor(ctx.clock.now() / 1000)

const policyOf = ({ surface }: Session): Policy => policies[surface as SurfaceName]

const secretGeneration = (ctx: Context, { secretHash, openid }: Client): string =>
  ctx.secrets.derive('secret generation', secretHash ?? JSON.stringify([openid.jwks, openid.jwksUri])).slice(0, 12)

const scopeClaim = (scope: string | null) => (scope === null ? {} : { scope })

const sign = async (
  ctx: Context,
  { audience, seconds, claims, keyThumbprint = null, alg = 'ES256' }: Issue,
  more: object,
): Promise<AccessToken> => {
  const now = Math.floor(ctx.clock.now() / 1000)
  const own = { iss: ctx.config.publicUrl, aud: audience, iat: now, exp: now + seconds, jti: ctx.ids.uuid() }
  const bound = confirmationOf(keyThumbprint)
  const key = await ctx.keyring.signingKey(audience === ctx.config.publicUrl ? 'ES256' : alg)
  return {
    token: await signJwt({ ...claims, ...own, ...more, ...bound }, key),
    type: keyThumbprint === null ? 'Bearer' : 'DPoP',
    expiresInSeconds: seconds,
  }
}
