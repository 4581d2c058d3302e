import { requireRedirectUri } from '../../identity/redirects.ts'
import type { Environment } from '../../model/environment.ts'

/** Where the page behind a mailed link goes on to: what was asked for, if the project allows it, or what it is set to. */
export const onwardUrl = (
  { settings }: Environment,
  asked: string | undefined,
  otherwise: 'verifyEmailRedirectTo' | 'resetPasswordRedirectTo',
): string | null => (asked ? requireRedirectUri(settings.allowedRedirectUrls, asked) : settings[otherwise])
