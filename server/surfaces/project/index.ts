import { callerOfProjectToken } from '../../identity/project.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

const handlers: Handlers<'project'> = { ...users, ...sessions }

export const project = { handlers, schemes: { projectUser: callerOfProjectToken } } satisfies SurfaceModule
