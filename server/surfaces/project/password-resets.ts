import { presentProof } from '../../identity/proofs/one-time-proofs.ts'
import { requireProject } from '../../identity/administration/project.ts'
import {
  exchangeResetCode as exchange,
  requestPasswordReset,
  resetPassword as reset,
} from '../../identity/passwords/reset-password.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { onwardUrl } from './redirects.ts'

const { surface } = policies.project

export const sendResetPassword: Handle<'project.sendResetPassword'> = async ({ body }, ctx) => {
  const environment = await requireProject(ctx)
  const redirectUri = onwardUrl(environment, body.redirectTo, 'resetPasswordRedirectTo')
  await requestPasswordReset(ctx, policies.project, { environment, client: null, email: body.email, redirectUri })
  const message = 'If your email is registered, we have sent you a password reset code/link.'
  return { status: 202, body: { success: true, message } }
}

export const exchangeResetCode: Handle<'project.exchangeResetCode'> = async ({ body }, ctx) => {
  const environment = await requireProject(ctx)
  const proven = await presentProof(ctx, 'reset_password', { ...body, surface, environment })
  const { secret, expiresAt } = await exchange(ctx, policies.project, proven)
  return { status: 200, body: { token: secret, expiresAt: new Date(expiresAt).toISOString() } }
}

export const resetPassword: Handle<'project.resetPassword'> = async ({ body }, ctx) => {
  const environment = await requireProject(ctx)
  const proven = await presentProof(ctx, 'reset_password', { token: body.otp, surface, environment })
  await reset(ctx, proven, body.newPassword)
  return { status: 200, body: { message: 'Password reset successfully' } }
}
