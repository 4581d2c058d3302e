import { type ProjectCodeAsked, requireCodeRequest, sendToProvider } from '../../identity/providers/project-oauth.ts'
import { requireProvider } from '../../identity/providers/provider-flows.ts'
import type { Handle } from '../handle.ts'
import { toFlowCookie } from '../provider-flows.ts'
import { type ProviderQuery, flowCookiePath, toAuthUrl, toCallbackUrl } from './provider-urls.ts'
import { toErrorUrl } from './redirects.ts'

const fromQuery = (query: ProviderQuery): ProjectCodeAsked => ({
  redirectUri: query.redirect_uri,
  codeChallenge: query.code_challenge,
})

export const startOAuth: Handle<'project.startOAuth'> = async ({ path, query }, ctx) => {
  const { provider } = requireProvider(ctx, path.provider)
  await requireCodeRequest(ctx, fromQuery(query))
  const authUrl = toAuthUrl(ctx, provider.name, query)
  return ctx.wantsPage ? { status: 303, headers: { Location: authUrl } } : { status: 200, body: { authUrl } }
}

export const openOAuth: Handle<'project.openOAuth'> = async ({ path, query }, ctx) => {
  const { provider } = requireProvider(ctx, path.provider)
  const request = await requireCodeRequest(ctx, fromQuery(query))
  const { login_hint, prompt } = query
  const sent = await sendToProvider(ctx, request, {
    provider: provider.name,
    callbackUrl: toCallbackUrl(ctx, provider.name),
    hints: { login_hint, prompt },
  })
  if (sent.kind === 'refused') {
    return { status: 303, headers: { Location: toErrorUrl(request.redirectUri, sent.failure) } }
  }
  return { status: 303, headers: { Location: sent.authorizeUrl }, cookies: [toFlowCookie(flowCookiePath, sent)] }
}
