import { passkeyOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSignIn } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const submitPasskey: Handle<'oauth.submitPasskey'> = async ({ query, body, cookies }, ctx) => {
  const opened = await openStep(ctx, query, { cookie: cookies.browser_session })
  if (opened.kind === 'elsewhere') return opened.answer
  const { page } = opened
  const { credential } = body
  const step = await passkeyOnPage(page.ctx, page.request, { credential, form: proofOf(cookies, body) })
  return goOn<'oauth.submitPasskey'>(page, step, {}, showSignIn)
}
