import { refreshAdministrator, signInAdministrator } from '../../identity/administration/administrators.ts'
import { endCurrentSession, endSessionOfRefreshToken } from '../../identity/sessions/sessions.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { toChallenge, toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toSignedIn, toTokens } from './signed-in.ts'

export const login: Handle<'platform.login'> = async ({ body }, ctx) => {
  const signedIn = await signInAdministrator(ctx, policies.platform, { email: body.email, password: body.password })
  if (signedIn.kind === 'verification_required') throw new Failure('email_not_verified')
  if (signedIn.kind === 'challenged') return { status: 200, body: toChallenge(signedIn) }
  return { status: 200, body: await toSignedIn(ctx, signedIn) }
}

export const refresh: Handle<'platform.refresh'> = async ({ body }, ctx) => ({
  status: 200,
  body: await toTokens(ctx, await refreshAdministrator(ctx, policies.platform, body.refresh_token)),
})

export const logout: Handle<'platform.logout'> = async ({ body }, ctx) => {
  if (body?.refresh_token) await endSessionOfRefreshToken(ctx, policies.platform, body.refresh_token)
  await endCurrentSession(ctx)
  return { status: 200, body: toMessage('Signed out.') }
}
