import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as contract from './contract.ts'
import * as health from './health.ts'
import * as sandbox from './sandbox.ts'

const handlers: Handlers<'service'> = { ...health, ...contract, ...sandbox }

export const service = { handlers, schemes: {} } satisfies SurfaceModule
