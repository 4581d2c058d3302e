import { forgetOnPage, resetOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showForgot, showReset } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf, toStep } from './hosted-steps.ts'

export const openForgotPassword: Handle<'project.openForgotPassword'> = ({ query }, ctx) =>
  toStep(ctx, '/auth/hosted/forgot-password', query)

export const showForgotPassword: Handle<'project.showForgotPassword'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await showForgot(await openStep(ctx, query), {})),
})

export const submitForgotPassword: Handle<'project.submitForgotPassword'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const { email } = body
  const step = await forgetOnPage(ctx, page.request, { email, form: proofOf(cookies, body) })
  return goOn<'project.submitForgotPassword'>(page, step, { email }, showForgot)
}

export const submitNewPassword: Handle<'project.submitNewPassword'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const step = await resetOnPage(ctx, page.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitNewPassword'>(page, step, { email: body.email }, showReset)
}
