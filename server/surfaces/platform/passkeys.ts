import { signInAdministratorByPasskey } from '../../identity/administration/administrators.ts'
import { removeOwnPasskey } from '../../identity/factors/passkeys.ts'
import { consoleEnvironment } from '../../identity/sign-in/console.ts'
import { passkeyRequest } from '../../identity/sign-in/passkey.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toSignedIn } from './signed-in.ts'

export const beginPasskeySignIn: Handle<'platform.beginPasskeySignIn'> = async (_request, ctx) => {
  const place = { environment: await consoleEnvironment(ctx), client: null, holder: null }
  return { status: 200, body: { data: passkeyRequest(ctx, policies.platform, place) } }
}

export const signInWithPasskey: Handle<'platform.signInWithPasskey'> = async ({ body }, ctx) => {
  const started = await signInAdministratorByPasskey(ctx, policies.platform, body.credential)
  return { status: 200, body: await toSignedIn(ctx, started) }
}

export const removePasskey: Handle<'platform.removePasskey'> = async ({ path }, ctx) => {
  await removeOwnPasskey(ctx, path.passkeyId)
  return { status: 200, body: { success: true } }
}

export * from '../app-and-platform/passkeys.ts'
