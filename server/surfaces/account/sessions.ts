import { issueAccessToken } from '../../identity/access-tokens.ts'
import { nameClientOfRefreshToken, requireClient } from '../../identity/clients.ts'
import { renewCsrf, requireCsrf } from '../../identity/csrf.ts'
import { endCurrentSession, endSessionOfRefreshToken, refreshSession } from '../../identity/sessions.ts'
import { signInWithPassword } from '../../identity/sign-in.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toAuthentication } from './signed-in.ts'
import { clearedRefreshCookie, toClaims, toRefreshCookie, toTokens } from './views.ts'

export const signIn: Handle<'account.signIn'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  const csrf = renewCsrf(ctx, { session: cookies.csrf_session, token: headers['x-csrf-token'] ?? body.csrf_token })
  const signedIn = await signInWithPassword(ctx, policies.account, {
    ...found,
    email: body.email,
    password: body.password,
  })
  if (signedIn.kind === 'verification_required') throw new Failure('email_not_verified')
  return { status: 200, ...(await toAuthentication(ctx, { ...signedIn, ...found }, csrf)) }
}

export const refresh: Handle<'account.refresh'> = async ({ body, headers, cookies }, ctx) => {
  const byCookie = body?.refresh_token === undefined
  const presented = body?.refresh_token ?? cookies.refresh_token
  if (!presented) throw new Failure('invalid_refresh_token')
  if (byCookie) {
    requireCsrf(ctx, { session: cookies.csrf_session, token: headers['x-csrf-token'] ?? body?.csrf_token })
  }
  const client = await nameClientOfRefreshToken(ctx, presented)
  // RFC 6749 section 6: a client with a secret proves itself, which it can at the token endpoint alone.
  if (client?.secretHash) throw new Failure('invalid_refresh_token')
  const refreshed = await refreshSession(ctx, policies.account, presented)
  const { session, user, environment, membership } = refreshed
  const access = await issueAccessToken(ctx, {
    session,
    audience: ctx.config.publicUrl,
    seconds: client?.accessTokenSeconds ?? policies.account.accessSeconds,
    claims: toClaims(user, membership, { clientId: session.clientId, applicationId: environment.applicationId }),
  })
  return {
    status: 200,
    body: toTokens(access, refreshed),
    cookies: byCookie ? [toRefreshCookie(refreshed)] : [],
  }
}

export const signOut: Handle<'account.signOut'> = async ({ body, headers, cookies }, ctx) => {
  if (cookies.refresh_token !== undefined) {
    requireCsrf(ctx, { session: cookies.csrf_session, token: headers['x-csrf-token'] ?? body?.csrf_token })
  }
  for (const presented of [cookies.refresh_token, body?.refresh_token]) {
    if (presented === undefined) continue
    await nameClientOfRefreshToken(ctx, presented)
    await endSessionOfRefreshToken(ctx, policies.account, presented)
  }
  await endCurrentSession(ctx)
  return { status: 204, cookies: [clearedRefreshCookie] }
}
