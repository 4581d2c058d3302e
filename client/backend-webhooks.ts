// Where a tenant's administrators have what happens sent.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** Each takes an administrator's access token first. A foreign id is `not_found`, as a missing one. */
export interface WebhookCalls {
  /** Oldest first: `GET /api/platform/applications/{appId}/webhooks`. */
  listAppWebhooks(accessToken: string, appId: string): Promise<Wire['WebhookList']>
  /** `data.secret` is whole this once: `POST /api/platform/applications/{appId}/webhooks`. Codes: `quota_exceeded`. */
  createAppWebhook(accessToken: string, appId: string, data: Wire['CreateAppWebhook']): Promise<Wire['WebhookAnswer']>
  /** `DELETE /api/platform/applications/{appId}/webhooks/{webhookId}`. */
  deleteAppWebhook(accessToken: string, appId: string, webhookId: string): Promise<void>
  /** Those of the tenant itself: `GET /api/platform/webhooks`. */
  listPlatformWebhooks(accessToken: string): Promise<Wire['WebhookList']>
  /** `data.secret` is whole this once: `POST /api/platform/webhooks`. Codes: `quota_exceeded`. */
  createPlatformWebhook(accessToken: string, data: Wire['CreateWebhook']): Promise<Wire['WebhookAnswer']>
  /** The tenant's or an application's, as all below: `DELETE /api/platform/webhooks/{webhookId}`. */
  deletePlatformWebhook(accessToken: string, webhookId: string): Promise<void>
  /** `PATCH /api/platform/webhooks/{webhookId}`. */
  updateWebhook(accessToken: string, webhookId: string, data: Wire['UpdateWebhook']): Promise<Wire['WebhookAnswer']>
  /** The one before is signed with as well, for a day unless told otherwise: `POST …/{webhookId}/secret`. */
  renewWebhookSecret(accessToken: string, webhookId: string, overlapSeconds?: number): Promise<Wire['WebhookAnswer']>
  /** Sends a `webhook.test`: `POST …/{webhookId}/test`. */
  testWebhook(accessToken: string, webhookId: string): Promise<Wire['WebhookDeliveryAnswer']>
  /** Newest first: `GET …/{webhookId}/deliveries`. */
  listWebhookDeliveries(
    accessToken: string,
    webhookId: string,
    params?: { readonly state?: Wire['WebhookDeliveryState']; readonly page?: number; readonly limit?: number },
  ): Promise<Wire['WebhookDeliveryPage']>
  /** `POST …/{webhookId}/deliveries/{deliveryId}/replay`. */
  replayWebhookDelivery(
    accessToken: string,
    webhookId: string,
    deliveryId: string,
  ): Promise<Wire['WebhookDeliveryAnswer']>
}

const root = '/api/platform/webhooks'
const ofApp = '/api/platform/applications/{appId}/webhooks'

export const createWebhookCalls = (api: Transport): WebhookCalls => ({
  listAppWebhooks: (token, appId) => answered(api.GET(ofApp, asAt(token, { appId }))),
  createAppWebhook: (token, appId, body) => answered(api.POST(ofApp, { ...asAt(token, { appId }), body })),
  deleteAppWebhook: async (token, appId, webhookId) => {
    await answered(api.DELETE(`${ofApp}/{webhookId}`, asAt(token, { appId, webhookId })))
  },
  listPlatformWebhooks: (token) => answered(api.GET(root, as(token))),
  createPlatformWebhook: (token, body) => answered(api.POST(root, { ...as(token), body })),
  deletePlatformWebhook: async (token, webhookId) => {
    await answered(api.DELETE(`${root}/{webhookId}`, asAt(token, { webhookId })))
  },
  updateWebhook: (token, webhookId, body) =>
    answered(api.PATCH(`${root}/{webhookId}`, { ...asAt(token, { webhookId }), body })),
  renewWebhookSecret: (token, webhookId, overlapSeconds = 86_400) => {
    const asked = { ...asAt(token, { webhookId }), body: { overlapSeconds } }
    return answered(api.POST(`${root}/{webhookId}/secret`, asked))
  },
  testWebhook: (token, webhookId) => answered(api.POST(`${root}/{webhookId}/test`, asAt(token, { webhookId }))),
  listWebhookDeliveries: (token, webhookId, query = {}) =>
    answered(api.GET(`${root}/{webhookId}/deliveries`, { ...as(token), params: { path: { webhookId }, query } })),
  replayWebhookDelivery: (token, webhookId, deliveryId) => {
    const asked = asAt(token, { webhookId, deliveryId })
    return answered(api.POST(`${root}/{webhookId}/deliveries/{deliveryId}/replay`, asked))
  },
})
