import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import { checkAuthorization, mayGoStraightOn } from '../../identity/authorization/authorization-requests.ts'
import { keepSigned } from '../../identity/authorization/pushed-requests.ts'
import { answerPage, beginAuthorization } from '../../identity/authorization/authorization-steps.ts'
import { requireForm } from '../../identity/authorization/forms.ts'
import { requireProvider } from '../../identity/providers/provider-flows.ts'
import { signInOnPage } from '../../identity/sign-in/hosted-sign-in.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle } from '../handle.ts'
import { goToProvider, toHints } from '../provider-flows.ts'
import { showSignIn } from '../sign-in-pages.ts'
import { askBefore } from './authorization-pages.ts'
import {
  type AuthorizationForm,
  clearedFormCookie,
  fromAuthorizationQuery,
  requireQuery,
  toRequestUrl,
} from './authorization-views.ts'
import { answerNext, goOn, inLanguagesOf, tellRefused, toSignInPage } from './hosted-steps.ts'
import { toCallbackUrl } from './provider-urls.ts'

export const authorize: Handle<'oauth.authorize'> = async ({ query: sent, cookies }, ctx) => {
  const asked = fromAuthorizationQuery(sent)
  const checked = await checkAuthorization(ctx, asked, { hasPage: true })
  if (checked.kind === 'refused') return tellRefused(ctx, checked)
  const request = await keepSigned(ctx, asked, checked.request)
  const { pushedUri } = request
  const { client_id, connection } = sent
  const query = pushedUri === undefined ? sent : { client_id, request_uri: pushedUri, connection }
  const isSilent = request.demands?.prompt.includes('none') ?? false
  if (connection !== undefined && !isSilent) {
    return mayGoStraightOn(request.client, {})
      ? goToConnection(ctx, request, connection)
      : {
          status: 200,
          ...(await askBefore(
            inLanguagesOf(ctx, request),
            request,
            query,
            requireProvider(ctx, connection).provider.title,
          )),
        }
  }
  const step = await beginAuthorization(ctx, request, cookies.browser_session)
  return answerNext(toSignInPage(ctx, { request, query, cookie: cookies.browser_session }), step)
}

export const authorizeWithPassword: Handle<'oauth.authorizeWithPassword'> = async (
  { query: sent, body, cookies },
  ctx,
) => {
  if (body.form_token === undefined) return asLink(body)
  const query = requireQuery(sent)
  const checked = await checkAuthorization(
    ctx,
    { ...fromAuthorizationQuery(query), isFromPage: true },
    { hasPage: true },
  )
  // The form was not looked at, and stays: another page may have sent this.
  if (checked.kind === 'refused') return tellRefused(ctx, checked)
  const { request } = checked
  const { email, password, answer, page_token: pageToken } = body
  const form = { session: cookies.sign_in_form, token: body.form_token }
  const cookie = cookies.browser_session
  if (query.connection !== undefined) {
    requireForm(ctx, form)
    const going = await goToConnection(ctx, request, query.connection)
    return { ...going, cookies: [...(going.cookies ?? []), clearedFormCookie] }
  }
  if (answer !== undefined) {
    const step = await answerPage(ctx, request, { form, pageToken, answer, cookie })
    return answerNext(toSignInPage(ctx, { request, query, cookie }), step, true)
  }
  if (email === undefined || password === undefined) {
    throw new Failure('invalid_request', `${email === undefined ? 'email' : 'password'}: is missing`)
  }
  const page = toSignInPage(ctx, { request, query, cookie, email })
  const step = await signInOnPage(page.ctx, page.request, { form, email, password, device: cookies.remembered_device })
  // The page that waits for the mail is for people.
  if (step.kind === 'verify' && !ctx.wantsPage) throw new Failure('email_not_verified')
  return goOn<'oauth.authorizeWithPassword'>(page, step, { email }, showSignIn)
}

/** OpenID Connect Core 1.0 section 3.1.2.1: a request may come by POST. It is looked at where the browser is known. */
const asLink = (body: AuthorizationForm) => {
  for (const field of ['email', 'password', 'answer'] as const) {
    if (body[field] !== undefined) throw new Failure('invalid_request', 'form_token: is missing')
  }
  requireQuery(body)
  return { status: 303 as const, headers: { Location: toRequestUrl(body) } }
}

const goToConnection = (ctx: Context, request: AuthorizationRequest, provider: string) =>
  goToProvider(ctx, '/oauth2', request, {
    provider,
    callbackUrl: toCallbackUrl(ctx, provider),
    hints: toHints({ login_hint: request.loginHint, prompt: request.demands?.prompt.join(' ') }),
  })
