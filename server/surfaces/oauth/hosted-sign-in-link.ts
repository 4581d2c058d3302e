import type { Context } from '../../context.ts'
import { goOnAs, sendLinkOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import { proveByMagicLink } from '../../identity/sign-in/magic-link.ts'
import { type Proven, presentProof } from '../../identity/proofs/one-time-proofs.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle } from '../handle.ts'
import { showSecondFactor, showSignIn } from '../sign-in-pages.ts'
import { showLink, showOtherBrowser } from './authorization-pages.ts'
import { goOn, openStep, proofOf, requestOfReturn } from './hosted-steps.ts'

export const sendSignInLink: Handle<'oauth.sendSignInLink'> = async ({ query, body, cookies }, ctx) => {
  const { email } = body
  const opened = await openStep(ctx, query, { email })
  if (opened.kind === 'elsewhere') return opened.answer
  const step = await sendLinkOnPage(opened.page.ctx, opened.page.request, { email, form: proofOf(cookies, body) })
  return goOn<'oauth.sendSignInLink'>(opened.page, step, { email }, showSignIn)
}

export const showSignInLink: Handle<'oauth.showSignInLink'> = async ({ query }, ctx) => {
  const { proven, page } = await openLink(ctx, query.token)
  return { status: 200, ...(await showLink(page.ctx, page.asked, { user: proven.user, token: query.token })) }
}

/** Only where the page is open, whose cookie says so: the app waits for its answer there, and nothing is used up elsewhere. */
export const useSignInLink: Handle<'oauth.useSignInLink'> = async ({ body, cookies }, ctx) => {
  const { proven, page } = await openLink(ctx, body.token, cookies.browser_session)
  if (cookies.sign_in_form === undefined) {
    const text = 'link_is_of_other_browser'
    return { status: 200, ...(await showOtherBrowser(page.ctx, page.asked, { text })) }
  }
  const user = await proveByMagicLink(page.ctx, proven)
  const step = await goOnAs(page.ctx, page.request, { user, by: 'magic_link' }, cookies.remembered_device)
  return goOn<'oauth.useSignInLink'>(page, step, {}, showSecondFactor)
}

/** A link that was mailed for a request at the sign-in page. One whose client is gone is as good as none. */
const openLink = async (ctx: Context, token: string, cookie?: string) => {
  const proven: Proven = await presentProof(ctx, 'magic_link', { token, surface: null })
  const query = requestOfReturn(ctx, proven.redirectUri)
  const opened = query && (await openStep(ctx, query, { cookie }))
  if (opened?.kind !== 'page') throw new Failure('invalid_link')
  const { client, environment } = opened.page.asked
  if (client.id !== proven.clientId || environment.id !== proven.environment.id) throw new Failure('invalid_link')
  return { proven, page: opened.page }
}
