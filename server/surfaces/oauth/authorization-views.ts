// An authorization request and its answers, between the wire and the model.
import { errors } from '../../../generated/errors.ts'
import type { Context } from '../../context.ts'
import type {
  AuthorizationAsked,
  AuthorizationRefused,
  AuthorizationRequest,
} from '../../identity/authorization-requests.ts'
import { withQuery } from '../../identity/redirects.ts'
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

/** `iss` says whose answer it is, for an app that asks several issuers (RFC 9207). */
export const toCodeUrl = (ctx: Context, { redirectUri, state }: AuthorizationRequest, code: string): string =>
  withQuery(redirectUri, { code, state, iss: ctx.config.publicUrl })

export const toErrorUrl = (ctx: Context, { redirectUri, state, failure }: AuthorizationRefused): string => {
  const { error, error_description } = errors.oauth[failure.code].body
  return withQuery(redirectUri, {
    error,
    error_description: failure.detail ?? error_description,
    state,
    iss: ctx.config.publicUrl,
  })
}

/** The same request again, as the address of its form. */
export const toFormUrl = (query: AuthorizationQuery): string => withQuery('/oauth2/authorize', { ...query })

/** What is wrong, for a person. */
export const toProblem = ({ code, detail }: Failure): string =>
  `${errors.oauth[code].body.error_description}.${detail ? ` ${detail}` : ''} Please try again.`

const formCookie = { name: 'sign_in_form', path: '/oauth2/authorize', sameSite: 'Strict', httpOnly: true } as const

export const toFormCookie = (session: string) => ({ ...formCookie, value: session, maxAge: 60 * 60 })

export const clearedFormCookie = { ...formCookie, value: '', maxAge: 0 }
