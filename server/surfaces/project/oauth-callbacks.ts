import type { Context } from '../../context.ts'
import { type CameFromProvider, answerFromProvider } from '../../identity/providers/project-oauth.ts'
import type { Handle } from '../handle.ts'
import { clearedFlowCookie, toCallback } from '../provider-flows.ts'
import { showSecondFactor } from '../sign-in-pages.ts'
import { openStep } from './hosted-steps.ts'
import { flowCookiePath, toCallbackUrl } from './provider-urls.ts'
import { toCodeUrl, toErrorUrl, toLinkUrl } from './redirects.ts'

type Came = Parameters<typeof toCallback>[2]

const finish = async (ctx: Context, provider: string, came: Came, browser: string | undefined) => {
  const callback = toCallback(provider, toCallbackUrl(ctx, provider), came, browser)
  const answer = await answerFromProvider(ctx, callback)
  const { redirectUri } = answer
  const cleared = clearedFlowCookie(flowCookiePath)
  if (answer.kind === 'second_factor') {
    const page = await openStep(ctx, { redirect: redirectUri, code_challenge: answer.codeChallenge })
    const { type, cookies, ...shown } = await showSecondFactor(page, { ticket: answer.ticket })
    return { status: 200 as const, type, ...shown, cookies: [cleared, ...cookies] }
  }
  return { status: 303 as const, headers: { Location: toNext(answer) }, cookies: [cleared] }
}

const toNext = (answer: Exclude<CameFromProvider, { kind: 'second_factor' }>): string => {
  switch (answer.kind) {
    case 'code':
      return toCodeUrl(answer.redirectUri, answer.code)
    case 'linked':
      return toLinkUrl(answer.redirectUri, answer.code)
    case 'refused':
      return toErrorUrl(answer.redirectUri, answer.failure)
  }
}

export const finishOAuth: Handle<'project.finishOAuth'> = ({ path, query, cookies }, ctx) =>
  finish(ctx, path.provider, query, cookies.provider_flow)

export const finishOAuthForm: Handle<'project.finishOAuthForm'> = ({ path, body, cookies }, ctx) =>
  finish(ctx, path.provider, body, cookies.provider_flow)
