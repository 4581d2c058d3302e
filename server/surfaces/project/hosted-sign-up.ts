import { signUpOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSignUp as signUpPage, whyClosed } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf, toStep } from './hosted-steps.ts'

export const openSignUp: Handle<'project.openSignUp'> = ({ query }, ctx) => toStep(ctx, '/auth/hosted/sign-up', query)

export const showSignUp: Handle<'project.showSignUp'> = async ({ query }, ctx) => {
  const page = await openStep(ctx, query)
  const failure = whyClosed(page)
  if (failure) return goOn<'project.showSignUp'>(page, { kind: 'again', failure }, {}, signUpPage)
  return { status: 200, ...(await signUpPage(page, {})) }
}

export const submitSignUp: Handle<'project.submitSignUp'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const { email, password, name = '' } = body
  const step = await signUpOnPage(ctx, page.request, { email, password, name, form: proofOf(cookies, body) })
  return goOn<'project.submitSignUp'>(page, step, { email, name }, signUpPage)
}
