import type { Context } from '../../context.ts'
import {
  type ProjectCodeAsked,
  answerFromProvider,
  redeemProjectCode,
  requireCodeRequest,
  sendToProvider,
} from '../../identity/project-oauth.ts'
import { requireProvider } from '../../identity/provider-flows.ts'
import type { Handle } from '../handle.ts'
import { clearedFlowCookie, toCallback, toFlowCookie } from '../provider-flows.ts'
import { type ProviderQuery, toAuthUrl, toCallbackUrl } from './provider-urls.ts'
import { toCodeUrl, toErrorUrl } from './redirects.ts'
import { toSession } from './signed-in.ts'

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
  return { status: 303, headers: { Location: sent.authorizeUrl }, cookies: [toFlowCookie(cookiePath, sent)] }
}

/** All callbacks are under it. */
const cookiePath = '/api/auth/oauth'

type Came = Parameters<typeof toCallback>[2]

const finish = async (ctx: Context, provider: string, came: Came, browser: string | undefined) => {
  const callback = toCallback(provider, toCallbackUrl(ctx, provider), came, browser)
  const answer = await answerFromProvider(ctx, callback)
  const { redirectUri } = answer
  const url = answer.kind === 'code' ? toCodeUrl(redirectUri, answer.code) : toErrorUrl(redirectUri, answer.failure)
  return { status: 303 as const, headers: { Location: url }, cookies: [clearedFlowCookie(cookiePath)] }
}

export const finishOAuth: Handle<'project.finishOAuth'> = ({ path, query, cookies }, ctx) =>
  finish(ctx, path.provider, query, cookies.provider_flow)

export const finishOAuthForm: Handle<'project.finishOAuthForm'> = ({ path, body, cookies }, ctx) =>
  finish(ctx, path.provider, body, cookies.provider_flow)

export const exchangeOAuthCode: Handle<'project.exchangeOAuthCode'> = async ({ body, query }, ctx) => {
  const redeemed = await redeemProjectCode(ctx, { code: body.code, codeVerifier: body.code_verifier })
  const session = await toSession(ctx, redeemed, query.client_type)
  const redirectTo = redeemed.environment.settings.signInRedirectTo
  return { status: 200, ...session, body: { refreshToken: null, ...session.body, redirectTo } }
}
