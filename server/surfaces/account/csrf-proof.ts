// Where the parts of a CSRF proof stand in a request.
import type { Context } from '../../context.ts'
import { type CsrfProof, requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import { isOwnOrigin } from '../../identity/clients/origins.ts'

export interface CsrfParts {
  readonly cookies: { readonly csrf_session?: string; readonly refresh_token?: string }
  readonly headers: { readonly 'x-csrf-token'?: string }
  readonly body?: { readonly csrf_token?: string } | undefined
}

export const toCsrfProof = ({ cookies, headers, body }: CsrfParts): CsrfProof => ({
  session: cookies.csrf_session,
  refreshToken: cookies.refresh_token,
  token: headers['x-csrf-token'] ?? body?.csrf_token,
})

/**
 * Where a link signs in: the page of a client must show that the browser's session is its to replace. Our own pages hold
 * no token, and who is no browser has no session to lose.
 */
export const requireCsrfOfPage = async (ctx: Context, parts: CsrfParts): Promise<void> => {
  if (ctx.origin !== null && !isOwnOrigin(ctx, ctx.origin)) await requireCsrfOfBrowser(ctx, toCsrfProof(parts))
}
