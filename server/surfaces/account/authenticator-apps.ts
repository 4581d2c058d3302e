import { listOwnApps, removeOwnApp, renameOwnApp } from '../../identity/factors/authenticator-apps.ts'
import type { Handle } from '../handle.ts'
import { toApp } from '../own-views.ts'

export const listAuthenticatorApps: Handle<'account.listAuthenticatorApps'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnApps(ctx)).map(toApp) },
})

export const renameAuthenticatorApp: Handle<'account.renameAuthenticatorApp'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: toApp(await renameOwnApp(ctx, path.authenticator_app_id, body.name)),
})

export const removeAuthenticatorApp: Handle<'account.removeAuthenticatorApp'> = async ({ path }, ctx) => {
  await removeOwnApp(ctx, path.authenticator_app_id)
  return { status: 204 }
}
