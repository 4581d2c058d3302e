import { passSecondFactorOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSecondFactor as secondFactorPage, showSignIn } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

/** For who is back from a provider: their cookie has the ticket. Without one the sign-in begins anew. */
export const showSecondFactor: Handle<'oauth.showSecondFactor'> = async ({ query, cookies }, ctx) => {
  const opened = await openStep(ctx, query)
  if (opened.kind === 'elsewhere') return opened.answer
  const ticket = cookies.second_step
  const { page } = opened
  return { status: 200, ...(await (ticket === undefined ? showSignIn(page, {}) : secondFactorPage(page, { ticket }))) }
}

export const submitSecondFactor: Handle<'oauth.submitSecondFactor'> = async ({ query, body, cookies }, ctx) => {
  const opened = await openStep(ctx, query, { cookie: cookies.browser_session })
  if (opened.kind === 'elsewhere') return opened.answer
  const { page } = opened
  const { ticket, code, credential, remember_device } = body
  const remember = remember_device !== undefined
  const step = await passSecondFactorOnPage(page.ctx, page.request, {
    ticket,
    typed: { code, credential },
    remember,
    form: proofOf(cookies, body),
  })
  return goOn<'oauth.submitSecondFactor'>(page, step, { ticket }, secondFactorPage)
}
