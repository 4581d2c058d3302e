// To a provider and back: what the surfaces that serve apps share.
import type { Cookie } from '../../generated/operations.ts'
import type { Context } from '../context.ts'
import type { CodeRequested } from '../identity/authorization/answered-requests.ts'
import {
  type BackFromProvider,
  answerFromProvider,
  sendToProvider,
} from '../identity/providers/provider-authorization.ts'
import { type ProviderCallback, type ProviderStart, providerFlowSeconds } from '../identity/providers/provider-flows.ts'
import { type Policy, policies } from '../model/policies.ts'
import { ticketSeconds } from '../model/second-factor.ts'
import { toCodeUrl, toErrorUrl } from './authorization-answers.ts'
import { toBrowserCookie } from './browser-cookie.ts'
import { withQuery } from '../identity/authorization/redirects.ts'

/** Sends the browser to a provider, with the cookie that lets it come back. `path` is what all callbacks are under. */
export const goToProvider = async (
  ctx: Context,
  path: string,
  request: CodeRequested,
  start: Pick<ProviderStart, 'provider' | 'callbackUrl' | 'hints'>,
) => {
  const sent = await sendToProvider(ctx, request, start)
  if (sent.kind === 'refused') return { status: 303 as const, headers: { Location: toErrorUrl(ctx, sent) } }
  return { status: 303 as const, headers: { Location: sent.authorizeUrl }, cookies: [toFlowCookie(path, sent)] }
}

/** Sends a browser that is back from a provider on to the app, with a code or with an error. */
export const returnToApp = async (
  ctx: Context,
  path: string,
  callback: ProviderCallback,
  { policy = policies.account, browser }: { policy?: Policy; browser?: string | undefined } = {},
) => {
  const answer = await answerFromProvider(ctx, policy, callback, browser)
  const started = answer.started === undefined ? [] : [toBrowserCookie(answer.started)]
  const step = answer.kind === 'second_factor' ? [toStepCookie(answer.ticket)] : []
  const cookies = [clearedFlowCookie(path), ...started, ...step]
  return { status: 303 as const, headers: { Location: toNext(ctx, answer) }, cookies }
}

const toNext = (ctx: Context, answer: BackFromProvider): string => {
  switch (answer.kind) {
    case 'code':
      return toCodeUrl(ctx, answer.request, answer.code)
    case 'refused':
      return toErrorUrl(ctx, answer)
    case 'linked': {
      const { redirectUri, provider, failure, code } = answer
      const said = code === undefined ? { linked: provider } : { link_code: code }
      return withQuery(redirectUri ?? `${ctx.config.publicUrl}/account`, failure ? { error: failure.code } : said)
    }
    case 'resume':
    case 'second_factor':
      return withQuery(`${ctx.config.publicUrl}/oauth2/authorize${answer.kind === 'resume' ? '' : '/second-factor'}`, {
        client_id: answer.request.client.id,
        request_uri: answer.requestUri,
      })
  }
}

/** What a provider sends, as the contract of a callback has it. */
interface Sent {
  readonly code?: string
  readonly state?: string
  readonly error?: string
  readonly iss?: string
  readonly user?: string
}

export const toCallback = (
  provider: string,
  callbackUrl: string,
  { code, state, error, iss, user }: Sent,
  browser: string | undefined,
): ProviderCallback => ({ provider, callbackUrl, code, state, error, iss, user, browser })

/** The only parameters of a request that go on to a provider. */
export const toHints = ({ login_hint, prompt }: { login_hint?: string; prompt?: string }) => ({
  login_hint,
  prompt: prompt !== undefined && ['login', 'consent', 'select_account'].includes(prompt) ? prompt : undefined,
})

/** For the step that asks for a second factor: the browser comes there from the provider's site. */
const toStepCookie = (ticket: string): Cookie => ({
  name: 'second_step',
  path: '/oauth2/authorize',
  sameSite: 'Lax',
  httpOnly: true,
  value: ticket,
  maxAge: ticketSeconds,
})

const cookie = { name: 'provider_flow', httpOnly: true } as const

/** A provider that comes back with a form comes from another site: only then a cookie that is sent along from there. */
export const toFlowCookie = (
  path: string,
  { browser, comesByForm }: { browser: string; comesByForm: boolean },
): Cookie => ({
  ...cookie,
  path,
  value: browser,
  maxAge: providerFlowSeconds,
  sameSite: comesByForm ? 'None' : 'Lax',
})

/** Takes it back: the browser has come back. */
export const clearedFlowCookie = (path: string): Cookie => ({ ...cookie, path, value: '', maxAge: 0, sameSite: 'Lax' })
