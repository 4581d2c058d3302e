// What the steps of the project's own sign-in page share: each form leads to the next page, or back to the app.
import type { Context } from '../../context.ts'
import type { HostedRequest, HostedStep } from '../../identity/sign-in/hosted-sign-in.ts'
import { requireCodeRequest } from '../../identity/providers/project-oauth.ts'
import type { OperationId, Reply } from '../handle.ts'
import {
  type HostedQuery,
  type Showing,
  clearedFormCookie,
  showReset,
  showSignIn,
  showVerify,
  toPageUrl,
  toStatus,
} from './hosted-views.ts'
import { toCodeUrl } from './redirects.ts'

const requireHosted = async (ctx: Context, query: HostedQuery): Promise<HostedRequest> => {
  const asked = { redirectUri: query.redirect, codeChallenge: query.code_challenge }
  return { ...(await requireCodeRequest(ctx, asked)), pageUrl: toPageUrl(ctx, query) }
}

/** What is asked for, if the project allows it. */
export const openStep = async (ctx: Context, query: HostedQuery): Promise<Showing> => ({
  ctx,
  query,
  request: await requireHosted(ctx, query),
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
export const goOn = async <K extends OperationId>(
  showing: Showing,
  step: HostedStep,
  body: Form,
  form: typeof showSignIn,
): Promise<Reply<K>> => (await answerOf(showing, step, body, form)) as unknown as Reply<K>

const answerOf = async (showing: Showing, step: HostedStep, body: Form, form: typeof showSignIn) => {
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
      return { status: 200 as const, ...(await showSignIn({ ...showing, note, email: step.email })) }
    }
    case 'again': {
      if (!ctx.wantsPage) throw step.failure
      const { failure } = step
      return { status: toStatus(failure), ...(await form({ ...showing, ...body, failure })) }
    }
  }
}

/** What ties the form to the browser that it was shown to. */
export const proofOf = (cookies: { readonly hosted_form?: string }, { form_token: token }: Form) => ({
  session: cookies.hosted_form,
  token,
})
