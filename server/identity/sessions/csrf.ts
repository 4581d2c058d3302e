// A CSRF token is derived from what it is bound to, so nothing is stored and nothing can be flooded: on the account
// surface from a random cookie and the session beside it, on the project surface from the session alone.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { SurfaceName } from '../../model/policies.ts'
import { equal } from '../../outside/secrets.ts'
import { isOwnOrigin } from '../clients/origins.ts'
import { findSessionIdOf, findSessionOfRefreshToken } from './sessions.ts'

/** What of a request says that its page is one of ours. */
export interface CsrfProof {
  /** The `csrf_session` cookie. */
  readonly session: string | undefined
  /** The refresh cookie beside it: a pair of somebody else's, planted there, must not fit. */
  readonly refreshToken: string | undefined
  /** The token from the header or the body. */
  readonly token: string | undefined
}

export interface CsrfPair {
  readonly session: string
  readonly token: string
}

/** A new pair: of a browser where nobody is signed in, or of a session that has just begun. */
export const startCsrfSession = (ctx: Context, sessionId: string | null): CsrfPair => {
  const session = ctx.ids.secret()
  return { session, token: derive(ctx, session, sessionId) }
}

/** The token of a browser's cookies, for as often as its page asks. */
export const csrfTokenOf = async (ctx: Context, session: string, refreshToken: string | undefined): Promise<string> =>
  derive(ctx, session, (refreshToken && (await findSessionIdOf(ctx, refreshToken))) ?? null)

const derive = (ctx: Context, session: string, sessionId: string | null): string =>
  ctx.secrets.derive('account csrf', sessionId ? `${session} ${sessionId}` : session)

const fits = async (ctx: Context, { session, refreshToken, token }: CsrfProof): Promise<boolean> =>
  Boolean(session && token && equal(token, await csrfTokenOf(ctx, session, refreshToken)))

/** For a request that a cookie authenticates. */
export const requireCsrf = async (ctx: Context, proof: CsrfProof): Promise<void> => {
  if (!(await fits(ctx, proof))) throw new Failure('csrf_mismatch')
}

/**
 * For what starts a session, or mails somebody. Without the cookie there is nothing to protect, and any token or none will
 * do; with it the token must match. A page of a client that anybody may have registered replaces no session of somebody
 * else's either.
 */
export const requireCsrfOfBrowser = async (ctx: Context, proof: CsrfProof): Promise<void> => {
  if (proof.session || (proof.refreshToken && isPageOfAccount(ctx))) await requireCsrf(ctx, proof)
}

const isPageOfAccount = (ctx: Context): boolean =>
  typeof ctx.client?.organizationId === 'string' && ctx.origin !== null && !isOwnOrigin(ctx, ctx.origin)

/** Of several CSRF sessions and refresh tokens of a browser, the two that the token is of. */
export const fittingPair = async (
  ctx: Context,
  {
    sessions,
    refreshTokens,
    token,
  }: {
    readonly sessions: readonly string[]
    readonly refreshTokens: readonly string[]
    readonly token: string | undefined
  },
): Promise<{ readonly session: string; readonly refreshToken: string | undefined } | undefined> => {
  for (const refreshToken of refreshTokens.length > 0 ? refreshTokens : [undefined]) {
    for (const session of sessions) {
      if (await fits(ctx, { session, refreshToken, token })) return { session, refreshToken }
    }
  }
  return undefined
}

// Of 43 characters: 126 random bits, and 132 of the HMAC.
const nonceLength = 21

/**
 * A token of a session: random, and an HMAC of it with the session. Each answer brings another one, and every one is good
 * for as long as the session, so that a second tab may go on with the one it has.
 */
export const sessionCsrfToken = (ctx: Context, sessionId: string): string => {
  const nonce = ctx.ids.secret().slice(0, nonceLength)
  return nonce + sign(ctx, sessionId, nonce)
}

const sign = (ctx: Context, sessionId: string, nonce: string): string =>
  ctx.secrets.derive('session csrf', `${sessionId} ${nonce}`).slice(0, 43 - nonceLength)

/** Of several refresh tokens in a browser's cookies, the one whose session the CSRF token is of. */
export const fittingRefreshToken = async (
  ctx: Context,
  refreshTokens: readonly string[],
  token: string | undefined,
): Promise<string | undefined> => {
  if (!token) return undefined
  const nonce = token.slice(0, nonceLength)
  for (const refreshToken of refreshTokens) {
    const sessionId = await findSessionIdOf(ctx, refreshToken)
    if (sessionId && equal(token.slice(nonceLength), sign(ctx, sessionId, nonce))) return refreshToken
  }
  return undefined
}

/**
 * As `fittingRefreshToken`, where one has to fit: refused with `csrf_mismatch`, or with `invalid_refresh_token` where there
 * is none that anybody knows, and so nothing to protect.
 */
export const requireFittingRefreshToken = async (
  ctx: Context,
  refreshTokens: readonly string[],
  token: string | undefined,
): Promise<string> => {
  const fitting = await fittingRefreshToken(ctx, refreshTokens, token)
  if (fitting) return fitting
  for (const refreshToken of refreshTokens) {
    if (await findSessionIdOf(ctx, refreshToken)) throw new Failure('csrf_mismatch')
  }
  throw new Failure('invalid_refresh_token')
}

/** The session of the one refresh token in a browser's cookies, for its page that has lost the CSRF token. */
export const renewSessionCsrf = async (
  ctx: Context,
  surface: SurfaceName,
  [refreshToken, other]: readonly string[],
): Promise<string> => {
  const live = refreshToken && !other ? await findSessionOfRefreshToken(ctx, refreshToken) : undefined
  if (live?.session.surface !== surface || live.user.status !== 'active') throw new Failure('invalid_refresh_token')
  return sessionCsrfToken(ctx, live.session.id)
}

/** Of several cookies of a form of ours, the one that its hidden field is of. */
export const fittingForm = (
  ctx: Context,
  sessions: readonly string[],
  token: string | undefined,
  sessionId: string | null = null,
): string | undefined =>
  sessions.find((session) => token !== undefined && equal(token, formTokenOf(ctx, session, sessionId)))

/**
 * The hidden field of a form that goes to the browser with this cookie. Where it is about who is signed in there, a pair of
 * somebody else's, planted beside their session, must not fit.
 */
export const formTokenOf = (ctx: Context, session: string, sessionId: string | null = null): string =>
  ctx.secrets.derive('sign-in form', sessionId === null ? session : `${session} ${sessionId}`)
