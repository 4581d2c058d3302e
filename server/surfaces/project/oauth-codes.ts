import { redeemProjectCode } from '../../identity/project-oauth.ts'
import type { Handle } from '../handle.ts'
import { toSession } from './signed-in.ts'

export const exchangeOAuthCode: Handle<'project.exchangeOAuthCode'> = async ({ body, query }, ctx) => {
  const redeemed = await redeemProjectCode(ctx, { code: body.code, codeVerifier: body.code_verifier })
  const session = await toSession(ctx, redeemed, query.client_type)
  const redirectTo = redeemed.environment.settings.signInRedirectTo
  return { status: 200, ...session, body: { refreshToken: null, ...session.body, redirectTo } }
}
