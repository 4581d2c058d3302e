import type { Handle } from '../handle.ts'
import { returnToApp, toCallback } from '../provider-flows.ts'
import { toCallbackUrl } from './provider-urls.ts'

export const finishProviderSignIn: Handle<'oauth.finishProviderSignIn'> = async ({ path, query, cookies }, ctx) => {
  const callbackUrl = toCallbackUrl(ctx, path.provider)
  return returnToApp(ctx, '/oauth2', toCallback(path.provider, callbackUrl, query, cookies.provider_flow), {
    browser: cookies.browser_session,
  })
}

export const finishProviderForm: Handle<'oauth.finishProviderForm'> = async ({ path, body, cookies }, ctx) => {
  const callbackUrl = toCallbackUrl(ctx, path.provider)
  return returnToApp(ctx, '/oauth2', toCallback(path.provider, callbackUrl, body, cookies.provider_flow), {
    browser: cookies.browser_session,
  })
}
