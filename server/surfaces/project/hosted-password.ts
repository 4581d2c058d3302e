import { forgetOnPage, resetOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'
import { showForgot, showReset } from './hosted-views.ts'

export const showForgotPassword: Handle<'project.showForgotPassword'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await showForgot(await openStep(ctx, query))),
})

export const submitForgotPassword: Handle<'project.submitForgotPassword'> = async ({ query, body, cookies }, ctx) => {
  const showing = await openStep(ctx, query)
  const step = await forgetOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitForgotPassword'>(showing, step, body, showForgot)
}

export const submitNewPassword: Handle<'project.submitNewPassword'> = async ({ query, body, cookies }, ctx) => {
  const showing = await openStep(ctx, query)
  const step = await resetOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitNewPassword'>(showing, step, body, showReset)
}
