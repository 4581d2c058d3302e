import { checkAuthorization, isSilent, mayGoStraightOn } from '../../identity/authorization/authorization-requests.ts'
import { requireProvider } from '../../identity/providers/provider-flows.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import { toErrorUrl } from '../authorization-answers.ts'
import type { Handle } from '../handle.ts'
import { goToProvider, returnToApp, toCallback, toHints } from '../provider-flows.ts'
import { toCallbackUrl } from './provider-urls.ts'

export const authorizeWithProvider: Handle<'account.authorizeWithProvider'> = async ({ path, query }, ctx) => {
  const { provider } = requireProvider(ctx, path.provider)
  const checked = await checkAuthorization(ctx, {
    clientId: query.client_id,
    redirectUri: query.redirect_uri,
    responseType: query.response_type ?? 'code',
    responseMode: query.response_mode,
    state: query.state,
    scope: query.scope,
    codeChallenge: query.code_challenge,
    codeChallengeMethod: query.code_challenge_method,
    nonce: query.nonce,
    prompt: query.prompt,
  })
  if (checked.kind === 'refused') return { status: 303, headers: { Location: toErrorUrl(ctx, checked) } }
  if (isSilent(query) || !mayGoStraightOn(checked.request.client, query)) {
    const asked = { ...query, response_type: 'code', connection: provider.name }
    return { status: 303, headers: { Location: withQuery(`${ctx.config.publicUrl}/oauth2/authorize`, asked) } }
  }
  const callbackUrl = toCallbackUrl(ctx, provider.name)
  return goToProvider(ctx, '/auth', checked.request, { provider: provider.name, callbackUrl, hints: toHints(query) })
}

export const finishProviderSignIn: Handle<'account.finishProviderSignIn'> = async ({ path, query, cookies }, ctx) => {
  const callbackUrl = toCallbackUrl(ctx, path.provider)
  return returnToApp(ctx, '/auth', toCallback(path.provider, callbackUrl, query, cookies.provider_flow))
}

export const finishProviderForm: Handle<'account.finishProviderForm'> = async ({ path, body, cookies }, ctx) => {
  const callbackUrl = toCallbackUrl(ctx, path.provider)
  return returnToApp(ctx, '/auth', toCallback(path.provider, callbackUrl, body, cookies.provider_flow))
}
