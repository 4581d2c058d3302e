// An authorization request and its answers, between the wire and the model.
import { errors } from '../../../generated/errors.ts'
import type { AuthorizationAsked } from '../../identity/authorization/authorization-requests.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import type { Failure } from '../../model/failure.ts'
import type { Handle } from '../handle.ts'

export type AuthorizationQuery = Parameters<Handle<'oauth.authorize'>>[0]['query']

export const fromAuthorizationQuery = (query: AuthorizationQuery): AuthorizationAsked => ({
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
})

/** The same request again, as the address of its form. */
export const toFormUrl = (query: AuthorizationQuery): string => withQuery('/oauth2/authorize', { ...query })

/** What is wrong, for a person. */
export const toProblem = ({ code, detail }: Failure): string =>
  code === 'second_factor_required'
    ? 'Your account asks for a code of an authenticator app, which this page does not take.'
    : `${errors.oauth[code].body.error_description}.${detail ? ` ${detail}` : ''} Please try again.`

const formCookie = { name: 'sign_in_form', path: '/oauth2/authorize', sameSite: 'Strict', httpOnly: true } as const

export const toFormCookie = (session: string) => ({ ...formCookie, value: session, maxAge: 60 * 60 })

export const clearedFormCookie = { ...formCookie, value: '', maxAge: 0 }
