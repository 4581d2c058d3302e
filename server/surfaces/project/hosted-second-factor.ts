import { passSecondFactorOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSecondFactor } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const submitSecondFactor: Handle<'project.submitSecondFactor'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const { ticket, code, credential, remember_device } = body
  const remember = remember_device !== undefined
  const step = await passSecondFactorOnPage(ctx, page.request, {
    ticket,
    typed: { code, credential },
    remember,
    form: proofOf(cookies, body),
  })
  return goOn<'project.submitSecondFactor'>(page, step, { ticket }, showSecondFactor)
}
