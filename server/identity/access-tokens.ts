import type { Context } from '../context.ts'
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

/** Signs an access token for a client by itself. That it has no `sid` says so. */
export const issueMachineToken = async (
  ctx: Context,
  { scope, ...issue }: Issue & { scope: string | null },
): Promise<AccessToken> => sign(ctx, issue, scopeClaim(scope))

const scopeClaim = (scope: string | null) => (scope === null ? {} : { scope })

const sign = async (ctx: Context, { audience, seconds, claims }: Issue, more: object): Promise<AccessToken> => {
  const now = Math.floor(ctx.clock.now() / 1000)
  const own = { iss: ctx.config.publicUrl, aud: audience, iat: now, exp: now + seconds, jti: ctx.ids.uuid() }
  return {
    token: await signJwt({ ...claims, ...own, ...more }, await ctx.keyring.signingKey()),
    expiresInSeconds: seconds,
  }
}
