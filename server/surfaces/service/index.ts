import { originsOfService } from '../../identity/clients/origins.ts'
import { callerOfStandInToken } from '../../sandbox/stand-ins.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as contract from './contract.ts'
import * as health from './health.ts'
import * as sandbox from './sandbox.ts'
import * as standIns from './stand-ins.ts'

const handlers: Handlers<'service'> = { ...health, ...contract, ...sandbox, ...standIns }

export const service = {
  handlers,
  schemes: { standInToken: callerOfStandInToken },
  origins: originsOfService,
} satisfies SurfaceModule
