import { emptyClient, withChanges } from '../../identity/clients/client-settings.ts'
import {
  changeOwnClient,
  createOwnClient,
  deleteOwnClient,
  pageOwnClients,
  renewOwnSecret,
  requireClientOf,
} from '../../identity/clients/own-clients.ts'
import { toCursorWish, toList } from '../app-and-platform/lists.ts'
import type { Handle } from '../handle.ts'
import { fromClientFields, toClient, toClientWithSecret } from './client-views.ts'

export const listAppClients: Handle<'platform.listAppClients'> = async ({ path, query }, ctx) => {
  const { found, nextCursor } = await pageOwnClients(ctx, path.appId, query.environmentId, toCursorWish(query))
  return { status: 200, body: toList(found.map(toClient), nextCursor) }
}

export const createAppClient: Handle<'platform.createAppClient'> = async ({ path, body }, ctx) => {
  const { environmentId, type } = body
  const settings = withChanges(emptyClient, fromClientFields(body))
  const made = await createOwnClient(ctx, path.appId, {
    environmentId,
    settings,
    keepsSecrets: type === 'confidential',
  })
  return { status: 200, body: { data: toClientWithSecret(made) } }
}

export const getAppClient: Handle<'platform.getAppClient'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toClient(await requireClientOf(ctx, path.appId, path.clientId)) },
})

export const updateAppClient: Handle<'platform.updateAppClient'> = async ({ path, body }, ctx) => {
  const { isActive } = body
  const changes = { ...fromClientFields(body), ...(isActive !== undefined && { isActive }) }
  return { status: 200, body: { data: toClient(await changeOwnClient(ctx, path.appId, path.clientId, changes)) } }
}

export const deleteAppClient: Handle<'platform.deleteAppClient'> = async ({ path }, ctx) => {
  await deleteOwnClient(ctx, path.appId, path.clientId)
  return { status: 200, body: { success: true } }
}

export const renewAppClientSecret: Handle<'platform.renewAppClientSecret'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toClientWithSecret(await renewOwnSecret(ctx, path.appId, path.clientId)) },
})
