// An authorization request and its answers, between the wire and the model.
import type { AuthorizationAsked } from '../../model/authorization-request.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import type { Client } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { openIdScopes } from '../../model/scopes.ts'
import type { Phrase } from '../../pages/html.ts'
import type { Spoken } from '../../pages/texts.ts'
import type { Handle, Wire } from '../handle.ts'

export type AuthorizationQuery = Parameters<Handle<'oauth.authorize'>>[0]['query']
export type AuthorizationForm = Wire['OAuthSignInForm']

export const fromAuthorizationQuery = (
  query: Omit<AuthorizationQuery, 'connection' | 'max_age'> & { readonly max_age?: number | undefined },
): AuthorizationAsked => ({
  clientId: query.client_id,
  redirectUri: query.redirect_uri,
  responseType: query.response_type,
  responseMode: query.response_mode,
  state: query.state,
  scope: query.scope,
  codeChallenge: query.code_challenge,
  codeChallengeMethod: query.code_challenge_method,
  nonce: query.nonce,
  prompt: query.prompt,
  maxAgeSeconds: query.max_age,
  idTokenHint: query.id_token_hint,
  loginHint: query.login_hint,
  claims: query.claims,
  keyThumbprint: query.dpop_jkt,
  resource: query.resource,
  request: query.request,
  requestUri: query.request_uri,
  registration: query.registration,
  uiLocales: query.ui_locales,
})

/** The query of our own form, which repeats the request. */
export const requireQuery = <Query extends { readonly client_id?: string }>(
  query: Query,
): Query & { client_id: string } => {
  const { client_id } = query
  if (client_id === undefined) throw new Failure('invalid_request', 'client_id: is missing')
  return { ...query, client_id }
}

/** The same request again, as the address of its form; or of a step of the page, below it. */
export const toFormUrl = (query: AuthorizationQuery, step = ''): string =>
  withQuery(`/oauth2/authorize${step}`, toTexts(query))

/** A request that came as a form, as a link to us: a browser shows the cookie of its session there, and not to a POST. */
export const toRequestUrl = ({ form_token: _, email: __, password: ___, ...asked }: AuthorizationForm): string =>
  withQuery('/oauth2/authorize', toTexts(asked))

const toTexts = (values: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )

export const formCookie = {
  name: 'sign_in_form',
  path: '/oauth2/authorize',
  sameSite: 'Strict',
  httpOnly: true,
} as const

export const toFormCookie = (session: string) => ({ ...formCookie, value: session, maxAge: 60 * 60 })

export const clearedFormCookie = { ...formCookie, value: '', maxAge: 0 }

/**
 * What a client's makers want people to read. Its logo is not among it: whoever registers a client, or writes a document, could
 * put anybody's there, and a picture from elsewhere would tell its makers who looks at our page.
 */
export const toLinks = ({ openid }: Pick<Client, 'openid'>) =>
  [
    { label: 'privacy_policy', url: openid.policyUri } as const,
    { label: 'terms_of_use', url: openid.tosUri } as const,
  ].flatMap(({ label, url }) => (url === null ? [] : [{ label, url }]))

/** What an app asks for, in words for a person. */
export const toWishes = ({ say }: Spoken, words: readonly string[], resource: string | null = null): Phrase[] => [
  ...words.map((word) => {
    const known = openIdScopes.find((scope) => scope === word)
    return known ? say(`wish_${known}`) : say('wish_other', { scope: word })
  }),
  // As its makers write it, but for the beginning that tells a person nothing.
  ...(resource === null ? [] : [say('wish_resource', { resource: resource.replace(/^https?:\/\//, '') })]),
]
