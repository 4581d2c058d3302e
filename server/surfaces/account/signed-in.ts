// What every successful sign-in of this surface answers with.
import type { Context } from '../../context.ts'
import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import { startCsrfSession } from '../../identity/sessions/csrf.ts'
import { profileOf } from '../../identity/people/people.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { policies } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { toClaims, toCsrfCookie, toProfile, toRefreshCookie, toTokens } from './views.ts'

interface SignedIn extends StartedSession {
  readonly user: User
  readonly client: Client | null
  readonly environment: Environment
}

/**
 * Tokens and profile, with the refresh cookie. All of the session is new: for a browser that came with a CSRF session its
 * pair too, so that one planted before is worth nothing.
 */
export const toAuthentication = async (
  ctx: Context,
  started: SignedIn,
  cookies: { readonly csrf_session?: string },
) => {
  const { session, user, client, environment } = started
  const { organizationId, confinedTo } = session
  const csrf = cookies.csrf_session === undefined ? null : startCsrfSession(ctx, session.id)
  const profile = await profileOf(ctx, user, environment.applicationId, organizationId, confinedTo)
  const access = await issueAccessToken(ctx, {
    session,
    audience: ctx.config.publicUrl,
    seconds: client?.accessTokenSeconds ?? policies.account.accessSeconds,
    claims: toClaims(user, profile.active, { clientId: session.clientId, applicationId: environment.applicationId }),
  })
  return {
    body: { tokens: toTokens(access, started), profile: toProfile(profile) },
    ...(csrf && { headers: { 'X-CSRF-Token': csrf.token } }),
    cookies: csrf ? [toRefreshCookie(started), toCsrfCookie(csrf.session)] : [toRefreshCookie(started)],
  }
}
