import type { Context } from '../../context.ts'
import type { Handle } from '../handle.ts'
import { returnToApp, toCallback } from '../provider-flows.ts'

/** Where providers send people back to, when an app named one as the connection. */
export const toCallbackUrl = (ctx: Context, provider: string): string =>
  `${ctx.config.publicUrl}/oauth2/callback/${provider}`

export const finishProviderSignIn: Handle<'oauth.finishProviderSignIn'> = async ({ path, query, cookies }, ctx) => {
  const callbackUrl = toCallbackUrl(ctx, path.provider)
  return returnToApp(ctx, '/oauth2', toCallback(path.provider, callbackUrl, query, cookies.provider_flow))
}

export const finishProviderForm: Handle<'oauth.finishProviderForm'> = async ({ path, body, cookies }, ctx) => {
  const callbackUrl = toCallbackUrl(ctx, path.provider)
  return returnToApp(ctx, '/oauth2', toCallback(path.provider, callbackUrl, body, cookies.provider_flow))
}
