import { callerOfAccessToken } from '../../identity/sessions/callers.ts'
import { originsOfEnvironments } from '../../identity/clients/origins.ts'
import { callerOfPublishableKey } from '../../identity/clients/publishable-keys.ts'
import { callerOfSecretKey, callerOfSecretKeyAlone } from '../../identity/clients/secret-keys.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers, resources } from './handlers.ts'

export const app = {
  handlers,
  resources,
  schemes: {
    appPublishableKey: callerOfPublishableKey,
    appSecretKey: callerOfSecretKey,
    appSecretKeyAlone: callerOfSecretKeyAlone,
    appBearer: (ctx, token) => callerOfAccessToken(ctx, token, 'app'),
  },
  origins: originsOfEnvironments,
} satisfies SurfaceModule
