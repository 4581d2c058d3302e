// Where a refresh token may stand in a request.
interface RefreshTokens {
  readonly body?: { readonly refreshToken?: string; readonly refresh_token?: string } | undefined
  readonly cookies: { readonly refresh_token?: string; readonly insforge_refresh_token?: string }
}

export const inBody = ({ body }: RefreshTokens) => body?.refreshToken ?? body?.refresh_token
export const inCookie = ({ cookies }: RefreshTokens) => cookies.refresh_token || cookies.insforge_refresh_token
