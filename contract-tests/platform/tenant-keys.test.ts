import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan, newcomersShop } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { colleague } from './colleague.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

const tenant = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner)
  return { bearer: owner.access_token, owner: owner.user, appId: app.id }
}

const makeKey = async (seeds: Seeds, bearer: string) => {
  const answer = await seeds.call('platform.createTenantApiKey', { bearer, body: { name: 'Audit export' } })
  const made = (answer?.body as Wire['CreatedTenantApiKeyAnswer'] | undefined)?.data
  return { key: made?.key ?? 'tk_example', keyId: made?.id ?? nowhere, made }
}

const withKey = async (seeds: Seeds) => {
  const made = await tenant(seeds)
  return { ...made, ...(await makeKey(seeds, made.bearer)) }
}

const statusOf = async (seeds: Seeds, key: string) =>
  (await seeds.call('platform.listApplications', { bearer: key }))?.status

contract('platform.createTenantApiKey', {
  'shows the key once, which reads what is the tenant’s': given(tenant, {
    send: ({ bearer }) => ({ bearer, body: { name: 'Audit export' } }),
    expect: {
      status: 200,
      example: 'new_tenant_api_key',
      body: ({ data }) => {
        expect(data.key).toMatch(/^tk_[\w-]{43}$/)
        expect(data.key.startsWith(data.keyPrefix)).toBe(true)
        expect(data).toMatchObject({ name: 'Audit export', keyType: 'tenant', lastUsedAt: null, expiresAt: null })
      },
    },
    then: async (seeds, answer, { appId, owner, bearer }) => {
      const { id, key, createdBy } = (answer.body as Wire['CreatedTenantApiKeyAnswer']).data
      expect(createdBy).toBe(owner.id)
      const asked = { bearer: key, path: { appId } }
      const listed = (await seeds.call('platform.listApplications', { bearer: key }))?.body
      expect((listed as Wire['ApplicationList']).data.map((one) => one.id)).toEqual([appId])
      expect((await seeds.call('platform.getApplication', asked))?.status).toBe(200)
      expect((await seeds.call('platform.getApplicationStats', asked))?.status).toBe(200)
      expect((await seeds.call('platform.getApplicationActivity', asked))?.status).toBe(200)
      expect((await seeds.call('platform.listAppAuditLogs', asked))?.status).toBe(200)
      const audit = (await seeds.call('platform.listAuditLogs', { bearer: key }))?.body as Wire['AuditLogPage']
      expect(audit.data[0]).toMatchObject({
        ...{ action: 'api_key.created', resourceId: id, administratorEmail: dana.email, environmentId: null },
      })
      const keys = (await seeds.call('platform.listTenantApiKeys', { bearer }))?.body as Wire['TenantApiKeyList']
      expect(keys.data).toMatchObject([{ id, lastUsedAt: expect.any(String) }])
    },
  }),
  'makes one that changes nothing, and lists neither keys nor settings of the tenant nor people': given(withKey, {
    send: ({ bearer }) => ({ bearer, body: { name: 'Another' } }),
    expect: { status: 200, example: 'new_tenant_api_key' },
    then: async (seeds, _answer, { key: bearer, keyId, appId }) => {
      const path = { appId }
      const refused = [
        await seeds.call('platform.createApplication', { bearer, body: { name: 'Evil', slug: 'evil' } }),
        await seeds.call('platform.updateApplication', { bearer, path, body: { name: 'Evil' } }),
        await seeds.call('platform.deleteApplication', { bearer, path }),
        await seeds.call('platform.createTenantApiKey', { bearer, body: { name: 'Evil' } }),
        await seeds.call('platform.revokeTenantApiKey', { bearer, path: { keyId } }),
        await seeds.call('platform.listTenantApiKeys', { bearer }),
        await seeds.call('platform.getTenantSettings', { bearer }),
        await seeds.call('platform.listAppUsers', { bearer, path }),
        await seeds.call('platform.listMembers', { bearer }),
        await seeds.call('platform.invitePlatformMember', { bearer, body: { email: evan.email, roleName: 'owner' } }),
        await seeds.call('platform.getMe', { bearer }),
      ]
      expect(refused.map((answer) => answer?.status)).toEqual(refused.map(() => 401))
    },
  }),
  'makes one that reads no other tenant': given(
    async (seeds) => {
      const theirs = await tenant(seeds)
      const mine = await seeds.platformCaller(evan)
      return { theirs, bearer: mine.access_token }
    },
    {
      send: ({ bearer }) => ({ bearer, body: { name: 'Audit export' } }),
      expect: { status: 200, example: 'new_tenant_api_key' },
      then: async (seeds, answer, { theirs }) => {
        const { key } = (answer.body as Wire['CreatedTenantApiKeyAnswer']).data
        const path = { appId: theirs.appId }
        expect((await seeds.call('platform.getApplication', { bearer: key, path }))?.status).toBe(404)
        expect((await seeds.call('platform.listAppAuditLogs', { bearer: key, path }))?.status).toBe(404)
        const audit = (await seeds.call('platform.listAuditLogs', { bearer: key }))?.body as Wire['AuditLogPage']
        expect(audit.data.map(({ administratorEmail }) => administratorEmail)).not.toContain(dana.email)
        const listed = (await seeds.call('platform.listApplications', { bearer: key }))?.body
        expect(listed).toEqual({ data: [] })
      },
    },
  ),
  'makes one that works on when its maker is gone': given(
    async (seeds) => {
      const { access_token: bearer } = await seeds.platformCaller(dana)
      return { owner: bearer, ...(await colleague(seeds, bearer)) }
    },
    {
      send: ({ bearer }) => ({ bearer, body: { name: 'Audit export' } }),
      expect: { status: 200, example: 'new_tenant_api_key' },
      then: async (seeds, answer, { owner, memberId }) => {
        const { key, createdBy } = (answer.body as Wire['CreatedTenantApiKeyAnswer']).data
        expect(createdBy).toBe(memberId)
        expect((await seeds.call('platform.removeMember', { bearer: owner, path: { memberId } }))?.status).toBe(200)
        expect(await statusOf(seeds, key)).toBe(200)
        const keys = (await seeds.call('platform.listTenantApiKeys', { bearer: owner }))?.body
        expect(keys).toMatchObject({ data: [{ createdBy: null }] })
      },
    },
  ),
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer }) => ({ bearer, body: { name: 'Audit export' } }),
    expect: { error: 'email_not_verified' },
    then: async (seeds, _answer, { bearer }) =>
      expect((await seeds.call('platform.listTenantApiKeys', { bearer }))?.body).toEqual({ data: [] }),
  }),
  'refuses a name that hides what it says': given(tenant, {
    send: ({ bearer }) => ({ bearer, body: { name: 'evil\u202egpj' } }),
    expect: { error: 'invalid_request', detail: 'name' },
  }),
  'refuses more than there may be': given(
    async (seeds) => {
      const { bearer } = await tenant(seeds)
      const body = { name: 'Audit export' }
      for (let made = 0; made < 100; made += 1) await seeds.call('platform.createTenantApiKey', { bearer, body })
      return { bearer }
    },
    { send: ({ bearer }) => ({ bearer, body: { name: 'One more' } }), expect: { error: 'too_many_keys' } },
  ),
  'refuses nobody': { send: { body: { name: 'Audit export' } }, expect: { error: 'unauthorized' } },
})

contract('platform.listTenantApiKeys', {
  'lists keys without the keys themselves': given(withKey, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'tenant_api_keys' },
    then: async (_seeds, answer, { made }) => {
      const { key: secret, ...rest } = made!
      expect(answer.body).toEqual({ data: [rest] })
      expect(answer.text).not.toContain(secret)
    },
  }),
  'lists none of an application, and none of another tenant': given(
    async (seeds) => {
      await withKey(seeds)
      const { access_token: bearer } = await seeds.platformCaller(evan)
      const app = await seeds.application({ access_token: bearer })
      const body = { name: 'Backend', environmentId: app.environments[0]!.id }
      await seeds.call('platform.createAppApiKey', { bearer, path: { appId: app.id }, body })
      return { bearer }
    },
    {
      send: ({ bearer }) => ({ bearer }),
      expect: { status: 200, example: 'tenant_api_keys' },
      then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [] }),
    },
  ),
  'refuses nobody': { send: {}, expect: { error: 'unauthorized' } },
})

contract('platform.revokeTenantApiKey', {
  'is dead at once': given(withKey, {
    send: ({ bearer, keyId }) => ({ bearer, path: { keyId } }),
    expect: { status: 200, example: 'revoked' },
    then: async (seeds, _answer, { key, keyId, bearer }) => {
      expect(await statusOf(seeds, key)).toBe(401)
      const again = await seeds.call('platform.revokeTenantApiKey', { bearer, path: { keyId } })
      expect(again?.status).toBe(404)
    },
  }),
  'does not know the key of another tenant, which works on': given(
    async (seeds) => ({ ...(await withKey(seeds)), bearer: (await seeds.platformCaller(evan)).access_token }),
    {
      send: ({ bearer, keyId }) => ({ bearer, path: { keyId } }),
      expect: { error: 'api_key_not_found' },
      then: async (seeds, _answer, { key }) => expect(await statusOf(seeds, key)).toBe(200),
    },
  ),
  'does not know a key of an application': given(
    async (seeds) => {
      const { bearer, appId } = await tenant(seeds)
      const app = (await seeds.call('platform.getApplication', { bearer, path: { appId } }))?.body
      const stage = (app as Wire['ApplicationAnswer'] | undefined)?.data.environments[0]?.id ?? nowhere
      const body = { name: 'Backend', environmentId: stage }
      const key = (await seeds.call('platform.createAppApiKey', { bearer, path: { appId }, body }))?.body
      return { bearer, keyId: (key as Wire['CreatedApiKeyAnswer'] | undefined)?.data.id ?? nowhere }
    },
    { send: ({ bearer, keyId }) => ({ bearer, path: { keyId } }), expect: { error: 'api_key_not_found' } },
  ),
  'refuses nobody': { send: { path: { keyId: nowhere } }, expect: { error: 'unauthorized' } },
})
