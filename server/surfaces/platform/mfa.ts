import { administratorOf } from '../../identity/administration/administrators.ts'
import { consoleEnvironment } from '../../identity/sign-in/console.ts'
import { beginPasskeyStep } from '../../identity/sign-in/second-step.ts'
import { completeSignIn } from '../../identity/sign-in/sign-in-steps.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toAnswer, toPasskeyStep } from '../second-factor-answers.ts'
import { toSignedIn } from './signed-in.ts'

export const challengeMfa: Handle<'platform.challengeMfa'> = async ({ body }, ctx) => {
  const environment = await consoleEnvironment(ctx)
  const { mfa_token: ticket, code, credential, new_passkey: newPasskey } = body
  const proof = { environment, ticket, answer: toAnswer({ code, credential, newPasskey }) }
  const started = await completeSignIn(ctx, policies.platform, proof)
  return {
    status: 200,
    body: await toSignedIn(ctx, { ...started, ...(await administratorOf(ctx, started.user, 'invalid_mfa_token')) }),
  }
}

export const beginPasskeyChallenge: Handle<'platform.beginPasskeyChallenge'> = async ({ body }, ctx) => {
  const shown = { environment: await consoleEnvironment(ctx), ticket: body.mfa_token }
  return { status: 200, body: { data: toPasskeyStep(await beginPasskeyStep(ctx, policies.platform, shown)) } }
}

export * from '../app-and-platform/mfa.ts'
