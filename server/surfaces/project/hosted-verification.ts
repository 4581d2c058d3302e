import { resendOnPage, verifyOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showVerify } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const submitVerification: Handle<'project.submitVerification'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const { email, code } = body
  const step = await verifyOnPage(ctx, page.request, { email, code, form: proofOf(cookies, body) })
  return goOn<'project.submitVerification'>(page, step, { email }, showVerify)
}

export const resendVerification: Handle<'project.resendVerification'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const { email } = body
  const step = await resendOnPage(ctx, page.request, { email, form: proofOf(cookies, body) })
  return goOn<'project.resendVerification'>(page, step, { email, note: 'new_mail_on_its_way' }, showVerify)
}
