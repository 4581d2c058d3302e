import { fittingPair } from '../../identity/sessions/csrf.ts'
import { originsOfClients } from '../../identity/clients/origins.ts'
import { callerOfAnyAccessToken, callerOfRefreshToken } from '../../identity/sessions/callers.ts'
import { fromClaims } from '../claims.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as accountViews from './account-views.ts'
import * as accounts from './accounts.ts'
import * as applicationUsers from './application-users.ts'
import * as childAccounts from './child-accounts.ts'
import * as clients from './clients.ts'
import * as csrf from './csrf.ts'
import * as emailVerifications from './email-verifications.ts'
import * as invitations from './invitations.ts'
import * as loginMethods from './login-methods.ts'
import * as magicLinks from './magic-links.ts'
import * as passwordResets from './password-resets.ts'
import * as members from './members.ts'
import * as providers from './providers.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'
import * as waitlists from './waitlists.ts'

const handlers: Handlers<'account'> = {
  ...users,
  ...sessions,
  ...csrf,
  ...loginMethods,
  ...magicLinks,
  ...emailVerifications,
  ...passwordResets,
  ...accounts,
  ...childAccounts,
  ...clients,
  ...members,
  ...invitations,
  ...applicationUsers,
  ...providers,
  ...accountViews,
  ...waitlists,
}

export const account = {
  handlers,
  schemes: {
    accountBearer: (ctx, token) => callerOfAnyAccessToken(ctx, token, 'account', fromClaims),
    accountRefreshCookie: (ctx, token) => callerOfRefreshToken(ctx, token, 'account'),
  },
  origins: originsOfClients,
  chooseCookies: async (ctx, { values, csrfToken: token }) => {
    const [sessions = [], refreshTokens = []] = [values.get('csrf_session'), values.get('refresh_token')]
    const pair = await fittingPair(ctx, { sessions, refreshTokens, token })
    // Where none fits, no token does: as if there were no CSRF session, whoever plants one could do without.
    const chosen: Record<string, string> =
      sessions.length > 0 ? { csrf_session: pair?.session ?? ctx.ids.secret() } : {}
    return pair?.refreshToken === undefined ? chosen : { ...chosen, refresh_token: pair.refreshToken }
  },
} satisfies SurfaceModule
