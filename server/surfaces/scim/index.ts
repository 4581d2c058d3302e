import { originsOfService } from '../../identity/clients/origins.ts'
import { callerOfScimToken } from '../../identity/clients/scim-tokens.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers, resources } from './handlers.ts'

export const scim = {
  handlers,
  resources,
  schemes: { scimToken: callerOfScimToken },
  origins: originsOfService,
} satisfies SurfaceModule
