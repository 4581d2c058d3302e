import { resendOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showVerify } from '../sign-in-pages.ts'
import { toFormUrl } from './authorization-views.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'
import { showOtherBrowser } from './authorization-pages.ts'

export const resendVerification: Handle<'oauth.resendVerification'> = async ({ query, body, cookies }, ctx) => {
  const { email } = body
  const opened = await openStep(ctx, query, { email })
  if (opened.kind === 'elsewhere') return opened.answer
  const step = await resendOnPage(ctx, opened.page.request, { email, form: proofOf(cookies, body) })
  const note = 'If the address can get such a mail, a new one is on its way.'
  return goOn<'oauth.resendVerification'>(opened.page, step, { email, note }, showVerify)
}

/** The cookie of the form says whether the page is open in this browser: the app waits for its answer here. */
export const returnToAuthorization: Handle<'oauth.returnToAuthorization'> = async ({ query, cookies }, ctx) => {
  const opened = await openStep(ctx, query)
  if (opened.kind === 'elsewhere') return opened.answer
  const Location = toFormUrl(query)
  if (cookies.sign_in_form !== undefined) return { status: 303, headers: { Location } }
  const text = `Go on in the window where you began to sign in. This is another browser, or it was more than an hour ago.`
  const link = { url: Location, label: 'Sign in here instead' }
  return { status: 200, ...(await showOtherBrowser(ctx, opened.page.asked, { text, link })) }
}
