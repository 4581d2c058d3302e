import type { Context } from '../../context.ts'
import {
  type AuthorizationRequest,
  checkAuthorization,
  signInForCode,
  startForm,
} from '../../identity/authorization-requests.ts'
import { policies } from '../../model/policies.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import { signInPage } from '../../pages/sign-in.ts'
import { toCodeUrl, toErrorUrl } from '../authorization-answers.ts'
import { toDestination } from '../destinations.ts'
import type { Handle } from '../handle.ts'
import { goToProvider, toHints } from '../provider-flows.ts'
import { toCallbackUrl } from './provider-urls.ts'
import {
  type AuthorizationQuery,
  clearedFormCookie,
  fromAuthorizationQuery,
  toFormCookie,
  toFormUrl,
  toProblem,
} from './authorization-views.ts'

export const authorize: Handle<'oauth.authorize'> = async ({ query }, ctx) => {
  const checked = await checkAuthorization(ctx, fromAuthorizationQuery(query))
  if (checked.kind === 'refused') return { status: 303, headers: { Location: toErrorUrl(ctx, checked) } }
  if (query.connection !== undefined) {
    return goToProvider(ctx, '/oauth2', checked.request, {
      provider: query.connection,
      callbackUrl: toCallbackUrl(ctx, query.connection),
      hints: toHints(query),
    })
  }
  return { status: 200, ...showForm(ctx, checked.request, query, { email: query.login_hint }) }
}

export const authorizeWithPassword: Handle<'oauth.authorizeWithPassword'> = async ({ query, body, cookies }, ctx) => {
  const checked = await checkAuthorization(ctx, fromAuthorizationQuery(query))
  if (checked.kind === 'refused') return sendBack(toErrorUrl(ctx, checked))
  const { request } = checked
  const { email, password, form_token: token } = body
  const form = { session: cookies.sign_in_form, token }
  const outcome = await signInForCode(ctx, policies.account, request, { form, email, password })
  switch (outcome.kind) {
    case 'code':
      return sendBack(toCodeUrl(ctx, request, outcome.code))
    case 'refused':
      return sendBack(toErrorUrl(ctx, outcome))
    case 'again': {
      const { failure } = outcome
      if (!ctx.wantsPage) throw failure
      const page = {
        ...showForm(ctx, request, query, { email, problem: toProblem(failure) }),
        type: 'text/html',
      } as const
      return failure.code === 'invalid_credentials' ? { status: 400, ...page } : { status: 403, ...page }
    }
  }
}

/** A redirect that turns the form's POST into a GET, so that no password travels on (RFC 9700 section 4.12). */
const sendBack = (url: string) => ({ status: 303 as const, headers: { Location: url }, cookies: [clearedFormCookie] })

const showForm = (
  ctx: Context,
  { client, redirectUri }: AuthorizationRequest,
  query: AuthorizationQuery,
  { email, problem }: { email?: string | undefined; problem?: string },
) => {
  const { session, token } = startForm(ctx)
  const { name, source } = toDestination(redirectUri)
  return {
    headers: { 'Content-Security-Policy': pagePolicy({ formTargets: [source] }) },
    cookies: [toFormCookie(session)],
    body: signInPage({ action: toFormUrl(query), app: client.name, destination: name, token, email, problem }),
  }
}
