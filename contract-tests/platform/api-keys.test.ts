import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan, newcomersShop, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoApp, demoProject, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { makeTenant } from '../harness/seeds/tenants.ts'

const shop = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner)
  return { bearer: owner.access_token, app, stage: stageOf(app), path: { appId: app.id } }
}

const shopWithKey = async (seeds: Seeds) => {
  const made = await shop(seeds)
  const { bearer, path, stage } = made
  const body = { name: 'Backend', environmentId: stage.id }
  const answer = await seeds.call('platform.createAppApiKey', { bearer, path, body })
  return { ...made, key: (answer?.body as Wire['CreatedApiKeyAnswer'] | undefined)?.data }
}

contract('platform.listAppApiKeys', {
  'lists keys without the keys themselves': given(shopWithKey, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'api_keys' },
    then: async (_seeds, answer, { key }) => {
      const { key: secret, ...rest } = key!
      expect(answer.body).toEqual({ data: [rest] })
      expect(answer.text).not.toContain(secret)
    },
  }),
  'lists those of one environment': given(shopWithKey, {
    send: ({ bearer, path, app }) => ({ bearer, path, query: { environmentId: stageOf(app, 'production').id } }),
    expect: { status: 200, example: 'api_keys' },
    then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [] }),
  }),
})

contract('platform.createAppApiKey', {
  'shows the key once': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { name: 'Backend', environmentId: stage.id } }),
    expect: {
      status: 200,
      example: 'new_api_key',
      body: ({ data }) => {
        expect(data.key).toMatch(/^sk_test_[\w-]{43}$/)
        expect(data.key.startsWith(data.keyPrefix)).toBe(true)
        expect(data).toMatchObject({ name: 'Backend', keyType: 'secret', lastUsedAt: null, expiresAt: null })
      },
    },
  }),
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { name: 'Backend', environmentId: stage.id } }),
    expect: { error: 'email_not_verified' },
    then: async (seeds, _answer, { bearer, path }) =>
      expect((await seeds.call('platform.listAppApiKeys', { bearer, path }))?.body).toEqual({ data: [] }),
  }),
  'makes a key that clients may be registered with, and nothing else': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Partners', environmentId: stage.id, keyType: 'registration' },
    }),
    expect: { status: 200, example: 'new_api_key' },
    then: async (seeds, answer) => {
      const { data } = answer.body as Wire['CreatedApiKeyAnswer']
      expect(data.key).toMatch(/^rt_test_[\w-]{43}$/)
      expect(data.keyType).toBe('registration')
      const body = { client_name: 'Calendar', redirect_uris: ['https://calendar.example.com/callback'] }
      expect((await seeds.call('oauth.registerClient', { bearer: data.key, body }))?.status).toBe(201)
      // It is no key of the application's own backend.
      expect((await seeds.call('project.getConfig', { bearer: data.key }))?.status).toBe(401)
    },
  }),
  'makes a token of an organization’s directory, and nothing else': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Directory', environmentId: stage.id, keyType: 'scim' },
    }),
    expect: { status: 200, example: 'new_api_key' },
    then: async (seeds, answer, { bearer, path, stage }) => {
      const { data } = answer.body as Wire['CreatedApiKeyAnswer']
      expect(data).toMatchObject({
        keyType: 'scim',
        organizationId: null,
        key: expect.stringMatching(/^scim_test_[\w-]{43}$/),
      })
      expect((await seeds.call('scim.listUsers', { bearer: data.key }))?.status).toBe(200)
      expect((await seeds.call('project.getConfig', { bearer: data.key }))?.status).toBe(401)
      const asked = { headers: keyed(stage.publishableKey), bearer: data.key }
      expect((await seeds.call('app.listUsers', asked))?.status).toBe(401)
      const secret = await seeds.call('platform.createAppApiKey', {
        bearer,
        path,
        body: { name: 'Backend', environmentId: stage.id },
      })
      const { key } = (secret?.body as Wire['CreatedApiKeyAnswer']).data
      expect((await seeds.call('scim.listUsers', { bearer: key }))?.status).toBe(401)
    },
  }),
  'refuses one for an organization that the environment does not have': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Directory', environmentId: stage.id, keyType: 'scim', organizationId: stage.id },
    }),
    expect: { error: 'account_not_found' },
  }),
  'refuses one for an organization of another tenant as for none': given(
    async (seeds) => {
      const made = await shop(seeds)
      const { ids } = await makeTenant(seeds, await seeds.administrator(evan))
      return { ...made, organizationId: ids.orgId }
    },
    {
      send: ({ bearer, path, stage, organizationId }) => ({
        bearer,
        path,
        body: { name: 'Directory', environmentId: stage.id, keyType: 'scim', organizationId },
      }),
      expect: { error: 'account_not_found' },
    },
  ),
  'refuses an organization for another kind of key': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Backend', environmentId: stage.id, organizationId: stage.id },
    }),
    expect: { error: 'invalid_request', detail: 'organizationId' },
  }),
  'refuses a key for somebody else (AC-095)': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Backend', environmentId: stage.id, userId: 'victim' } as never,
    }),
    expect: { error: 'invalid_request', detail: 'userId' },
  }),
  'refuses whoever has no session, with any key and for anybody, and makes no key (AC-095)': given(shop, {
    send: ({ path, stage }) => ({
      headers: keyed(),
      path,
      body: { name: 'Backend', environmentId: stage.id },
    }),
    expect: { error: 'unauthorized' },
    then: async (seeds, _answer, { bearer, path, stage }) => {
      const body = { name: 'Backend', environmentId: stage.id }
      const keys = [
        stage.publishableKey,
        demoApp.publishableKey,
        demoApp.secretKey,
        demoProject.anonKey,
        demoProject.apiKey,
      ]
      for (const key of keys) {
        const made = await seeds.call('platform.createAppApiKey', { headers: keyed(), bearer: key, path, body })
        expect(made?.status).toBe(401)
        const listed = await seeds.call('platform.listAppApiKeys', { headers: keyed(), bearer: key, path })
        expect(listed?.status).toBe(401)
        const dead = { ...path, keyId: '0199c0de-0000-7000-8000-00000003dead' }
        const revoked = await seeds.call('platform.revokeAppApiKey', { headers: keyed(), bearer: key, path: dead })
        expect(revoked?.status).toBe(401)
      }
      expect((await seeds.call('platform.listAppApiKeys', { bearer, path }))?.body).toEqual({ data: [] })
    },
  }),
  'refuses more than a hundred keys': given(
    async (seeds) => {
      const made = await shop(seeds)
      const { bearer, path, stage } = made
      const body = { name: 'Backend', environmentId: stage.id }
      for (let count = 0; count < 100; count += 1) await seeds.call('platform.createAppApiKey', { bearer, path, body })
      return made
    },
    {
      send: ({ bearer, path, stage }) => ({ bearer, path, body: { name: 'One more', environmentId: stage.id } }),
      expect: { error: 'too_many_keys' },
    },
  ),
})

contract('platform.revokeAppApiKey', {
  'revokes a key': given(shopWithKey, {
    send: ({ bearer, app, key }) => ({ bearer, path: { appId: app.id, keyId: key?.id ?? 'example' } }),
    expect: { status: 200, example: 'revoked' },
    then: async (seeds, _answer, { bearer, path, app, key }) => {
      expect((await seeds.call('platform.listAppApiKeys', { bearer, path }))?.body).toEqual({ data: [] })
      const again = { bearer, path: { appId: app.id, keyId: key!.id } }
      expect((await seeds.call('platform.revokeAppApiKey', again))?.status).toBe(404)
    },
  }),
})

const opens = async (seeds: Seeds, publishableKey: string) =>
  (await seeds.call('app.login', { headers: keyed(publishableKey), body: alice }))?.body

contract('platform.rotateAppKeys', {
  'refuses a session whose last proof is older than ten minutes, and rotates nothing': given(
    async (seeds) => {
      const made = await shop(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ bearer, path, stage }) => ({ bearer, path, body: { environmentId: stage.id } }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { bearer, path, stage }) => {
        const app = (await seeds.call('platform.getApplication', { bearer, path }))?.body as Wire['ApplicationAnswer']
        expect(stageOf(app.data).publishableKey).toBe(stage.publishableKey)
      },
    },
  ),
  'gives a new key; the old one works for an hour more': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { environmentId: stage.id } }),
    expect: { status: 200, example: 'rotated' },
    then: async (seeds, answer, { bearer, path, stage }) => {
      const { publishableKey, previousKeyExpiresAt } = answer.body as Wire['RotatedAppKeys']
      expect(publishableKey).not.toBe(stage.publishableKey)
      const app = (await seeds.call('platform.getApplication', { bearer, path }))?.body as Wire['ApplicationAnswer']
      expect(stageOf(app.data).publishableKey).toBe(publishableKey)
      const clock = (await seeds.call('service.moveClock', { body: { advance: 3500 } }))?.body as Wire['SandboxClock']
      expect(Date.parse(previousKeyExpiresAt!)).toBeGreaterThan(Date.parse(clock.now))
      expect(await opens(seeds, stage.publishableKey)).toMatchObject({ type: 'invalid_credentials' })
      await seeds.wait(101)
      expect(await opens(seeds, stage.publishableKey)).toMatchObject({ type: 'invalid_publishable_key' })
      expect(await opens(seeds, publishableKey)).toMatchObject({ type: 'invalid_credentials' })
    },
  }),
  'ends the old one at once when there is to be no overlap': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { environmentId: stage.id, overlapSeconds: 0 } }),
    expect: { status: 200, example: 'rotated' },
    then: async (seeds, _answer, { stage }) =>
      expect(await opens(seeds, stage.publishableKey)).toMatchObject({ type: 'invalid_publishable_key' }),
  }),
  'ends every earlier one with it': given(
    async (seeds) => {
      const made = await shop(seeds)
      const { bearer, path, stage } = made
      const body = { environmentId: stage.id, overlapSeconds: 86_400 }
      const rotated = await seeds.call('platform.rotateAppKeys', { bearer, path, body })
      return { ...made, second: (rotated?.body as Wire['RotatedAppKeys'] | undefined)?.publishableKey ?? 'example' }
    },
    {
      send: ({ bearer, path, stage }) => ({ bearer, path, body: { environmentId: stage.id, overlapSeconds: 0 } }),
      expect: { status: 200, example: 'rotated' },
      then: async (seeds, answer, { stage, second }) => {
        const dead = { type: 'invalid_publishable_key' }
        expect([await opens(seeds, stage.publishableKey), await opens(seeds, second)]).toMatchObject([dead, dead])
        const { publishableKey } = answer.body as Wire['RotatedAppKeys']
        expect(await opens(seeds, publishableKey)).toMatchObject({ type: 'invalid_credentials' })
      },
    },
  ),
  'lets no earlier one work for longer than it says': given(
    async (seeds) => {
      const made = await shop(seeds)
      const { bearer, path, stage } = made
      const body = { environmentId: stage.id, overlapSeconds: 60 }
      await seeds.call('platform.rotateAppKeys', { bearer, path, body })
      return made
    },
    {
      send: ({ bearer, path, stage }) => ({ bearer, path, body: { environmentId: stage.id, overlapSeconds: 86_400 } }),
      expect: { status: 200, example: 'rotated' },
      then: async (seeds, _answer, { stage }) => {
        expect(await opens(seeds, stage.publishableKey)).toMatchObject({ type: 'invalid_credentials' })
        await seeds.wait(61)
        expect(await opens(seeds, stage.publishableKey)).toMatchObject({ type: 'invalid_publishable_key' })
      },
    },
  ),
  'refuses an overlap of more than a day': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { environmentId: stage.id, overlapSeconds: 86_401 } }),
    expect: { error: 'invalid_request', detail: 'overlapSeconds: must be at most 86400' },
  }),
})
