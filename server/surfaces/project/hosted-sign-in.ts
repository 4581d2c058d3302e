import { signInOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'
import { showSignIn as signInPage } from './hosted-views.ts'

export const showSignIn: Handle<'project.showSignIn'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await signInPage(await openStep(ctx, query))),
})

export const submitSignIn: Handle<'project.submitSignIn'> = async ({ query, body, cookies }, ctx) => {
  const showing = await openStep(ctx, query)
  const step = await signInOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitSignIn'>(showing, step, body, signInPage)
}
