import { passSecondFactorOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSecondFactor } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const submitSecondFactor: Handle<'oauth.submitSecondFactor'> = async ({ query, body, cookies }, ctx) => {
  const opened = await openStep(ctx, query, { cookie: cookies.browser_session })
  if (opened.kind === 'elsewhere') return opened.answer
  const { page } = opened
  const { ticket, code, remember_device } = body
  const remember = remember_device !== undefined
  const step = await passSecondFactorOnPage(page.ctx, page.request, {
    ticket,
    code,
    remember,
    form: proofOf(cookies, body),
  })
  return goOn<'oauth.submitSecondFactor'>(page, step, { ticket }, showSecondFactor)
}
