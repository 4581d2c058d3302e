import { presentProof } from '../../identity/proofs/one-time-proofs.ts'
import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { requestPasswordReset, resetPassword as reset } from '../../identity/passwords/reset-password.ts'
import { policies } from '../../model/policies.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const forgotPassword: Handle<'app.forgotPassword'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const redirectUri = environment.settings.resetPasswordRedirectTo
  await requestPasswordReset(ctx, policies.app, { environment, client: null, email: body.email, redirectUri })
  return { status: 200, body: toMessage('If this address can get such a mail, it is on its way.') }
}

export const resetPassword: Handle<'app.resetPassword'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const shown = { token: body.token, surface: policies.app.surface, environment }
  await reset(ctx, await presentProof(ctx, 'reset_password', shown), body.password)
  return { status: 200, body: toMessage('The password was changed. Sign in with it.') }
}
