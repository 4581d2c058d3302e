import { callerOfAccessToken, callerOfRefreshToken } from '../../identity/sessions/callers.ts'
import { callerOfReader } from '../../identity/clients/tenant-keys.ts'
import { originsOfService } from '../../identity/clients/origins.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers, resources } from './handlers.ts'

export const platform = {
  handlers,
  resources,
  schemes: {
    platformBearer: (ctx, token) => callerOfAccessToken(ctx, token, 'platform'),
    platformReader: callerOfReader,
    // A published client sends the access token, its documentation says the refresh token. Only a JWT has dots.
    platformSessionBearer: (ctx, token) =>
      token.includes('.') ? callerOfAccessToken(ctx, token, 'platform') : callerOfRefreshToken(ctx, token, 'platform'),
  },
  origins: originsOfService,
} satisfies SurfaceModule
