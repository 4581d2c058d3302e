import { signUpOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSignUp as signUpPage } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const showSignUp: Handle<'oauth.showSignUp'> = async ({ query }, ctx) => {
  const opened = await openStep(ctx, query)
  return opened.kind === 'page' ? { status: 200, ...(await signUpPage(opened.page, {})) } : opened.answer
}

export const submitSignUp: Handle<'oauth.submitSignUp'> = async ({ query, body, cookies }, ctx) => {
  const { email, password, name = '' } = body
  const opened = await openStep(ctx, query, { cookie: cookies.browser_session, email })
  if (opened.kind === 'elsewhere') return opened.answer
  const { page } = opened
  const step = await signUpOnPage(ctx, page.request, { email, password, name, form: proofOf(cookies, body) })
  return goOn<'oauth.submitSignUp'>(page, step, { email, name }, signUpPage)
}
