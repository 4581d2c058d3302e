import { presentProof } from '../../identity/proofs/one-time-proofs.ts'
import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { verifyEmail as verify } from '../../identity/proofs/verify-email.ts'
import { policies } from '../../model/policies.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const verifyEmail: Handle<'app.verifyEmail'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  await verify(
    ctx,
    await presentProof(ctx, 'verify_email', { token: body.token, surface: policies.app.surface, environment }),
  )
  return { status: 200, body: toMessage('The address is proven.') }
}
