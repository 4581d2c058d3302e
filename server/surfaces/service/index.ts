import { originsOfService } from '../../identity/clients/origins.ts'
import { callerOfStandInToken } from '../../sandbox/stand-ins.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers, resources } from './handlers.ts'

export const service = {
  handlers,
  resources,
  schemes: { standInToken: callerOfStandInToken },
  origins: originsOfService,
} satisfies SurfaceModule
