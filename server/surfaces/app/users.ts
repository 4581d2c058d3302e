import { requireUser } from '../../identity/sessions/callers.ts'
import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { deleteOneself } from '../../identity/people/own-data.ts'
import { signUpWithPassword } from '../../identity/people/sign-up.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { describeUser } from '../app-and-platform/describe-user.ts'
import { toMessage } from '../app-and-platform/views.ts'
import { toSignedIn } from './signed-in.ts'

export const register: Handle<'app.register'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const names = { firstName: body.firstName ?? null, lastName: body.lastName ?? null }
  const signedUp = await signUpWithPassword(ctx, policies.app, {
    environment,
    client: null,
    email: body.email,
    password: body.password,
    ...names,
    organizationName: null,
    redirectUri: environment.settings.verifyEmailRedirectTo,
  })
  if (signedUp.kind === 'verification_required') {
    return { status: 200, body: { user: { email: signedUp.email, ...names, emailVerified: false } } }
  }
  return { status: 200, body: await toSignedIn(ctx, { ...signedUp, environment }) }
}

export const getMe: Handle<'app.getMe'> = async (_request, ctx) => {
  const { user, environment } = requireUser(ctx)
  return { status: 200, body: { data: await describeUser(ctx, user, environment) } }
}

export const deleteMe: Handle<'app.deleteMe'> = async (_request, ctx) => {
  await deleteOneself(ctx)
  return { status: 200, body: toMessage('The user is deleted.') }
}
