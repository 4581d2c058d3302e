import { requireUser } from '../../identity/callers.ts'
import { requireEnvironment } from '../../identity/publishable-keys.ts'
import { signUpWithPassword } from '../../identity/sign-up.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toUser } from '../backend/views.ts'
import { toSignedIn } from './signed-in.ts'

export const register: Handle<'app.register'> = async ({ body }, ctx) => {
  const environment = requireEnvironment(ctx)
  const started = await signUpWithPassword(ctx, policies.app, {
    environment,
    client: null,
    email: body.email,
    password: body.password,
    firstName: body.firstName ?? null,
    lastName: body.lastName ?? null,
    organizationName: null,
  })
  return { status: 200, body: await toSignedIn(ctx, { ...started, environment }) }
}

export const getMe: Handle<'app.getMe'> = async (_request, ctx) => {
  const { user, environment } = requireUser(ctx)
  return { status: 200, body: { data: toUser(user, { tenantId: environment.tenantId, mfaEnabled: false }) } }
}
