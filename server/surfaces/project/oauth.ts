import type { Context } from '../../context.ts'
import { type ProjectCodeAsked, requireCodeRequest, sendToProvider } from '../../identity/project-oauth.ts'
import { requireProvider } from '../../identity/provider-flows.ts'
import { withQuery } from '../../identity/redirects.ts'
import type { Handle } from '../handle.ts'
import { toFlowCookie } from '../provider-flows.ts'
import { flowCookiePath, toCallbackUrl } from './oauth-callbacks.ts'
import { toErrorUrl } from './redirects.ts'

interface Query {
  readonly redirect_uri: string
  readonly code_challenge: string
  readonly login_hint?: string
  readonly prompt?: string
}

const fromQuery = (query: Query): ProjectCodeAsked => ({
  redirectUri: query.redirect_uri,
  codeChallenge: query.code_challenge,
})

/** The address that ties a sign-in to the browser that opens it, also where a program asked for it. */
export const toAuthUrl = (
  ctx: Context,
  provider: string,
  { redirect_uri, code_challenge, login_hint, prompt }: Query,
) =>
  withQuery(`${ctx.config.publicUrl}/api/auth/oauth/${provider}/authorize`, {
    redirect_uri,
    code_challenge,
    login_hint,
    prompt,
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
