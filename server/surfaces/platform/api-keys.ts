import { createApiKey, listApiKeys, revokeApiKey, rotatePublishableKey } from '../../identity/clients/api-keys.ts'
import { toCursorWish, toList } from '../app-and-platform/lists.ts'
import { toTime } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toApiKey } from './views.ts'

export const listAppApiKeys: Handle<'platform.listAppApiKeys'> = async ({ path, query }, ctx) => {
  const { found, nextCursor } = await listApiKeys(ctx, path.appId, query.environmentId, toCursorWish(query))
  return { status: 200, body: toList(found.map(toApiKey), nextCursor) }
}

export const createAppApiKey: Handle<'platform.createAppApiKey'> = async ({ path, body }, ctx) => {
  const { apiKey, key } = await createApiKey(ctx, path.appId, {
    ...body,
    keyType: body.keyType ?? 'secret',
  })
  return { status: 200, body: { data: { ...toApiKey(apiKey), lastUsedAt: null, key } } }
}

export const revokeAppApiKey: Handle<'platform.revokeAppApiKey'> = async ({ path }, ctx) => {
  await revokeApiKey(ctx, path.appId, path.keyId)
  return { status: 200, body: { success: true } }
}

export const rotateAppKeys: Handle<'platform.rotateAppKeys'> = async ({ path, body }, ctx) => {
  const { publishableKey, previousKeyExpiresAt } = await rotatePublishableKey(ctx, path.appId, {
    environmentId: body.environmentId,
    overlapSeconds: body.overlapSeconds ?? 3600,
  })
  return { status: 200, body: { publishableKey, previousKeyExpiresAt: toTime(previousKeyExpiresAt) } }
}
