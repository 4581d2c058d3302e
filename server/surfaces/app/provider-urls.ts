// Where providers come back to.
import type { Context } from '../../context.ts'

/** All callbacks are under it. */
export const flowCookiePath = '/api/v1/auth/oauth'

export const toCallbackUrl = (ctx: Context, provider: string): string =>
  `${ctx.config.publicUrl}${flowCookiePath}/${provider}/callback`
