import { callerOfBasic } from '../../identity/client-authentication.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as authorization from './authorize.ts'
import * as discovery from './discovery.ts'
import * as providers from './providers.ts'
import * as tokens from './tokens.ts'

const handlers: Handlers<'oauth'> = { ...authorization, ...discovery, ...providers, ...tokens }

export const oauth = { handlers, schemes: { oauthClientBasic: callerOfBasic } } satisfies SurfaceModule
