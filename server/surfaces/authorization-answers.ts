// How an app is answered at its redirect URI. Two surfaces do so.
import { errors } from '../../generated/errors.ts'
import type { Context } from '../context.ts'
import type { AuthorizationRefused, CodeRequested } from '../identity/authorization/authorization-requests.ts'
import { withQuery } from '../identity/authorization/redirects.ts'

/** `iss` says whose answer it is, for an app that asks several issuers (RFC 9207). */
export const toCodeUrl = (ctx: Context, { redirectUri, state }: CodeRequested, code: string): string =>
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
