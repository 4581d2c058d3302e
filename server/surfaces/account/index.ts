import { fittingPair } from '../../identity/sessions/csrf.ts'
import { originsOfClients } from '../../identity/clients/origins.ts'
import { callerOfAnyAccessToken, callerOfRefreshToken } from '../../identity/sessions/callers.ts'
import { clientsOfRequests } from '../../identity/clients/request-clients.ts'
import { fromClaims } from '../claims.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers, resources } from './handlers.ts'

export const account = {
  handlers,
  resources,
  schemes: {
    accountBearer: (ctx, token) => callerOfAnyAccessToken(ctx, token, 'account', fromClaims),
    accountRefreshCookie: (ctx, token) => callerOfRefreshToken(ctx, token, 'account'),
  },
  origins: originsOfClients,
  clients: clientsOfRequests,
  chooseCookies: async (ctx, { values, csrfToken: token }) => {
    const [sessions = [], refreshTokens = []] = [values.get('csrf_session'), values.get('refresh_token')]
    const pair = await fittingPair(ctx, { sessions, refreshTokens, token })
    // Where none fits, no token does: as if there were no CSRF session, whoever plants one could do without. A page that asks
    // for its token has none yet, and any of them will do: requests are asked for the one that their token is of.
    const fallback = token === undefined ? sessions[0] : ctx.ids.secret()
    const chosen: Record<string, string> =
      sessions.length > 0 ? { csrf_session: pair?.session ?? fallback ?? ctx.ids.secret() } : {}
    return pair?.refreshToken === undefined ? chosen : { ...chosen, refresh_token: pair.refreshToken }
  },
} satisfies SurfaceModule
