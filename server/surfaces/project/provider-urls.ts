import type { Context } from '../../context.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'

export interface ProviderQuery {
  readonly redirect_uri: string
  readonly code_challenge: string
  readonly login_hint?: string
  readonly prompt?: string
}

/** The address that ties a sign-in to the browser that opens it, also where a program asked for it. */
export const toAuthUrl = (
  ctx: Context,
  provider: string,
  { redirect_uri, code_challenge, login_hint, prompt }: ProviderQuery,
) =>
  withQuery(`${ctx.config.publicUrl}/api/auth/oauth/${provider}/authorize`, {
    redirect_uri,
    code_challenge,
    login_hint,
    prompt,
  })

/** Where providers send people back to. */
export const toCallbackUrl = (ctx: Context, provider: string) =>
  `${ctx.config.publicUrl}/api/auth/oauth/${provider}/callback`

/** All callbacks are under it. */
export const flowCookiePath = '/api/auth/oauth'
