import { originsOfService } from '../../identity/clients/origins.ts'
import { callerOfScimToken } from '../../identity/clients/scim-tokens.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers } from './handlers.ts'

export const scim = {
  handlers,
  schemes: { scimToken: callerOfScimToken },
  origins: originsOfService,
} satisfies SurfaceModule
