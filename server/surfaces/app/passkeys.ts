import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { removeOwnPasskey } from '../../identity/factors/passkeys.ts'
import { passkeyRequest, signInWithPasskey as signIn } from '../../identity/sign-in/passkey.ts'
import { policies } from '../../model/policies.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toSignedIn } from './signed-in.ts'

export const beginPasskeySignIn: Handle<'app.beginPasskeySignIn'> = async (_request, ctx) => {
  const place = { environment: await enterEnvironment(ctx), client: null, holder: null }
  return { status: 200, body: { data: passkeyRequest(ctx, policies.app, place) } }
}

export const signInWithPasskey: Handle<'app.signInWithPasskey'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const started = await signIn(ctx, policies.app, { environment, client: null, holder: null }, body.credential)
  return { status: 200, body: await toSignedIn(ctx, { ...started, environment }) }
}

export const removePasskey: Handle<'app.removePasskey'> = async ({ path }, ctx) => {
  await removeOwnPasskey(ctx, path.passkeyId)
  return { status: 200, body: toMessage('The passkey is removed.') }
}

export * from '../app-and-platform/passkeys.ts'
