import { errors } from '../../../generated/errors.ts'
import type { Context } from '../../context.ts'
import {
  type AuthorizationRefused,
  type AuthorizationRequest,
  checkAuthorization,
  mayGoStraightOn,
} from '../../identity/authorization/authorization-requests.ts'
import {
  type NextStep,
  answerPage,
  beginAuthorization,
  signInForAuthorization,
} from '../../identity/authorization/authorization-steps.ts'
import { requireForm } from '../../identity/authorization/forms.ts'
import { requireProvider } from '../../identity/providers/provider-flows.ts'
import { Failure } from '../../model/failure.ts'
import { toBrowserCookie } from '../browser-cookie.ts'
import { toAnswerUrl, toCode, toError } from '../authorization-answers.ts'
import type { Handle } from '../handle.ts'
import { goToProvider, toHints } from '../provider-flows.ts'
import { askBefore, formForApp, showChooser, showConsent, showSignIn } from './authorization-pages.ts'
import {
  type AuthorizationForm,
  type AuthorizationQuery,
  clearedFormCookie,
  fromAuthorizationQuery,
  requireQuery,
  toProblem,
  toRequestUrl,
} from './authorization-views.ts'
import { toFrontTokens } from './session-tokens.ts'
import { toCallbackUrl } from './provider-urls.ts'

export const authorize: Handle<'oauth.authorize'> = async ({ query, cookies }, ctx) => {
  const checked = await checkAuthorization(ctx, fromAuthorizationQuery(query))
  if (checked.kind === 'refused') return tellRefused(ctx, checked)
  const { connection } = query
  const { request } = checked
  if (connection !== undefined) {
    return mayGoStraightOn(request.client, query)
      ? goToConnection(ctx, request, query, connection)
      : { status: 200, ...(await askBefore(ctx, request, query, requireProvider(ctx, connection).provider.title)) }
  }
  const step = await beginAuthorization(ctx, request, cookies.browser_session)
  return show(ctx, request, query, step)
}

export const authorizeWithPassword: Handle<'oauth.authorizeWithPassword'> = async (
  { query: sent, body, cookies },
  ctx,
) => {
  if (body.form_token === undefined) return asLink(body)
  const query = requireQuery(sent)
  const checked = await checkAuthorization(ctx, { ...fromAuthorizationQuery(query), isFromPage: true })
  // The form was not looked at, and stays: another page may have sent this.
  if (checked.kind === 'refused') return tellRefused(ctx, checked)
  const { request } = checked
  const { email, password, answer, page_token: pageToken } = body
  const form = { session: cookies.sign_in_form, token: body.form_token }
  const cookie = cookies.browser_session
  if (query.connection !== undefined) {
    requireForm(ctx, form)
    const going = await goToConnection(ctx, request, query, query.connection)
    return { ...going, cookies: [...(going.cookies ?? []), clearedFormCookie] }
  }
  if (answer !== undefined) {
    return show(ctx, request, query, await answerPage(ctx, request, { form, pageToken, answer, cookie }), true)
  }
  if (email === undefined || password === undefined) {
    throw new Failure('invalid_request', `${email === undefined ? 'email' : 'password'}: is missing`)
  }
  const step = await signInForAuthorization(ctx, request, { form, email, password, cookie })
  if (step.kind !== 'again') return show(ctx, request, query, step, true)
  const { failure } = step
  if (!ctx.wantsPage) throw failure
  const page = await showSignIn(ctx, request, query, { email, problem: toProblem(failure) })
  const { status } = errors.oauth[failure.code]
  return status === 400 ? { status, ...page } : { status: 403, ...page }
}

/** OpenID Connect Core 1.0 section 3.1.2.1: a request may come by POST. It is looked at where the browser is known. */
const asLink = (body: AuthorizationForm) => {
  for (const field of ['email', 'password', 'answer'] as const) {
    if (body[field] !== undefined) throw new Failure('invalid_request', 'form_token: is missing')
  }
  requireQuery(body)
  return { status: 303 as const, headers: { Location: toRequestUrl(body) } }
}

/** Sends the browser on with its answer, or shows the page that is next. */
const show = async (
  ctx: Context,
  request: AuthorizationRequest,
  query: AuthorizationQuery,
  step: NextStep,
  isFormDone = false,
) => {
  const started = step.started === undefined ? [] : [toBrowserCookie(step.started)]
  const page = async (made: ReturnType<typeof showSignIn>) => {
    const { cookies, ...shown } = await made
    return { status: 200 as const, ...shown, cookies: [...cookies, ...started] }
  }
  switch (step.kind) {
    case 'sign_in':
      return page(showSignIn(ctx, request, query, { email: request.loginHint }))
    case 'again':
      return page(showSignIn(ctx, request, query, { problem: toProblem(step.failure) }))
    case 'choose':
      return page(showChooser(ctx, request, query, step))
    case 'consent':
      return page(showConsent(ctx, request, query, step))
    case 'code':
    case 'tokens':
    case 'refused': {
      const told = await toTold(ctx, request, step)
      const cookies = [...started, ...(isFormDone ? [clearedFormCookie] : [])]
      return { ...(await tell(ctx, request, told)), cookies }
    }
  }
}

const toTold = (
  ctx: Context,
  request: AuthorizationRequest,
  step: Extract<NextStep, { kind: 'code' | 'tokens' | 'refused' }>,
) => {
  if (step.kind === 'refused') return toError(ctx, step)
  return step.kind === 'code' ? toCode(ctx, request, step.code) : toFrontTokens(ctx, request, step)
}

/** A redirect that turns a form's POST into a GET, so that no password travels on (RFC 9700 section 4.12); or a form. */
const tell = async (
  ctx: Context,
  request: Pick<AuthorizationRequest, 'environment' | 'redirectUri' | 'state' | 'responseMode'>,
  told: Readonly<Record<string, string | null>>,
) =>
  request.responseMode === 'form_post'
    ? { status: 200 as const, ...(await formForApp(ctx, request, told)) }
    : { status: 303 as const, headers: { Location: toAnswerUrl(request, told) } }

const tellRefused = (ctx: Context, refused: AuthorizationRefused) =>
  tell(ctx, { responseMode: 'query', ...refused }, toError(ctx, refused))

const goToConnection = (ctx: Context, request: AuthorizationRequest, query: AuthorizationQuery, provider: string) =>
  goToProvider(ctx, '/oauth2', request, {
    provider,
    callbackUrl: toCallbackUrl(ctx, provider),
    hints: toHints(query),
  })
