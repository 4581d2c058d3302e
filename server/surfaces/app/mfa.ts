import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { beginPasskeyStep } from '../../identity/sign-in/second-step.ts'
import { completeSignIn } from '../../identity/sign-in/sign-in-steps.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toAnswer, toPasskeyStep } from '../second-factor-answers.ts'
import { toSignedIn } from './signed-in.ts'

export const challengeMfa: Handle<'app.challengeMfa'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const { mfa_token: ticket, code, credential, new_passkey: newPasskey } = body
  const proof = { environment, ticket, answer: toAnswer({ code, credential, newPasskey }) }
  const started = await completeSignIn(ctx, policies.app, proof)
  return { status: 200, body: await toSignedIn(ctx, { ...started, environment }) }
}

export const beginPasskeyChallenge: Handle<'app.beginPasskeyChallenge'> = async ({ body }, ctx) => {
  const shown = { environment: await enterEnvironment(ctx), ticket: body.mfa_token }
  return { status: 200, body: { data: toPasskeyStep(await beginPasskeyStep(ctx, policies.app, shown)) } }
}

export * from '../app-and-platform/mfa.ts'
