import { listThirdParties, requireThirdParty, suspendThirdParty } from '../../identity/clients/third-party-clients.ts'
import type { Handle } from '../handle.ts'
import { toThirdPartyClient } from './client-views.ts'

export const listAppThirdPartyClients: Handle<'platform.listAppThirdPartyClients'> = async ({ path, query }, ctx) => {
  const { environmentId, kind, limit = 100, cursor } = query
  const { found, nextCursor } = await listThirdParties(ctx, path.appId, { environmentId, kind, limit, cursor })
  return { status: 200, body: { data: found.map(toThirdPartyClient), nextCursor } }
}

export const getAppThirdPartyClient: Handle<'platform.getAppThirdPartyClient'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toThirdPartyClient(await requireThirdParty(ctx, path.appId, path.thirdPartyClientId)) },
})

export const updateAppThirdPartyClient: Handle<'platform.updateAppThirdPartyClient'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toThirdPartyClient(await suspendThirdParty(ctx, path.appId, path.thirdPartyClientId, body.isActive)) },
})
