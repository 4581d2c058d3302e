import { signUpOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'
import { showSignUp as signUpPage } from './hosted-views.ts'

export const showSignUp: Handle<'project.showSignUp'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await signUpPage(await openStep(ctx, query))),
})

export const submitSignUp: Handle<'project.submitSignUp'> = async ({ query, body, cookies }, ctx) => {
  const showing = await openStep(ctx, query)
  const { email, password, name = '' } = body
  const step = await signUpOnPage(ctx, showing.request, { email, password, name, form: proofOf(cookies, body) })
  return goOn<'project.submitSignUp'>(showing, step, body, signUpPage)
}
