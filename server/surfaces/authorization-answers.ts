// How an app is answered at its redirect URI. Two surfaces do so.
import { errors } from '../../generated/errors.ts'
import type { Context } from '../context.ts'
import type { AuthorizationRefused, CodeRequested } from '../identity/authorization/answered-requests.ts'
import { withFragment, withQuery } from '../identity/authorization/redirects.ts'

type Asked = Pick<CodeRequested, 'redirectUri' | 'state' | 'responseMode'>
type Told = Readonly<Record<string, string | null>>

/** `iss` says whose answer it is, for an app that asks several issuers (RFC 9207). */
export const toCode = (ctx: Context, { state }: Asked, code: string): Told => ({
  code,
  state,
  iss: ctx.config.publicUrl,
})

export const toError = (ctx: Context, { state, failure }: AuthorizationRefused): Told => {
  const { error, error_description } = errors.oauth[failure.code].body
  return { error, error_description: failure.detail ?? error_description, state, iss: ctx.config.publicUrl }
}

/** The address that takes the answer there. One that goes as a form needs a page. */
export const toAnswerUrl = ({ redirectUri, responseMode }: Asked, told: Told): string =>
  responseMode === 'fragment' ? withFragment(redirectUri, told) : withQuery(redirectUri, told)

export const toCodeUrl = (ctx: Context, request: Asked, code: string): string =>
  toAnswerUrl(request, toCode(ctx, request, code))

export const toErrorUrl = (ctx: Context, refused: AuthorizationRefused): string =>
  toAnswerUrl(refused, toError(ctx, refused))
