import { callerOfAccessToken, callerOfRefreshToken } from '../../identity/sessions/callers.ts'
import { originsOfService } from '../../identity/clients/origins.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as administrators from './administrators.ts'
import * as apiKeys from './api-keys.ts'
import * as appSessions from './app-sessions.ts'
import * as applications from './applications.ts'
import * as mfa from './mfa.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

const handlers: Handlers<'platform'> = {
  ...administrators,
  ...sessions,
  ...mfa,
  ...applications,
  ...users,
  ...apiKeys,
  ...appSessions,
}

export const platform = {
  handlers,
  schemes: {
    platformBearer: (ctx, token) => callerOfAccessToken(ctx, token, 'platform'),
    // A published client sends the access token, its documentation says the refresh token. Only a JWT has dots.
    platformSessionBearer: (ctx, token) =>
      token.includes('.') ? callerOfAccessToken(ctx, token, 'platform') : callerOfRefreshToken(ctx, token, 'platform'),
  },
  origins: originsOfService,
} satisfies SurfaceModule
