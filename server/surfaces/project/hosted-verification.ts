import { resendOnPage, verifyOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'
import { showVerify } from './hosted-views.ts'

export const submitVerification: Handle<'project.submitVerification'> = async ({ query, body, cookies }, ctx) => {
  const showing = await openStep(ctx, query)
  const step = await verifyOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitVerification'>(showing, step, body, showVerify)
}

export const resendVerification: Handle<'project.resendVerification'> = async ({ query, body, cookies }, ctx) => {
  const showing = await openStep(ctx, query)
  const step = await resendOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.resendVerification'>(
    { ...showing, note: 'If the address can get such a mail, a new one is on its way.' },
    step,
    body,
    showVerify,
  )
}
