import type { Context } from '../../context.ts'
import {
  type AuthorizationRequest,
  checkAuthorization,
  signInForCode,
  startForm,
} from '../../identity/authorization-requests.ts'
import { policies } from '../../model/policies.ts'
import { clientSignIn } from '../../pages/hosted.ts'
import { toCodeUrl, toErrorUrl } from '../authorization-answers.ts'
import { brandedPage } from '../branded-pages.ts'
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
  return { status: 200, ...(await showForm(ctx, checked.request, query, { email: query.login_hint })) }
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
      const page = await showForm(ctx, request, query, { email, problem: toProblem(failure) })
      return failure.code === 'invalid_credentials' ? { status: 400, ...page } : { status: 403, ...page }
    }
  }
}

/** A redirect that turns the form's POST into a GET, so that no password travels on (RFC 9700 section 4.12). */
const sendBack = (url: string) => ({ status: 303 as const, headers: { Location: url }, cookies: [clearedFormCookie] })

const showForm = async (
  ctx: Context,
  { client, environment, redirectUri }: AuthorizationRequest,
  query: AuthorizationQuery,
  { email = '', problem }: { email?: string | undefined; problem?: string },
) => {
  const { session, token } = startForm(ctx)
  const { name: destination, source } = toDestination(redirectUri)
  const providers = ctx.providers.connections.map(({ provider }) => ({
    title: provider.title,
    url: toFormUrl({ ...query, connection: provider.name }),
  }))
  const page = await brandedPage(ctx, environment, [source], (look) =>
    clientSignIn(
      { look, query: new URL(toFormUrl(query), ctx.config.publicUrl).search, token, destination, problem },
      { app: client.name, email, providers },
    ),
  )
  return { ...page, cookies: [toFormCookie(session)] }
}
