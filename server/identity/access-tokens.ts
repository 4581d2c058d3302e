import type { Context } from '../context.ts'
import type { Session } from '../model/session.ts'
import { signJwt } from '../outside/jwt.ts'

export interface AccessToken {
  readonly token: string
  readonly expiresInSeconds: number
}

/**
 * Signs an access token (RFC 9068) for a session. `claims` are the surface's own words for who and where. It never
 * outlives its session.
 */
export const issueAccessToken = async (
  ctx: Context,
  { session, audience, seconds, claims }: { session: Session; audience: string; seconds: number; claims: object },
): Promise<AccessToken> => {
  const now = Math.floor(ctx.clock.now() / 1000)
  const expiresInSeconds = Math.max(1, Math.min(seconds, Math.floor(session.expiresAt / 1000) - now))
  const token = await signJwt(
    {
      ...claims,
      iss: ctx.config.publicUrl,
      aud: audience,
      iat: now,
      exp: now + expiresInSeconds,
      jti: ctx.ids.uuid(),
      sid: session.id,
    },
    await ctx.keyring.signingKey(),
  )
  return { token, expiresInSeconds }
}
