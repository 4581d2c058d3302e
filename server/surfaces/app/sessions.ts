import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { refreshSession } from '../../identity/sessions/refresh.ts'
import { endSessionOfRefreshToken } from '../../identity/sessions/sessions.ts'
import { signInInSteps } from '../../identity/sign-in/sign-in-steps.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toChallenge, toMessage } from '../app-and-platform/views.ts'
import { toSignedIn, toTokens } from './signed-in.ts'

export const login: Handle<'app.login'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const signedIn = await signInInSteps(ctx, policies.app, {
    environment,
    client: null,
    email: body.email,
    password: body.password,
  })
  if (signedIn.kind === 'verification_required') throw new Failure('email_not_verified')
  if (signedIn.kind === 'challenged') return { status: 200, body: toChallenge(signedIn) }
  return { status: 200, body: await toSignedIn(ctx, { ...signedIn, environment }) }
}

export const refresh: Handle<'app.refresh'> = async ({ body }, ctx) => {
  await enterEnvironment(ctx)
  return { status: 200, body: await toTokens(ctx, await refreshSession(ctx, policies.app, body.refresh_token)) }
}

export const logout: Handle<'app.logout'> = async ({ body }, ctx) => {
  await enterEnvironment(ctx)
  await endSessionOfRefreshToken(ctx, policies.app, body.refresh_token)
  return { status: 200, body: toMessage('Signed out.') }
}
