import type { Context } from '../../context.ts'
import { toSubmitUrl } from './views.ts'

export const toAuthorizeUrl = (ctx: Context, provider: string): string =>
  toSubmitUrl(ctx, `/auth/${provider}/authorize`)

/** Where providers send people back to who came by `authorizeWithProvider`. */
export const toCallbackUrl = (ctx: Context, provider: string): string => toSubmitUrl(ctx, `/auth/${provider}/callback`)
