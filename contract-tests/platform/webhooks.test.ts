import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, newcomersShop, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const url = 'https://shop.example/hooks'
const nowhere = '0199c0de-0000-7000-8000-00000000dead'

const shop = async (seeds: Seeds) => {
  const owner = await seeds.administrator(dana)
  const app = await seeds.application(owner)
  const { access_token: bearer, user } = owner
  return { bearer, user, app, stage: stageOf(app), path: { appId: app.id } }
}

/** With a webhook of the application, and one of the tenant. */
const withWebhooks = async (seeds: Seeds) => {
  const made = await shop(seeds)
  const { bearer, path } = made
  const events = ['user.created']
  const ofApp = await seeds.call('platform.createAppWebhook', { bearer, path, body: { url, events } })
  const ofTenant = await seeds.call('platform.createWebhook', { bearer, body: { url, events: ['*'] } })
  const read = (answer: typeof ofApp) => (answer?.body as Wire['WebhookAnswer'] | undefined)?.data
  return { ...made, ofApp: read(ofApp), ofTenant: read(ofTenant), webhookId: read(ofApp)?.id ?? nowhere }
}

const withDelivery = async (seeds: Seeds) => {
  const made = await withWebhooks(seeds)
  const { bearer, webhookId } = made
  const answer = await seeds.call('platform.testWebhook', { bearer, path: { webhookId } })
  return { ...made, delivery: (answer?.body as Wire['WebhookDeliveryAnswer'] | undefined)?.data }
}

contract('platform.listAppWebhooks', {
  'lists those of the application, without their secrets': given(withWebhooks, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'webhooks' },
    then: async (_seeds, answer, { ofApp }) => {
      const { data } = answer.body as Wire['WebhookList']
      expect(data).toEqual([{ ...ofApp, secret: `${ofApp!.secret.slice(0, 14)}…` }])
    },
  }),
  'refuses nobody': given(shop, { send: ({ path }) => ({ path }), expect: { error: 'unauthorized' } }),
})

contract('platform.createAppWebhook', {
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { url, events: ['user.created'] } }),
    expect: { error: 'email_not_verified' },
  }),
  'shows the secret once': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { url, events: ['user.created', 'user.*'], environmentId: stage.id },
    }),
    expect: {
      status: 200,
      example: 'new_webhook',
      body: ({ data }) => {
        expect(data.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
        expect(data).toMatchObject({ url, isActive: true, lastTriggeredAt: null })
      },
    },
  }),
  'refuses what is no action of the audit': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { url, events: ['user.created', 'user.eaten'] } }),
    expect: { error: 'invalid_request', detail: 'events.1' },
  }),
  'refuses an address with a name and a password': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { url: 'https://a:b@shop.example/hooks', events: ['*'] } }),
    expect: { error: 'invalid_request', detail: 'url' },
  }),
  'refuses an environment of somebody else': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { url, events: ['*'], environmentId: nowhere } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses more than one tenant may have': given(
    async (seeds) => {
      const made = await withWebhooks(seeds)
      await seeds.allow({ webhooksPerTenant: 2 })
      return made
    },
    {
      inside: 'quotas are set from within',
      send: ({ bearer, path }) => ({ bearer, path, body: { url, events: ['*'] } }),
      expect: { error: 'quota_exceeded', detail: /Quota: 2 / },
    },
  ),
})

contract('platform.deleteAppWebhook', {
  'deletes it': given(withWebhooks, {
    send: ({ bearer, path, webhookId }) => ({ bearer, path: { ...path, webhookId } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { bearer, path }) =>
      expect((await seeds.call('platform.listAppWebhooks', { bearer, path }))?.body).toEqual({ data: [] }),
  }),
  'refuses one of the tenant itself': given(withWebhooks, {
    send: ({ bearer, path, ofTenant }) => ({ bearer, path: { ...path, webhookId: ofTenant?.id ?? nowhere } }),
    expect: { error: 'webhook_not_found' },
  }),
})

contract('platform.listWebhooks', {
  'lists those of the tenant itself': given(withWebhooks, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'webhooks' },
    then: async (_seeds, answer, { ofTenant }) =>
      expect((answer.body as Wire['WebhookList']).data.map(({ id }) => id)).toEqual([ofTenant!.id]),
  }),
  'refuses nobody': { send: {}, expect: { error: 'unauthorized' } },
})

contract('platform.createWebhook', {
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer }) => ({ bearer, body: { url, events: ['*'] } }),
    expect: { error: 'email_not_verified' },
  }),
  'makes one for all that happens in the tenant': given(shop, {
    send: ({ bearer }) => ({ bearer, body: { url, events: ['*'] } }),
    expect: {
      status: 200,
      example: 'new_webhook',
    },
    then: async (_seeds, answer) =>
      expect((answer.body as Wire['WebhookAnswer']).data).toMatchObject({ applicationId: null, environmentId: null }),
  }),
  'refuses more than one tenant may have': given(
    async (seeds) => {
      const made = await withWebhooks(seeds)
      await seeds.allow({ webhooksPerTenant: 2 })
      return made
    },
    {
      inside: 'quotas are set from within',
      send: ({ bearer }) => ({ bearer, body: { url, events: ['*'] } }),
      expect: { error: 'quota_exceeded', detail: /Quota: 2 / },
    },
  ),
})

contract('platform.updateWebhook', {
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer }) => ({ bearer, path: { webhookId: nowhere }, body: { url } }),
    expect: { error: 'email_not_verified' },
  }),
  'changes only what is sent': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, body: { events: ['user.deleted'] } }),
    expect: { status: 200, example: 'webhook' },
    then: async (_seeds, answer) =>
      expect((answer.body as Wire['WebhookAnswer']).data).toMatchObject({
        url,
        events: ['user.deleted'],
        isActive: true,
      }),
  }),
  'switches it off, and ends what it had still to send': given(withDelivery, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, body: { isActive: false } }),
    expect: { status: 200, example: 'webhook' },
    then: async (seeds, answer, { bearer, webhookId }) => {
      expect((answer.body as Wire['WebhookAnswer']).data.isActive).toBe(false)
      const listed = await seeds.call('platform.listWebhookDeliveries', { bearer, path: { webhookId } })
      expect((listed!.body as Wire['WebhookDeliveryPage']).data.map(({ state }) => state)).toEqual(['dead'])
    },
  }),
  'refuses what is no action of the audit': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, body: { events: ['nothing.happens'] } }),
    expect: { error: 'invalid_request', detail: 'events.0' },
  }),
})

contract('platform.deleteWebhook', {
  'deletes one of an application too': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { bearer, webhookId }) => {
      const again = await seeds.call('platform.deleteWebhook', { bearer, path: { webhookId } })
      expect(again?.status).toBe(404)
    },
  }),
})

contract('platform.renewWebhookSecret', {
  'refuses a session whose last proof is older than ten minutes': given(
    async (seeds) => {
      const made = await withWebhooks(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, body: {} }),
      expect: { error: 'reauthentication_required' },
    },
  ),
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer }) => ({ bearer, path: { webhookId: nowhere }, body: {} }),
    expect: { error: 'email_not_verified' },
  }),
  'gives a new secret, beside which the old one lives for a day': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, body: {} }),
    expect: { status: 200, example: 'renewed' },
    then: async (_seeds, answer, { ofApp }) => {
      const { secret, previousSecretExpiresAt, updatedAt } = (answer.body as Wire['WebhookAnswer']).data
      expect(secret).not.toBe(ofApp!.secret)
      expect(Date.parse(previousSecretExpiresAt!) - Date.parse(updatedAt)).toBe(86_400_000)
    },
  }),
  'ends the old one at once where there is to be no overlap': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, body: { overlapSeconds: 0 } }),
    expect: { status: 200, example: 'renewed' },
    then: async (_seeds, answer) =>
      expect((answer.body as Wire['WebhookAnswer']).data.previousSecretExpiresAt).toBe(null),
  }),
})

contract('platform.testWebhook', {
  'queues a message, whatever the events are': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId } }),
    expect: { status: 200, example: 'queued' },
    then: async (_seeds, answer, { webhookId }) =>
      expect((answer.body as Wire['WebhookDeliveryAnswer']).data).toMatchObject({
        type: 'webhook.test',
        state: 'pending',
        message: { type: 'webhook.test', data: { resource: 'webhook', resourceId: webhookId } },
      }),
  }),
})

contract('platform.listWebhookDeliveries', {
  'goes on from a cursor, to the last page': given(
    async (seeds) => {
      const made = await withWebhooks(seeds)
      const { bearer, path, stage } = made
      for (const person of [alice, bob]) {
        await seeds.call('platform.createAppUser', { bearer, path, body: { ...person, environmentId: stage.id } })
      }
      return made
    },
    {
      send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, query: { limit: 1 } }),
      expect: { status: 200, example: 'deliveries' },
      then: async (seeds, answer, { bearer, webhookId }) => {
        const { data, nextCursor: cursor } = answer.body as Wire['WebhookDeliveryPage']
        expect([data.length, cursor]).toEqual([1, expect.any(String)])
        const sent = { bearer, path: { webhookId }, query: { limit: 1, cursor: cursor! } }
        const last = (await seeds.call('platform.listWebhookDeliveries', sent))?.body as Wire['WebhookDeliveryPage']
        expect(last).toMatchObject({ total: 2, data: [{ type: 'user.created' }] })
        expect(last.data[0]!.id < data[0]!.id).toBe(true)
        expect(last).not.toHaveProperty('nextCursor')
      },
    },
  ),
  'refuses a cursor that no page gave': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'lists what happened, newest first, and nothing else': given(
    async (seeds) => {
      const made = await withWebhooks(seeds)
      const { bearer, path, stage } = made
      const body = { ...alice, environmentId: stage.id }
      await seeds.call('platform.createAppUser', { bearer, path, body })
      await seeds.call('platform.createAppApiKey', { bearer, path, body: { name: 'Backend', environmentId: stage.id } })
      return made
    },
    {
      send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId } }),
      expect: { status: 200, example: 'deliveries' },
      then: async (seeds, answer, { bearer, app, stage, user, webhookId }) => {
        const { data } = answer.body as Wire['WebhookDeliveryPage']
        const query = { action: 'user.created' as const }
        const audit = (await seeds.call('platform.listAuditLogs', { bearer, query }))?.body as Wire['AuditLogPage']
        // The audit's event, without the addresses that it looks up.
        const { action, createdAt, userEmail, administratorId, administratorEmail, ...event } = audit.data[0]!
        expect([event.resource, event.resourceId, event.environmentId]).toEqual(['user', event.userId, stage.id])
        expect([administratorId, administratorEmail, userEmail]).toEqual([user.id, dana.email, alice.email])
        // How often it was tried by now is the server's own haste.
        expect(data).toMatchObject([{ webhookId, type: action, state: 'pending', settledAt: null }])
        expect(data[0]!.message).toEqual({
          type: action,
          timestamp: createdAt,
          data: { ...event, tenantId: user.tenantId, applicationId: app.id },
        })
        expect(answer.text).not.toContain(alice.email)
      },
    },
  ),
  'lists those of one state': given(withDelivery, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId }, query: { state: 'delivered' } }),
    expect: { status: 200, example: 'deliveries' },
    then: async (_seeds, answer) => expect((answer.body as Wire['WebhookDeliveryPage']).data).toEqual([]),
  }),
})

contract('platform.replayWebhookDelivery', {
  'sends the same message again': given(withDelivery, {
    send: ({ bearer, webhookId, delivery }) => ({
      bearer,
      path: { webhookId, deliveryId: delivery?.id ?? nowhere },
    }),
    expect: { status: 200, example: 'queued' },
    then: async (_seeds, answer, { delivery }) =>
      expect((answer.body as Wire['WebhookDeliveryAnswer']).data).toMatchObject({
        id: delivery!.id,
        message: delivery!.message,
        state: 'pending',
      }),
  }),
  'refuses one that there is not': given(withWebhooks, {
    send: ({ bearer, webhookId }) => ({ bearer, path: { webhookId, deliveryId: nowhere } }),
    expect: { error: 'delivery_not_found' },
  }),
})
