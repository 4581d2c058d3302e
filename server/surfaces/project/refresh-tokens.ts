// Where a refresh token may stand in a request.
interface RefreshTokens {
  readonly body?: { readonly refreshToken?: string; readonly refresh_token?: string } | undefined
  readonly cookies: { readonly refresh_token?: string; readonly insforge_refresh_token?: string }
}

/** Ours, and the one that published servers use. */
export const cookieNames = ['refresh_token', 'insforge_refresh_token'] as const

export const inBody = ({ body }: RefreshTokens) => body?.refreshToken ?? body?.refresh_token

/** Under either name: a browser may have one of each. */
export const inCookies = ({ cookies }: Pick<RefreshTokens, 'cookies'>): string[] =>
  cookieNames.flatMap((name) => cookies[name] || [])
