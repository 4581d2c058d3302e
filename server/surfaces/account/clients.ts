import {
  changeClient,
  deleteClient as remove,
  listClients as list,
  registerClient,
  renewSecret,
  requireOwnClient,
} from '../../identity/clients/client-registry.ts'
import { emptyClient, withChanges } from '../../identity/clients/client-settings.ts'
import type { Handle } from '../handle.ts'
import { fromClientFields, toClient } from './client-views.ts'
import { fromAccountId } from './views.ts'

export const listClients: Handle<'account.listClients'> = async ({ path, query }, ctx) => {
  const page = { limit: query.limit ?? 100, offset: query.offset ?? 0 }
  const { found, total } = await list(ctx, fromAccountId(path.account_id), page)
  return { status: 200, body: { data: found.map((client) => toClient(ctx, client)), total, ...page } }
}

export const createClient: Handle<'account.createClient'> = async ({ path, body }, ctx) => {
  const { client, secret } = await registerClient(ctx, fromAccountId(path.account_id), {
    settings: withChanges(emptyClient, fromClientFields(body)),
    keepsSecrets: body.type === 'confidential',
  })
  return { status: 201, body: { ...toClient(ctx, client), client_secret: secret } }
}

export const getClient: Handle<'account.getClient'> = async ({ path }, ctx) => ({
  status: 200,
  body: toClient(ctx, await requireOwnClient(ctx, path.client_id)),
})

export const updateClient: Handle<'account.updateClient'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: toClient(ctx, await changeClient(ctx, path.client_id, fromClientFields(body))),
})

export const deleteClient: Handle<'account.deleteClient'> = async ({ path }, ctx) => {
  await remove(ctx, path.client_id)
  return { status: 204 }
}

export const renewClientSecret: Handle<'account.renewClientSecret'> = async ({ path }, ctx) => {
  const { client, secret } = await renewSecret(ctx, path.client_id)
  return { status: 200, body: { ...toClient(ctx, client), client_secret: secret } }
}
