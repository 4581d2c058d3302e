// The project's own sign-in page: each form leads to the next page, or back to the app.
import type { Context } from '../../context.ts'
import {
  type HostedRequest,
  type HostedStep,
  forgetOnPage,
  resendOnPage,
  resetOnPage,
  signInOnPage,
  signUpOnPage,
  verifyOnPage,
} from '../../identity/hosted-sign-in.ts'
import { requireCodeRequest } from '../../identity/project-oauth.ts'
import type { Handle, OperationId, Reply } from '../handle.ts'
import {
  type HostedQuery,
  type Showing,
  clearedFormCookie,
  showForgot,
  showReset,
  showSignIn as signInPage,
  showSignUp as signUpPage,
  showVerify,
  toPageUrl,
  toStatus,
} from './hosted-views.ts'
import { toCodeUrl } from './redirects.ts'

const requireHosted = async (ctx: Context, query: HostedQuery): Promise<HostedRequest> => {
  const asked = { redirectUri: query.redirect, codeChallenge: query.code_challenge }
  return { ...(await requireCodeRequest(ctx, asked)), pageUrl: toPageUrl(ctx, query) }
}

const open = async (ctx: Context, query: HostedQuery): Promise<Showing> => ({
  ctx,
  query,
  request: await requireHosted(ctx, query),
})

export const showSignIn: Handle<'project.showSignIn'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await signInPage(await open(ctx, query))),
})

export const showSignUp: Handle<'project.showSignUp'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await signUpPage(await open(ctx, query))),
})

export const showForgotPassword: Handle<'project.showForgotPassword'> = async ({ query }, ctx) => ({
  status: 200,
  ...(await showForgot(await open(ctx, query))),
})

interface Form {
  readonly form_token: string
  readonly email: string
  readonly name?: string
}

/**
 * What a form has led to. `form` shows it again with what is wrong; whoever wants no page gets the refusal itself. Which
 * of all this an operation can answer is in the contract, and held there.
 */
const goOn = async <K extends OperationId>(
  showing: Showing,
  step: HostedStep,
  body: Form,
  form: typeof signInPage,
): Promise<Reply<K>> => (await answerOf(showing, step, body, form)) as unknown as Reply<K>

const answerOf = async (showing: Showing, step: HostedStep, body: Form, form: typeof signInPage) => {
  const { ctx, request } = showing
  switch (step.kind) {
    case 'code': {
      // The form's POST becomes a GET, so that no password travels on (RFC 9700 section 4.12).
      const headers = { Location: toCodeUrl(request.redirectUri, step.code) }
      return { status: 303 as const, headers, cookies: [clearedFormCookie] }
    }
    case 'verify':
      return { status: 200 as const, ...(await showVerify(showing, step)) }
    case 'reset':
      return { status: 200 as const, ...(await showReset(showing, step)) }
    case 'changed': {
      const note = 'Your password was changed. Sign in with it.'
      return { status: 200 as const, ...(await signInPage({ ...showing, note, email: step.email })) }
    }
    case 'again': {
      if (!ctx.wantsPage) throw step.failure
      const { failure } = step
      return { status: toStatus(failure), ...(await form({ ...showing, ...body, failure })) }
    }
  }
}

const proofOf = (cookies: { readonly hosted_form?: string }, { form_token: token }: Form) => ({
  session: cookies.hosted_form,
  token,
})

export const submitSignIn: Handle<'project.submitSignIn'> = async ({ query, body, cookies }, ctx) => {
  const showing = await open(ctx, query)
  const step = await signInOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitSignIn'>(showing, step, body, signInPage)
}

export const submitSignUp: Handle<'project.submitSignUp'> = async ({ query, body, cookies }, ctx) => {
  const showing = await open(ctx, query)
  const { email, password, name = '' } = body
  const step = await signUpOnPage(ctx, showing.request, { email, password, name, form: proofOf(cookies, body) })
  return goOn<'project.submitSignUp'>(showing, step, body, signUpPage)
}

export const submitVerification: Handle<'project.submitVerification'> = async ({ query, body, cookies }, ctx) => {
  const showing = await open(ctx, query)
  const step = await verifyOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitVerification'>(showing, step, body, showVerify)
}

export const resendVerification: Handle<'project.resendVerification'> = async ({ query, body, cookies }, ctx) => {
  const showing = await open(ctx, query)
  const step = await resendOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.resendVerification'>(
    { ...showing, note: 'If the address can get such a mail, a new one is on its way.' },
    step,
    body,
    showVerify,
  )
}

export const submitForgotPassword: Handle<'project.submitForgotPassword'> = async ({ query, body, cookies }, ctx) => {
  const showing = await open(ctx, query)
  const step = await forgetOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitForgotPassword'>(showing, step, body, showForgot)
}

export const submitNewPassword: Handle<'project.submitNewPassword'> = async ({ query, body, cookies }, ctx) => {
  const showing = await open(ctx, query)
  const step = await resetOnPage(ctx, showing.request, { ...body, form: proofOf(cookies, body) })
  return goOn<'project.submitNewPassword'>(showing, step, body, showReset)
}
