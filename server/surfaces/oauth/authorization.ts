import { errors } from '../../../generated/errors.ts'
import type { Context } from '../../context.ts'
import {
  type AuthorizationRequest,
  checkAuthorization,
  mayGoStraightOn,
  requireForm,
  signInForCode,
  startForm,
} from '../../identity/authorization/authorization-requests.ts'
import { requireProvider } from '../../identity/providers/provider-flows.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { clientSignIn } from '../../pages/hosted.ts'
import { messagePage } from '../../pages/message.ts'
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
  const { connection } = query
  if (connection !== undefined) {
    const { request } = checked
    return mayGoStraightOn(request.client, query)
      ? goToConnection(ctx, request, query, connection)
      : { status: 200, ...(await askBefore(ctx, request, query, requireProvider(ctx, connection).provider.title)) }
  }
  return { status: 200, ...(await showForm(ctx, checked.request, query, { email: query.login_hint })) }
}

export const authorizeWithPassword: Handle<'oauth.authorizeWithPassword'> = async ({ query, body, cookies }, ctx) => {
  const checked = await checkAuthorization(ctx, fromAuthorizationQuery(query))
  // The form was not looked at, and stays: another page may have sent this.
  if (checked.kind === 'refused') return { status: 303, headers: { Location: toErrorUrl(ctx, checked) } }
  const { request } = checked
  const { email, password, form_token: token } = body
  const form = { session: cookies.sign_in_form, token }
  if (query.connection !== undefined) {
    requireForm(ctx, form)
    const sent = await goToConnection(ctx, request, query, query.connection)
    return { ...sent, cookies: [...(sent.cookies ?? []), clearedFormCookie] }
  }
  if (email === undefined || password === undefined) {
    throw new Failure('invalid_request', `${email === undefined ? 'email' : 'password'}: is missing`)
  }
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
      const { status } = errors.oauth[failure.code]
      return status === 400 ? { status, ...page } : { status: 403, ...page }
    }
  }
}

const goToConnection = (ctx: Context, request: AuthorizationRequest, query: AuthorizationQuery, provider: string) =>
  goToProvider(ctx, '/oauth2', request, {
    provider,
    callbackUrl: toCallbackUrl(ctx, provider),
    hints: toHints(query),
  })

/** A redirect that turns the form's POST into a GET, so that no password travels on (RFC 9700 section 4.12). */
const sendBack = (url: string) => ({ status: 303 as const, headers: { Location: url }, cookies: [clearedFormCookie] })

/** The page before a provider, for a client that a link alone must not lead to. */
const askBefore = async (
  ctx: Context,
  { client, environment, redirectUri }: AuthorizationRequest,
  query: AuthorizationQuery,
  provider: string,
) => {
  const { session, token } = startForm(ctx)
  const { name } = toDestination(redirectUri)
  // The provider's site is where the form's answer leads, and which one that is only it knows.
  const page = await brandedPage(ctx, environment, ['https:', 'http:'], (look) =>
    messagePage({
      look,
      title: `Sign in to ${client.name}`,
      text: `You go on to ${provider}, and from there to ${name}.`,
      tone: 'neutral',
      action: {
        method: 'post',
        url: toFormUrl(query),
        label: `Continue with ${provider}`,
        fields: { form_token: token },
      },
    }),
  )
  return { ...page, cookies: [toFormCookie(session)] }
}

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
