// The pages between an app and its answer.
import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import { aboutRequest } from '../../identity/authorization/authorization-steps.ts'
import { pageTokenOf, startForm } from '../../identity/authorization/forms.ts'
import { shownNameOf } from '../../model/client-documents.ts'
import type { User } from '../../model/user.ts'
import { accountChooser, consentPage } from '../../pages/consent.ts'
import type { Hosted } from '../../pages/hosted-frame.ts'
import { messagePage } from '../../pages/message.ts'
import { brandedPage } from '../branded-pages.ts'
import { toDestination } from '../destinations.ts'
import { type AuthorizationQuery, toFormCookie, toFormUrl, toLinks, toWishes } from './authorization-views.ts'

/** A page with a form that goes to the same address, and the cookie that binds it to this browser. */
const withForm = async (
  ctx: Context,
  { environment, redirectUri }: AuthorizationRequest,
  make: (hosted: Hosted, form: string) => string,
) => {
  const { session, token } = startForm(ctx)
  const { name: destination, source } = toDestination(redirectUri)
  const page = await brandedPage(ctx, environment, [source], (look) => make({ look, token, destination }, session))
  return { ...page, cookies: [toFormCookie(session)] }
}

/** The page before a provider, for a client that a link alone must not lead to. */
export const askBefore = async (
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
      title: `Sign in to ${shownNameOf(client)}`,
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

interface To {
  readonly user: User
  readonly browserSessionId: string
}

/** A name stands in quotes on the page, and goes on to say nothing behind them. */
const withoutQuotes = (text: string): string => text.replaceAll(/["\u00ab\u00bb\u201c-\u201f]/g, "'")

export const showConsent = (
  ctx: Context,
  request: AuthorizationRequest,
  query: AuthorizationQuery,
  { user, browserSessionId, words }: To & { readonly words: readonly string[] },
) => {
  const { client } = request
  const app = shownNameOf(client)
  return withForm(ctx, request, (hosted, form) =>
    consentPage(hosted, {
      url: toFormUrl(query),
      app,
      callsItself: client.name === app ? null : withoutQuotes(client.name),
      email: user.email,
      pageToken: pageTokenOf(ctx, { form, browserSessionId, step: 'consent', about: aboutRequest(request) }),
      wishes: toWishes(words),
      links: toLinks(client),
    }),
  )
}

export const showChooser = (
  ctx: Context,
  request: AuthorizationRequest,
  query: AuthorizationQuery,
  { user, browserSessionId }: To,
) =>
  withForm(ctx, request, (hosted, form) =>
    accountChooser(hosted, {
      url: toFormUrl(query),
      app: shownNameOf(request.client),
      email: user.email,
      pageToken: pageTokenOf(ctx, { form, browserSessionId, step: 'choose', about: aboutRequest(request) }),
    }),
  )

/** The page behind a link that signs in. */
export const showLink = (
  ctx: Context,
  { client, environment, redirectUri }: AuthorizationRequest,
  { email, token }: { readonly email: string; readonly token: string },
) => {
  const { name, source } = toDestination(redirectUri)
  return brandedPage(ctx, environment, [source], (look) =>
    messagePage({
      look,
      title: `Sign in to ${shownNameOf(client)}`,
      text: `As ${email}. You go on to ${name}.`,
      tone: 'neutral',
      action: { method: 'post', url: '/oauth2/authorize/link', label: 'Sign in', fields: { token } },
    }),
  )
}

/** For a browser in which the app waits for nobody. */
export const showOtherBrowser = (
  ctx: Context,
  { client, environment }: AuthorizationRequest,
  { text, link }: { readonly text: string; readonly link?: { readonly url: string; readonly label: string } },
) =>
  brandedPage(ctx, environment, [], (look) =>
    messagePage({ look, title: `Go back to ${shownNameOf(client)}`, text, tone: 'neutral', ...(link && { link }) }),
  )

/** Takes an answer to the app as a form (OAuth 2.0 Form Post Response Mode); a script sends it, or else a button. */
export const formForApp = (
  ctx: Context,
  { environment, redirectUri }: Pick<AuthorizationRequest, 'environment' | 'redirectUri'>,
  told: Readonly<Record<string, string | null>>,
) => {
  const { name, source } = toDestination(redirectUri)
  const fields = Object.fromEntries(
    Object.entries(told).flatMap(([field, value]) => (value === null ? [] : [[field, value]])),
  )
  return brandedPage(ctx, environment, [source], (look) =>
    messagePage({
      look,
      title: 'One moment',
      text: `You go on to ${name}.`,
      tone: 'neutral',
      scripts: ['form-post.js'],
      action: { method: 'post', url: redirectUri, label: 'Continue', fields },
    }),
  )
}
