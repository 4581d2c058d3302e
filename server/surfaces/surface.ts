import type { Context } from '../context.ts'
import type * as asked from '../request-context.ts'

export type { CookiesSent } from '../request-context.ts'
export type Authenticate = asked.Authenticate<Context>
/** A surface of ours. */
export type SurfaceModule = asked.Spoken<Context>
