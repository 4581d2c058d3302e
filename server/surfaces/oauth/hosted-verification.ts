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
  const step = await resendOnPage(opened.page.ctx, opened.page.request, { email, form: proofOf(cookies, body) })
  return goOn<'oauth.resendVerification'>(opened.page, step, { email, note: 'new_mail_on_its_way' }, showVerify)
}

/** The cookie of the form says whether the page is open in this browser: the app waits for its answer here. */
export const returnToAuthorization: Handle<'oauth.returnToAuthorization'> = async ({ query, cookies }, ctx) => {
  const opened = await openStep(ctx, query)
  if (opened.kind === 'elsewhere') return opened.answer
  const Location = toFormUrl(query)
  if (cookies.sign_in_form !== undefined) return { status: 303, headers: { Location } }
  const shown = { text: 'go_on_where_you_began', url: Location } as const
  return { status: 200, ...(await showOtherBrowser(opened.page.ctx, opened.page.asked, shown)) }
}
