// Who is signed in at our own pages, in one browser: a session like any other, listed, ended and gone with its user, but
// without tokens. What apps get from it hangs on it (OpenID Connect Session Management: the session at the provider).
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { Session } from '../../model/session.ts'
import { policies } from '../../model/policies.ts'
import { hasScope } from '../../model/scopes.ts'
import type { User } from '../../model/user.ts'
import { type Database, transaction } from '../../storage/database.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import { listSessionsOfBrowser } from '../../storage/session-lists.ts'
import { endSession } from '../../storage/ended-sessions.ts'
import { startSignedInSession } from '../sign-in/sign-in.ts'
import { type SignInMethod, isBothFactors, findSessionOfRefreshToken } from './sessions.ts'

export const isBrowserSession = ({ surface }: Pick<Session, 'surface'>): boolean => surface === policies.browser.surface

/** The session of a browser's cookie, where it is one of the environment. */
export const findBrowserSession = async (
  ctx: Context,
  cookie: string | undefined,
  environment?: Environment,
): Promise<LiveSession | undefined> => {
  const live = cookie === undefined ? undefined : await findSessionOfRefreshToken(ctx, cookie)
  return live && isBrowserSession(live.session) && (!environment || live.environment.id === environment.id)
    ? live
    : undefined
}

/** Somebody has just proved who they are: a new session, and an end to the one that the browser had. */
export const startBrowserSession = async (
  ctx: Context,
  { user, by, replaces }: { user: User; by: SignInMethod; replaces: string | undefined },
): Promise<{ readonly cookie: string; readonly sessionId: string }> => {
  const old = await findBrowserSession(ctx, replaces)
  return transaction(ctx.db, async (db) => {
    if (old) await endSession(db, old.session.id, ctx.clock.now(), 'replaced')
    const { session, refreshToken } = await startSignedInSession(ctx, db, policies.browser, {
      user,
      client: null,
      by,
      ...(isBothFactors(by) && { secondFactor: 'passed' as const }),
    })
    return { cookie: refreshToken, sessionId: session.id }
  })
}

/**
 * Ends it, and what apps got from it; but not where the person has let an app go on without them (OpenID Connect
 * Back-Channel Logout 1.0 section 2.7). Answers what apps had from it; they are told, also of those that go on.
 */
export const endBrowserSession = async (
  ctx: Context,
  db: Database,
  id: string,
  reason = 'signed_out',
): Promise<readonly Session[]> => {
  const now = ctx.clock.now()
  await endSession(db, id, now, reason)
  const ofApps = await listSessionsOfBrowser(db, id)
  for (const { id: ofApp, scope } of ofApps) {
    if (!hasScope(scope, 'offline_access')) await endSession(db, ofApp, now, reason)
  }
  return ofApps
}
