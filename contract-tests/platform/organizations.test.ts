import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoApp, demoPlatform, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'

/** A tenant's application with Alice, who owns an organization there. */
const shop = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.platformCaller(dana)
  const app = await seeds.application({ access_token: bearer })
  const stage = stageOf(app)
  const hers = await seeds.appCaller(alice, stage.publishableKey)
  const sent = { headers: keyed(stage.publishableKey), bearer: hers.access_token }
  const org = await seeds.call('app.createOrganization', { ...sent, body: { name: 'Acme', slug: 'acme' } })
  const orgId = (org?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  return { bearer, app, stage, hers, sent, orgId, path: { appId: app.id } }
}

contract('platform.listAppOrganizations', {
  'lists the organizations of all environments, page by page': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { page: 1, limit: 5 } }),
    expect: { status: 200, example: 'organizations' },
    then: async (_seeds, answer, { orgId, hers }) =>
      expect(answer.body).toMatchObject({
        ...{ data: [{ id: orgId, slug: 'acme', createdBy: hers.user.id }], total: 1, page: 1, limit: 5 },
      }),
  }),
  'goes on from a cursor': given(
    async (seeds) => {
      const made = await shop(seeds)
      const at = { bearer: made.bearer, path: made.path }
      const body = { name: 'Globex', slug: 'globex', environmentId: stageOf(made.app).id }
      await seeds.call('platform.createAppOrganization', { ...at, body })
      const first = await seeds.call('platform.listAppOrganizations', { ...at, query: { limit: 1 } })
      return { ...made, cursor: (first?.body as Wire['OrganizationPage'] | undefined)?.nextCursor ?? 'MS5h' }
    },
    {
      send: ({ bearer, path, cursor }) => ({ bearer, path, query: { cursor, limit: 1 } }),
      expect: {
        status: 200,
        example: 'organizations',
        body: (body) => expect(body).toMatchObject({ data: [{ slug: 'acme' }], total: 2, nextCursor: null }),
      },
    },
  ),
  'refuses a cursor that no page gave': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'finds by any part of a name or a slug': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { search: 'CME' } }),
    expect: { status: 200, example: 'organizations', body: ({ total }) => expect(total).toBe(1) },
  }),
  'finds none by what no name has': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { search: 'globex' } }),
    expect: {
      status: 200,
      example: 'organizations',
      body: (body) => expect(body).toMatchObject({ data: [], total: 0 }),
    },
  }),
  'lists none of another environment': given(shop, {
    send: ({ bearer, path, app }) => ({ bearer, path, query: { environmentId: stageOf(app, 'production').id } }),
    expect: {
      status: 200,
      example: 'organizations',
      body: (body) => expect(body).toMatchObject({ data: [], total: 0 }),
    },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.getAppOrganization', {
  'gives one': given(shop, {
    send: ({ bearer, path, orgId }) => ({ bearer, path: { ...path, orgId } }),
    expect: { status: 200, example: 'organization' },
    then: async (_seeds, answer, { orgId, hers }) =>
      expect(answer.body).toMatchObject({ data: { id: orgId, slug: 'acme', createdBy: hers.user.id } }),
  }),
})

contract('platform.createAppOrganization', {
  'makes one that nobody owns': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Globex', slug: 'globex', environmentId: stage.id, metadata: { plan: 'free' } },
    }),
    expect: {
      status: 200,
      example: 'organization',
      body: ({ data }) => expect(data).toMatchObject({ slug: 'globex', metadata: { plan: 'free' }, createdBy: null }),
    },
  }),
  'makes one of a user, who is told, and speaks for it once they choose it': given(shop, {
    send: ({ bearer, path, stage, hers }) => ({
      bearer,
      path,
      body: { name: 'Globex', slug: 'globex', environmentId: stage.id, ownerId: hers.user.id },
    }),
    expect: { status: 200, example: 'organization' },
    then: async (seeds, answer, { sent }) => {
      const { id } = (answer.body as Wire['OrganizationAnswer']).data
      expect((await seeds.mail(alice.email, 'member_added')).subject).toBe('You were added to Globex')
      const chosen = await seeds.call('app.setActiveOrganization', { ...sent, body: { organizationId: id } })
      const { access_token } = chosen?.body as Wire['TokenPair']
      expect(decodeJwt(access_token)).toMatchObject({ org_id: id, org_role: 'owner' })
    },
  }),
  'refuses a slug that the environment has': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Mine', slug: 'acme', environmentId: stage.id },
    }),
    expect: { error: 'slug_taken' },
  }),
  'refuses an owner that does not exist': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Globex', slug: 'globex', environmentId: stage.id, ownerId: nobody },
    }),
    expect: { error: 'user_not_found' },
  }),
  'refuses to name an owner where who asks has not proven their own address': given(
    async (seeds) => {
      const { access_token: bearer } = await seeds.newAdministrator(dana)
      const app = await seeds.application({ access_token: bearer })
      const stage = stageOf(app)
      return { bearer, stage, path: { appId: app.id }, owner: await seeds.appCaller(bob, stage.publishableKey) }
    },
    {
      send: ({ bearer, path, stage, owner }) => ({
        bearer,
        path,
        body: { name: 'Globex', slug: 'globex', environmentId: stage.id, ownerId: owner.user.id },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'refuses an owner who has not proven their address': given(
    async (seeds) => {
      const made = await shop(seeds)
      return { ...made, newcomer: await seeds.appNewcomer(bob, made.stage.publishableKey) }
    },
    {
      send: ({ bearer, path, stage, newcomer }) => ({
        bearer,
        path,
        body: { name: 'Globex', slug: 'globex', environmentId: stage.id, ownerId: newcomer.user.id },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'Mine', slug: 'mine', environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.updateAppOrganization', {
  'changes what is given, and null clears': given(shop, {
    send: ({ bearer, path, orgId }) => ({
      bearer,
      path: { ...path, orgId },
      body: { name: 'Acme Corporation', metadata: null },
    }),
    expect: {
      status: 200,
      example: 'organization',
      body: ({ data }) => expect(data).toMatchObject({ name: 'Acme Corporation', slug: 'acme', metadata: null }),
    },
  }),
  'refuses a slug that the environment has': given(
    async (seeds) => {
      const made = await shop(seeds)
      await seeds.call('app.createOrganization', { ...made.sent, body: { name: 'Globex', slug: 'globex' } })
      return made
    },
    {
      send: ({ bearer, path, orgId }) => ({ bearer, path: { ...path, orgId }, body: { slug: 'globex' } }),
      expect: { error: 'slug_taken' },
    },
  ),
})

contract('platform.deleteAppOrganization', {
  'deletes one with its memberships': given(shop, {
    send: ({ bearer, path, orgId }) => ({ bearer, path: { ...path, orgId } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { sent }) =>
      expect((await seeds.call('app.listOrganizations', sent))?.body).toEqual({ data: [] }),
  }),
  'refuses one that others stand below': given(
    async (seeds) => {
      const signedIn = (await seeds.call('platform.login', { body: demoPlatform }))?.body
      const bearer = (signedIn as Wire['TokenPair'] | undefined)?.access_token ?? ''
      const owner = await seeds.user(alice)
      await seeds.account(owner, 'Below', owner.accountId)
      return { bearer, path: { appId: demoApp.applicationId, orgId: owner.accountId.replace(/^acc_/, '') } }
    },
    { send: (sent) => sent, expect: { error: 'account_has_children' } },
  ),
})
