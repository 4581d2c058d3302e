import type { Context } from '../../context.ts'
import { requireEntry } from '../../identity/clients/application-redirects.ts'
import { requireCodeChallenge } from '../../identity/authorization/authorization-codes.ts'
import { requireProvider } from '../../identity/providers/provider-flows.ts'
import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { isBackend } from '../../identity/clients/secret-keys.ts'
import { redeemCodeInSteps } from '../../identity/sign-in/sign-in-steps.ts'
import { bySecretKey } from '../../model/authorization-code.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { toChallenge } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { goToProvider, returnToApp, toCallback, toHints } from '../provider-flows.ts'
import { flowCookiePath, toCallbackUrl } from './provider-urls.ts'
import { toSignedIn } from './signed-in.ts'

export const startOAuth: Handle<'app.startOAuth'> = async ({ path, query }, ctx) => {
  const { provider } = requireProvider(ctx, path.provider)
  const { redirect_uri: redirectUri, code_challenge: challenge } = query
  const request = {
    environment: await requireEntry(ctx, { redirectUri, of: query.tenant_id }),
    client: null,
    redirectUri,
    codeChallenge: challenge === undefined ? bySecretKey : requireCodeChallenge(challenge, 'S256'),
    state: query.state ?? null,
    scope: null,
    nonce: null,
  }
  const callbackUrl = toCallbackUrl(ctx, provider.name)
  return goToProvider(ctx, flowCookiePath, request, { provider: provider.name, callbackUrl, hints: toHints(query) })
}

type Came = Parameters<typeof toCallback>[2]

const finish = (ctx: Context, provider: string, came: Came, browser: string | undefined) =>
  returnToApp(ctx, flowCookiePath, toCallback(provider, toCallbackUrl(ctx, provider), came, browser), {
    policy: policies.app,
  })

export const finishOAuth: Handle<'app.finishOAuth'> = ({ path, query, cookies }, ctx) =>
  finish(ctx, path.provider, query, cookies.provider_flow)

export const finishOAuthForm: Handle<'app.finishOAuthForm'> = ({ path, body, cookies }, ctx) =>
  finish(ctx, path.provider, body, cookies.provider_flow)

export const exchangeOAuthCode: Handle<'app.exchangeOAuthCode'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const codeVerifier = body.code_verifier ?? null
  if (codeVerifier === null && !(await isBackend(ctx))) {
    throw new Failure('invalid_request', 'code_verifier: is missing, and no secret key takes its place')
  }
  const exchange = { code: body.code, codeVerifier, environment, client: null }
  const redeemed = await redeemCodeInSteps(ctx, policies.app, exchange)
  if (redeemed.kind === 'challenged') return { status: 200, body: toChallenge(redeemed) }
  return { status: 200, body: await toSignedIn(ctx, { ...redeemed, environment }) }
}
