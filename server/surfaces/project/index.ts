import { callerOfProjectAdmin, callerOfProjectCredential, callerOfProjectUser } from '../../identity/project-callers.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as admin from './admin.ts'
import * as config from './config.ts'
import * as email from './email.ts'
import * as hosted from './hosted.ts'
import * as oauth from './oauth.ts'
import * as profiles from './profiles.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

const handlers: Handlers<'project'> = {
  ...users,
  ...sessions,
  ...profiles,
  ...config,
  ...email,
  ...oauth,
  ...hosted,
  ...admin,
}

export const project = {
  handlers,
  schemes: {
    projectUser: callerOfProjectUser,
    projectAdmin: callerOfProjectAdmin,
    projectBearer: callerOfProjectCredential,
  },
} satisfies SurfaceModule
