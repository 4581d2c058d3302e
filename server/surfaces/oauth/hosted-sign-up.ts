import { signUpOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSignUp as signUpPage, whyClosed } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const showSignUp: Handle<'oauth.showSignUp'> = async ({ query }, ctx) => {
  const opened = await openStep(ctx, query)
  if (opened.kind === 'elsewhere') return opened.answer
  const { page } = opened
  const failure = whyClosed(page)
  if (failure) return goOn<'oauth.showSignUp'>(page, { kind: 'again', failure }, {}, signUpPage)
  return { status: 200, ...(await signUpPage(page, {})) }
}

export const submitSignUp: Handle<'oauth.submitSignUp'> = async ({ query, body, cookies }, ctx) => {
  const { email, password, name = '' } = body
  const opened = await openStep(ctx, query, { cookie: cookies.browser_session, email })
  if (opened.kind === 'elsewhere') return opened.answer
  const { page } = opened
  const step = await signUpOnPage(page.ctx, page.request, { email, password, name, form: proofOf(cookies, body) })
  return goOn<'oauth.submitSignUp'>(page, step, { email, name }, signUpPage)
}
