import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as discovery from './discovery.ts'

const handlers: Handlers<'oauth'> = { ...discovery }

export const oauth = { handlers, schemes: {} } satisfies SurfaceModule
