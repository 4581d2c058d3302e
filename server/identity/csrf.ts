// A CSRF session is a random cookie; its token is derived from it, so nothing is stored and nothing can be flooded.
import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import { equal } from '../outside/secrets.ts'

export interface CsrfProof {
  /** The `csrf_session` cookie. */
  readonly session: string | undefined
  /** The token from the header or the body. */
  readonly token: string | undefined
}

export const startCsrfSession = (ctx: Context): { session: string; token: string } => {
  const session = ctx.ids.secret()
  return { session, token: csrfTokenOf(ctx, session) }
}

export const csrfTokenOf = (ctx: Context, session: string): string => ctx.secrets.derive('account csrf', session)

/** For a request that a cookie authenticates. */
export const requireCsrf = (ctx: Context, { session, token }: CsrfProof): void => {
  if (!session || !token || !equal(token, csrfTokenOf(ctx, session))) throw new Failure('csrf_mismatch')
}

/**
 * For a sign-in or sign-up. Without the cookie there is nothing to protect, and any token or none will do; with it the
 * token must match. The pair is then renewed, so that one planted before the sign-in is worth nothing after it.
 */
export const renewCsrf = (ctx: Context, proof: CsrfProof): { session: string; token: string } | null => {
  if (!proof.session) return null
  requireCsrf(ctx, proof)
  return startCsrfSession(ctx)
}

/** The token that goes with a refresh token in a cookie: each refresh brings a new one. */
export const csrfTokenOfRefreshToken = (ctx: Context, refreshToken: string): string =>
  ctx.secrets.derive('refresh csrf', refreshToken)

/** Whether the page that asks is the one that got the refresh token's CSRF token. */
export const mayUseRefreshCookie = (ctx: Context, refreshToken: string, token: string | undefined): boolean =>
  token !== undefined && equal(token, csrfTokenOfRefreshToken(ctx, refreshToken))
