import { passkeyOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSignIn } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const submitPasskey: Handle<'project.submitPasskey'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const { credential } = body
  const step = await passkeyOnPage(ctx, page.request, { credential, form: proofOf(cookies, body) })
  return goOn<'project.submitPasskey'>(page, step, {}, showSignIn)
}
