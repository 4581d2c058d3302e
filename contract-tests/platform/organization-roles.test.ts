import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { bob } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { nobody, shop } from './role-cases.ts'

type Shop = Awaited<ReturnType<typeof shop>>

const allow = (seeds: Seeds, { bearer, path, stage }: Shop, role: Wire['Role'], permissionIds: string[]) =>
  seeds.call('platform.setAppOrganizationPermissions', {
    bearer,
    path: { appId: path.appId, role },
    body: { environmentId: stage.id, permissionIds },
  })

/** What a role of Alice's own organization is said to allow, in the tokens that speak for it. */
const spokenFor = async (seeds: Seeds, { stage, user }: Shop) => {
  const asAlice = { headers: { 'x-publishable-key': stage.publishableKey }, bearer: user.access_token }
  const made = await seeds.call('app.createOrganization', { ...asAlice, body: { name: 'Acme', slug: 'acme' } })
  const organizationId = (made!.body as Wire['OrganizationAnswer']).data.id
  const answer = await seeds.call('app.setActiveOrganization', { ...asAlice, body: { organizationId } })
  const { access_token } = answer!.body as Wire['TokenPair']
  return { asAlice: { ...asAlice, bearer: access_token }, organizationId, claims: decodeJwt(access_token) }
}

contract('platform.listAppOrganizationRoles', {
  'lists what owners, members and viewers may do': given(
    async (seeds) => {
      const made = await shop(seeds)
      await allow(seeds, made, 'member', [made.permissionId])
      return made
    },
    {
      send: ({ bearer, path, stage }) => ({
        bearer,
        path: { appId: path.appId },
        query: { environmentId: stage.id },
      }),
      expect: { status: 200, example: 'organization_roles' },
      then: async (_seeds, answer, { permissionId }) =>
        expect((answer.body as Wire['OrganizationRoleList']).data).toMatchObject([
          { role: 'owner', permissions: [] },
          { role: 'member', permissions: [{ id: permissionId }] },
          { role: 'viewer', permissions: [] },
        ]),
    },
  ),
  'refuses an environment of somebody else': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { appId: path.appId }, query: { environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses nobody': given(shop, {
    send: ({ path }) => ({ path: { appId: path.appId } }),
    expect: { error: 'unauthorized' },
  }),
})

contract('platform.setAppOrganizationPermissions', {
  'stands in the tokens of members, beside what they may elsewhere': given(shop, {
    send: ({ bearer, path, stage, permissionId }) => ({
      bearer,
      path: { appId: path.appId, role: 'owner' },
      body: { environmentId: stage.id, permissionIds: [permissionId, permissionId] },
    }),
    expect: { status: 200, example: 'organization_role' },
    then: async (seeds, _answer, made) => {
      const { claims } = await spokenFor(seeds, made)
      expect(claims).toMatchObject({ org_role: 'owner', org_permissions: ['posts:edit'], permissions: [] })
      await allow(seeds, made, 'owner', [])
      const again = await seeds.call('app.refresh', {
        headers: { 'x-publishable-key': made.stage.publishableKey },
        body: { refresh_token: made.user.refresh_token },
      })
      expect(decodeJwt((again!.body as Wire['TokenPair']).access_token).org_permissions).toEqual([])
    },
  }),
  'keeps an owner from giving what owners may not': given(shop, {
    send: ({ bearer, path, stage, permissionId }) => ({
      bearer,
      path: { appId: path.appId, role: 'member' },
      body: { environmentId: stage.id, permissionIds: [permissionId] },
    }),
    expect: { status: 200, example: 'organization_role' },
    then: async (seeds, _answer, made) => {
      const { asAlice, organizationId } = await spokenFor(seeds, made)
      const path = { orgId: organizationId }
      const { user } = await seeds.appCaller(bob, made.stage.publishableKey)
      const add = (role: Wire['Role']) =>
        seeds.call('app.addOrgMember', { ...asAlice, path, body: { userId: user.id, role } })
      const invite = (role: Wire['Role']) =>
        seeds.call('app.createOrgInvitation', { ...asAlice, path, body: { email: 'guest@example.test', role } })
      expect((await add('member'))?.body).toMatchObject({ type: 'insufficient_role' })
      expect((await invite('member'))?.body).toMatchObject({ type: 'insufficient_role' })
      const added = await add('viewer')
      expect(added?.status).toBe(200)
      const memberId = (added!.body as Wire['OrganizationMemberAnswer']).data.id
      const raise = () =>
        seeds.call('app.updateOrgMember', { ...asAlice, path: { ...path, memberId }, body: { role: 'member' } })
      expect((await raise())?.body).toMatchObject({ type: 'insufficient_role' })
      await allow(seeds, made, 'owner', [made.permissionId])
      expect((await raise())?.status).toBe(200)
    },
  }),
  'opens none of the operations of this service': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path: { appId: path.appId, role: 'owner' },
      body: { environmentId: stage.id, permissionIds: [`users-read-${stage.id}`] },
    }),
    expect: { error: 'built_in' },
  }),
  'refuses a permission that the environment does not have': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path: { appId: path.appId, role: 'owner' },
      body: { environmentId: stage.id, permissionIds: [nobody] },
    }),
    expect: { error: 'permission_not_found' },
  }),
})
