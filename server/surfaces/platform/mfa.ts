import { administratorOf } from '../../identity/administration/administrators.ts'
import { consoleEnvironment } from '../../identity/sign-in/console.ts'
import { completeSignIn } from '../../identity/sign-in/sign-in-steps.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toSignedIn } from './signed-in.ts'

export const challengeMfa: Handle<'platform.challengeMfa'> = async ({ body }, ctx) => {
  const environment = await consoleEnvironment(ctx)
  const proof = { environment, ticket: body.mfa_token, code: body.code }
  const started = await completeSignIn(ctx, policies.platform, proof)
  return {
    status: 200,
    body: await toSignedIn(ctx, { ...started, ...(await administratorOf(ctx, started.user, 'invalid_mfa_token')) }),
  }
}

export * from '../app-and-platform/mfa.ts'
