import { redeemProjectCode } from '../../identity/providers/project-oauth.ts'
import { requireSignedIn } from '../../identity/sign-in/tickets.ts'
import type { Handle } from '../handle.ts'
import { toSession } from './signed-in.ts'

export const exchangeOAuthCode: Handle<'project.exchangeOAuthCode'> = async ({ body, query }, ctx) => {
  const redeemed = requireSignedIn(await redeemProjectCode(ctx, { code: body.code, codeVerifier: body.code_verifier }))
  const { body: session, cookies } = await toSession(ctx, redeemed, query.client_type)
  const refreshToken = 'refreshToken' in session ? session.refreshToken : null
  const redirectTo = redeemed.environment.settings.signInRedirectTo
  return { status: 200, body: { ...session, refreshToken, redirectTo }, cookies }
}
