import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import type { Session } from '../model/session.ts'
import { signJwt } from '../outside/jwt.ts'

export interface AccessToken {
  readonly token: string
  readonly expiresInSeconds: number
}

interface Issue {
  readonly audience: string
  readonly seconds: number
  /** The surface's own words for who and where. */
  readonly claims: object
}

/**
 * Signs an access token (RFC 9068) for a session. It never outlives its session. `scope`, where given, is a part of the
 * session's.
 */
export const issueAccessToken = async (
  ctx: Context,
  { session, scope = session.scope, seconds, ...issue }: Issue & { session: Session; scope?: string | null },
): Promise<AccessToken> => {
  const left = Math.floor(session.expiresAt / 1000) - Math.floor(ctx.clock.now() / 1000)
  return sign(
    ctx,
    { ...issue, seconds: Math.max(1, Math.min(seconds, left)) },
    { ...scopeClaim(scope), sid: session.id },
  )
}

/**
 * Signs an access token for a confidential client by itself. That it has no `sid` says so; `gen` is the generation of the
 * client's secret, so that a new secret ends the tokens of the old one.
 */
export const issueMachineToken = async (
  ctx: Context,
  { client, scope, ...issue }: Issue & { client: Client; scope: string | null },
): Promise<AccessToken> => sign(ctx, issue, { ...scopeClaim(scope), gen: secretGeneration(ctx, client) })

/** Whether a machine's token is one of the client's present secret. */
export const isOfPresentSecret = (ctx: Context, client: Client, claims: { readonly [claim: string]: unknown }) =>
  client.secretHash !== null && claims.gen === secretGeneration(ctx, client)

const secretGeneration = (ctx: Context, { secretHash }: Client): string =>
  ctx.secrets.derive('secret generation', secretHash ?? '').slice(0, 12)

const scopeClaim = (scope: string | null) => (scope === null ? {} : { scope })

const sign = async (ctx: Context, { audience, seconds, claims }: Issue, more: object): Promise<AccessToken> => {
  const now = Math.floor(ctx.clock.now() / 1000)
  const own = { iss: ctx.config.publicUrl, aud: audience, iat: now, exp: now + seconds, jti: ctx.ids.uuid() }
  return {
    token: await signJwt({ ...claims, ...own, ...more }, await ctx.keyring.signingKey()),
    expiresInSeconds: seconds,
  }
}
