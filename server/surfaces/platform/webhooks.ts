import {
  changeWebhook,
  createWebhook as create,
  deleteWebhook as remove,
  listDeliveries,
  listWebhooks as list,
  renewWebhookSecret as renew,
  replayDelivery,
  testWebhook as test,
} from '../../identity/webhooks/webhooks.ts'
import type { Handle } from '../handle.ts'
import { toDelivery, toWebhook, toWebhookWithSecret } from './webhook-views.ts'

export const listAppWebhooks: Handle<'platform.listAppWebhooks'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: (await list(ctx, path.appId)).map(toWebhook) },
})

export const createAppWebhook: Handle<'platform.createAppWebhook'> = async ({ path, body }, ctx) => {
  const { url, events, environmentId = null } = body
  const made = await create(ctx, { url, events, applicationId: path.appId, environmentId })
  return { status: 200, body: { data: toWebhookWithSecret(made) } }
}

export const deleteAppWebhook: Handle<'platform.deleteAppWebhook'> = async ({ path }, ctx) => {
  await remove(ctx, path.webhookId, path.appId)
  return { status: 200, body: { success: true } }
}

export const listWebhooks: Handle<'platform.listWebhooks'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await list(ctx, null)).map(toWebhook) },
})

export const createWebhook: Handle<'platform.createWebhook'> = async ({ body: { url, events } }, ctx) => ({
  status: 200,
  body: { data: toWebhookWithSecret(await create(ctx, { url, events, applicationId: null, environmentId: null })) },
})

export const updateWebhook: Handle<'platform.updateWebhook'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toWebhook(await changeWebhook(ctx, path.webhookId, body)) },
})

export const deleteWebhook: Handle<'platform.deleteWebhook'> = async ({ path }, ctx) => {
  await remove(ctx, path.webhookId)
  return { status: 200, body: { success: true } }
}

export const renewWebhookSecret: Handle<'platform.renewWebhookSecret'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toWebhookWithSecret(await renew(ctx, path.webhookId, body.overlapSeconds ?? 86_400)) },
})

export const testWebhook: Handle<'platform.testWebhook'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toDelivery(await test(ctx, path.webhookId)) },
})

export const listWebhookDeliveries: Handle<'platform.listWebhookDeliveries'> = async ({ path, query }, ctx) => {
  const page = { page: query.page ?? 1, limit: query.limit ?? 100 }
  const { found, total, nextCursor } = await listDeliveries(ctx, path.webhookId, query.state, page, query.cursor)
  const next = nextCursor === null ? {} : { nextCursor }
  return { status: 200, body: { data: found.map(toDelivery), total, ...page, ...next } }
}

export const replayWebhookDelivery: Handle<'platform.replayWebhookDelivery'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toDelivery(await replayDelivery(ctx, path.webhookId, path.deliveryId)) },
})
