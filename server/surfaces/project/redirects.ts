import { errors } from '../../../generated/errors.ts'
import { requireRedirectUri, withQuery } from '../../identity/authorization/redirects.ts'
import type { Failure } from '../../model/failure.ts'
import type { Environment } from '../../model/environment.ts'

/** Where the page behind a mailed link goes on to: what was asked for, if the project allows it, or what it is set to. */
export const onwardUrl = (
  { settings }: Environment,
  asked: string | undefined,
  otherwise: 'verifyEmailRedirectTo' | 'resetPasswordRedirectTo',
): string | null => (asked ? requireRedirectUri(settings.allowedRedirectUrls, asked) : settings[otherwise])

/** Where an app gets its code. */
export const toCodeUrl = (redirectUri: string, code: string): string => withQuery(redirectUri, { insforge_code: code })

/** Where it gets what it links a provider by. */
export const toLinkUrl = (redirectUri: string, code: string): string => withQuery(redirectUri, { link_code: code })

/** Where an app learns why there is none: a sentence for people, and a code for programs. */
export const toErrorUrl = (redirectUri: string, { code, detail }: Failure): string => {
  const { error, message } = errors.project[code].body
  return withQuery(redirectUri, { error: detail ?? message, error_code: error })
}
