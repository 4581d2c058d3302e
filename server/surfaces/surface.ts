import type { Context } from '../context.ts'
import type * as asked from '../request-context.ts'

export type { CookiesSent } from '../request-context.ts'
export type Authenticate = asked.Authenticate<Context>
/** A surface of ours. */
export interface SurfaceModule extends asked.Spoken<Context> {
  /** What its handlers stand in, read when it is first asked for. */
  readonly resources: Readonly<Record<string, () => Promise<object>>>
}
