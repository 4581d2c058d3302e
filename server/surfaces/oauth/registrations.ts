import {
  registerAgain,
  registerItself,
  requireRegistered,
  unregister,
} from '../../identity/clients/dynamic-registration.ts'
import type { Handle } from '../handle.ts'
import { fromRegistration, toRegistration } from './registration-views.ts'
import { noStore } from './views.ts'

export const registerClient: Handle<'oauth.registerClient'> = async ({ body }, ctx) => ({
  status: 201,
  headers: noStore,
  body: toRegistration(ctx, await registerItself(ctx, fromRegistration(body))),
})

export const getRegistration: Handle<'oauth.getRegistration'> = async ({ path }, ctx) => ({
  status: 200,
  headers: noStore,
  body: toRegistration(ctx, requireRegistered(ctx, path.client_id)),
})

export const updateRegistration: Handle<'oauth.updateRegistration'> = async ({ path, body }, ctx) => {
  const said = { clientId: body.client_id, clientSecret: body.client_secret }
  const registered = await registerAgain(ctx, path.client_id, fromRegistration(body), said)
  return { status: 200, headers: noStore, body: toRegistration(ctx, registered) }
}

export const deleteRegistration: Handle<'oauth.deleteRegistration'> = async ({ path }, ctx) => {
  await unregister(ctx, path.client_id)
  return { status: 204 }
}
