import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { completeSignIn } from '../../identity/sign-in/sign-in-steps.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toSignedIn } from './signed-in.ts'

export const challengeMfa: Handle<'app.challengeMfa'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const proof = { environment, ticket: body.mfa_token, code: body.code }
  const started = await completeSignIn(ctx, policies.app, proof)
  return { status: 200, body: await toSignedIn(ctx, { ...started, environment }) }
}

export * from '../app-and-platform/mfa.ts'
