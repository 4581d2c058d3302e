import { forgetOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showForgot } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const showForgotPassword: Handle<'oauth.showForgotPassword'> = async ({ query }, ctx) => {
  const opened = await openStep(ctx, query)
  if (opened.kind === 'elsewhere') return opened.answer
  return { status: 200, ...(await showForgot(opened.page, { email: query.login_hint })) }
}

export const submitForgotPassword: Handle<'oauth.submitForgotPassword'> = async ({ query, body, cookies }, ctx) => {
  const { email } = body
  const opened = await openStep(ctx, query, { email })
  if (opened.kind === 'elsewhere') return opened.answer
  const step = await forgetOnPage(opened.page.ctx, opened.page.request, { email, form: proofOf(cookies, body) })
  return goOn<'oauth.submitForgotPassword'>(opened.page, step, { email }, showForgot)
}
