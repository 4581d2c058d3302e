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
import type { PlainKey } from '../../pages/texts.ts'
import { brandedPage } from '../branded-pages.ts'
import { toDestination, toSource } from '../destinations.ts'
import { type AuthorizationQuery, toFormCookie, toFormUrl, toLinks, toWishes } from './authorization-views.ts'

/** A page with a form that goes to the same address, and the cookie that binds it to this browser. */
const withForm = async (
  ctx: Context,
  { environment, redirectUri }: AuthorizationRequest,
  reader: User,
  make: (hosted: Hosted, form: string) => string,
) => {
  const { session, token } = startForm(ctx)
  const page = await brandedPage(
    ctx,
    environment,
    [toSource(redirectUri)],
    (look) => make({ look, token, destination: toDestination(redirectUri, look) }, session),
    reader,
  )
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
  // The provider's site is where the form's answer leads, and which one that is only it knows.
  const page = await brandedPage(ctx, environment, ['https:', 'http:'], (look) =>
    messagePage({
      look,
      title: look.say('sign_in_to', { app: shownNameOf(client) }),
      text: look.say('go_by_provider', { provider, destination: toDestination(redirectUri, look) }),
      tone: 'neutral',
      action: {
        method: 'post',
        url: toFormUrl(query),
        label: look.say('continue_with', { provider }),
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
const withoutQuotes = (text: string): string => text.replaceAll(/["\u00ab\u00bb\u201c-\u201f\u300c-\u300f]/g, "'")

export const showConsent = (
  ctx: Context,
  request: AuthorizationRequest,
  query: AuthorizationQuery,
  { user, browserSessionId, words }: To & { readonly words: readonly string[] },
) => {
  const { client } = request
  const app = shownNameOf(client)
  return withForm(ctx, request, user, (hosted, form) =>
    consentPage(hosted, {
      url: toFormUrl(query),
      app,
      callsItself: client.name === app ? null : withoutQuotes(client.name),
      email: user.email,
      pageToken: pageTokenOf(ctx, { form, browserSessionId, step: 'consent', about: aboutRequest(request) }),
      wishes: toWishes(hosted.look, words, request.resource),
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
  withForm(ctx, request, user, (hosted, form) =>
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
  { user, token }: { readonly user: User; readonly token: string },
) =>
  brandedPage(
    ctx,
    environment,
    [toSource(redirectUri)],
    (look) =>
      messagePage({
        look,
        title: look.say('sign_in_to', { app: shownNameOf(client) }),
        text: look.say('sign_in_as', { email: user.email, destination: toDestination(redirectUri, look) }),
        tone: 'neutral',
        action: { method: 'post', url: '/oauth2/authorize/link', label: look.say('sign_in'), fields: { token } },
      }),
    user,
  )

/** For a browser in which the app waits for nobody. */
export const showOtherBrowser = (
  ctx: Context,
  { client, environment }: AuthorizationRequest,
  { text, url }: { readonly text: PlainKey; /** Where the sign-in goes on here instead. */ readonly url?: string },
) =>
  brandedPage(ctx, environment, [], (look) =>
    messagePage({
      look,
      title: look.say('go_back_to', { app: shownNameOf(client) }),
      text: look.say(text),
      tone: 'neutral',
      ...(url !== undefined && { link: { url, label: look.say('sign_in_here_instead') } }),
    }),
  )

/** Takes an answer to the app as a form (OAuth 2.0 Form Post Response Mode); a script sends it, or else a button. */
export const formForApp = (
  ctx: Context,
  { environment, redirectUri }: Pick<AuthorizationRequest, 'environment' | 'redirectUri'>,
  told: Readonly<Record<string, string | null>>,
) => {
  const fields = Object.fromEntries(
    Object.entries(told).flatMap(([field, value]) => (value === null ? [] : [[field, value]])),
  )
  return brandedPage(ctx, environment, [toSource(redirectUri)], (look) =>
    messagePage({
      look,
      title: look.say('one_moment'),
      text: look.say('goes_on_to', { destination: toDestination(redirectUri, look) }),
      tone: 'neutral',
      scripts: ['form-post.js'],
      action: { method: 'post', url: redirectUri, label: look.say('continue'), fields },
    }),
  )
}
