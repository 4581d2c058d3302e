import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import { requireClientOfRefreshToken, requireClient } from '../../identity/clients/clients.ts'
import { requireCsrf, requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import { refreshSession } from '../../identity/sessions/refresh.ts'
import { endCurrentSession, endSessionOfRefreshToken } from '../../identity/sessions/sessions.ts'
import { signInInSteps } from '../../identity/sign-in/sign-in-steps.ts'
import { requireSignedIn } from '../../identity/sign-in/tickets.ts'
import { isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toCsrfProof } from './csrf-proof.ts'
import { toAuthentication } from './signed-in.ts'
import { clearedRefreshCookie, toClaims, toRefreshCookie, toTokens } from './views.ts'

export const signIn: Handle<'account.signIn'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  const signedIn = requireSignedIn(
    await signInInSteps(ctx, policies.account, {
      ...found,
      email: body.email,
      password: body.password,
    }),
  )
  if (signedIn.kind === 'verification_required') throw new Failure('email_not_verified')
  return { status: 200, ...(await toAuthentication(ctx, { ...signedIn, ...found }, cookies)) }
}

export const refresh: Handle<'account.refresh'> = async ({ body, headers, cookies }, ctx) => {
  const byCookie = body?.refresh_token === undefined
  const presented = body?.refresh_token ?? cookies.refresh_token
  if (!presented) throw new Failure('invalid_refresh_token')
  if (byCookie) {
    await requireCsrf(ctx, toCsrfProof({ cookies, headers, body }))
  }
  const client = await requireClientOfRefreshToken(ctx, presented)
  // RFC 6749 section 6: a client with a secret proves itself, which it can at the token endpoint alone.
  if (client && isConfidential(client)) throw new Failure('invalid_refresh_token')
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
  const byCookie = cookies.refresh_token !== undefined
  if (byCookie) await requireCsrf(ctx, toCsrfProof({ cookies, headers, body }))
  for (const presented of [cookies.refresh_token, body?.refresh_token]) {
    if (presented === undefined) continue
    await requireClientOfRefreshToken(ctx, presented)
    await endSessionOfRefreshToken(ctx, policies.account, presented)
  }
  await endCurrentSession(ctx)
  // Only who has shown the cookie with its CSRF token: a page of another site must not sign anybody out.
  return { status: 204, cookies: byCookie ? [clearedRefreshCookie] : [] }
}
