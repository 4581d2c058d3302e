import { signInOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import type { Handle } from '../handle.ts'
import { showSignIn as signInPage } from '../sign-in-pages.ts'
import { goOn, openStep, proofOf } from './hosted-steps.ts'

export const showSignIn: Handle<'project.showSignIn'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await signInPage(await openStep(ctx, query), {})),
})

export const submitSignIn: Handle<'project.submitSignIn'> = async ({ query, body, cookies }, ctx) => {
  const page = await openStep(ctx, query)
  const step = await signInOnPage(ctx, page.request, {
    ...body,
    form: proofOf(cookies, body),
    device: cookies.remembered_device,
  })
  return goOn<'project.submitSignIn'>(page, step, { email: body.email }, signInPage)
}
