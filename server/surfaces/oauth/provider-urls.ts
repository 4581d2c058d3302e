import type { Context } from '../../context.ts'

/** Where providers send people back to, when an app named one as the connection. */
export const toCallbackUrl = (ctx: Context, provider: string): string =>
  `${ctx.config.publicUrl}/oauth2/callback/${provider}`
