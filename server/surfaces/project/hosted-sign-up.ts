import { signUpOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSignUp as signUpPage } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const showSignUp: Handle<'project.showSignUp'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await signUpPage(await openStep(ctx, query), {})),
})

export const submitSignUp: Handle<'project.submitSignUp'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const { email, password, name = '' } = body
  const step = await signUpOnPage(ctx, page.request, { email, password, name, form: proofOf(cookies, body) })
  return goOn<'project.submitSignUp'>(page, step, { email, name }, signUpPage)
}
