// Authenticator apps of who is signed in: end users and administrators alike.
import { listOwnApps, removeOwnApp, renameOwnApp } from '../../identity/factors/authenticator-apps.ts'
import type { Handle } from '../handle.ts'
import { toAuthenticatorApp } from '../second-factor-answers.ts'
import { toMessage } from './views.ts'

export const listAuthenticatorApps: Handle<'app.listAuthenticatorApps'> &
  Handle<'platform.listAuthenticatorApps'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnApps(ctx)).map(toAuthenticatorApp) },
})

export const renameAuthenticatorApp: Handle<'app.renameAuthenticatorApp'> &
  Handle<'platform.renameAuthenticatorApp'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toAuthenticatorApp(await renameOwnApp(ctx, path.authenticatorAppId, body.name)) },
})

export const removeAuthenticatorApp: Handle<'app.removeAuthenticatorApp'> &
  Handle<'platform.removeAuthenticatorApp'> = async ({ path }, ctx) => {
  await removeOwnApp(ctx, path.authenticatorAppId)
  return { status: 200, body: toMessage('The authenticator app is removed.') }
}
