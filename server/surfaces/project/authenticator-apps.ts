import { listOwnApps, removeOwnApp, renameOwnApp } from '../../identity/factors/authenticator-apps.ts'
import type { Handle } from '../handle.ts'
import { toAuthenticatorApp } from '../second-factor-answers.ts'
import { toMfa } from './mfa-state.ts'

export const listAuthenticatorApps: Handle<'project.listAuthenticatorApps'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnApps(ctx)).map(toAuthenticatorApp) },
})

export const renameAuthenticatorApp: Handle<'project.renameAuthenticatorApp'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: toAuthenticatorApp(await renameOwnApp(ctx, path.authenticatorAppId, body.name)),
})

export const removeAuthenticatorApp: Handle<'project.removeAuthenticatorApp'> = async ({ path }, ctx) => {
  await removeOwnApp(ctx, path.authenticatorAppId)
  return { status: 200, body: await toMfa(ctx) }
}
