// What every successful sign-in of this surface answers with.
import type { Context } from '../../context.ts'
import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import { sessionCsrfToken } from '../../identity/sessions/csrf.ts'
import { withOwnProviders } from '../../identity/people/project-users.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import { policies } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { toProjectClaims } from '../claims.ts'
import { isWeb, toRefreshCookie, toUser } from './views.ts'

/** A browser gets the refresh token as a cookie, and a CSRF token; other clients get it in the body. */
export const toSession = async (
  ctx: Context,
  started: StartedSession & { readonly user: User },
  clientType: string | undefined,
) => {
  const { session, user, refreshToken } = started
  const { token } = await issueAccessToken(ctx, {
    session,
    audience: ctx.config.publicUrl,
    seconds: policies.project.accessSeconds,
    claims: toProjectClaims(user),
  })
  const body = { user: toUser(await withOwnProviders(ctx, user)), accessToken: token }
  return isWeb(clientType)
    ? {
        body: { ...body, csrfToken: sessionCsrfToken(ctx, session.id) },
        cookies: [toRefreshCookie(started)],
      }
    : { body: { ...body, refreshToken }, cookies: [] }
}
