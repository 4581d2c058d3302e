import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, carol, dave } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'

/** Alice's organization; Bob is in it, Carol is not. */
const acmeWith = (role: Wire['Role']) => async (seeds: Seeds) => {
  const hers = await seeds.appCaller(alice)
  const org = await seeds.organization(hers)
  const his = await seeds.organizationMember(hers, org.id, bob, role)
  return { hers, org, his, stranger: await seeds.appCaller(carol) }
}

const at = ({ id }: Wire['Organization']) => ({ path: { orgId: id } })

const membersOf = async (seeds: Seeds, { hers, org }: Awaited<ReturnType<ReturnType<typeof acmeWith>>>) => {
  const answer = await seeds.call('app.listOrgMembers', { ...asUser(hers), ...at(org) })
  return (answer?.body as Wire['OrganizationMemberList'] | undefined)?.data ?? []
}

const rolesOf = async (...made: Parameters<typeof membersOf>) => (await membersOf(...made)).map((one) => one.roleName)

contract('app.listOrgMembers', {
  'lists the members to everybody in it': given(acmeWith('viewer'), {
    send: ({ his, org }) => ({ ...asUser(his), ...at(org) }),
    expect: { status: 200, example: 'members' },
    then: async (_seeds, answer, { hers, his }) =>
      expect(answer.body).toMatchObject({
        data: [
          { userId: hers.user.id, email: alice.email, roleName: 'owner', roleId: 'owner' },
          { id: his.memberId, userId: his.user.id, email: bob.email, roleName: 'viewer', roleId: 'viewer' },
        ],
      }),
  }),
  'tells no address of somebody who was added by id (AC-094)': given(acmeWith('member'), {
    send: ({ hers, org }) => ({ ...asUser(hers), ...at(org) }),
    expect: { status: 200, example: 'members' },
    then: async (_seeds, answer, { his }) =>
      expect((answer.body as Wire['OrganizationMemberList']).data[1]).toMatchObject({ userId: his.user.id, email: '' }),
  }),
  'refuses a stranger as if there were none': given(acmeWith('member'), {
    send: ({ stranger, org }) => ({ ...asUser(stranger), ...at(org) }),
    expect: { error: 'account_not_found' },
  }),
})

contract('app.addOrgMember', {
  'refuses an owner who has not proven their address': given(
    async (seeds) => {
      const hers = await seeds.appNewcomer(alice)
      return { hers, org: await seeds.organization(hers), stranger: await seeds.appCaller(carol) }
    },
    {
      send: ({ hers, org, stranger }) => ({ ...asUser(hers), ...at(org), body: { userId: stranger.user.id } }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'makes a user a member, where no role is given': given(acmeWith('member'), {
    send: ({ hers, org, stranger }) => ({ ...asUser(hers), ...at(org), body: { userId: stranger.user.id } }),
    expect: { status: 200, example: 'member' },
    then: async (seeds, answer, { org, stranger }) => {
      expect(answer.body).toMatchObject({ data: { userId: stranger.user.id, roleName: 'member' } })
      expect((await seeds.call('app.getOrganization', { ...asUser(stranger), ...at(org) }))?.status).toBe(200)
    },
  }),
  'tells whom it adds, and lets no token of theirs speak for the organization before they choose it': given(
    acmeWith('member'),
    {
      send: ({ hers, org, stranger }) => ({ ...asUser(hers), ...at(org), body: { userId: stranger.user.id } }),
      expect: { status: 200, example: 'member' },
      then: async (seeds, _answer, { org, stranger }) => {
        expect((await seeds.mail(carol.email, 'member_added')).subject).toBe('You were added to Acme')
        const again = await seeds.appSession(carol)
        expect(decodeJwt(again.access_token)).not.toHaveProperty('org_id')
        const chosen = { ...asUser(stranger), body: { organizationId: org.id } }
        const { access_token } = (await seeds.call('app.setActiveOrganization', chosen))?.body as Wire['TokenPair']
        expect(decodeJwt(access_token)).toMatchObject({ org_id: org.id, org_role: 'member' })
      },
    },
  ),
  'refuses a user who is a member already': given(acmeWith('member'), {
    send: ({ hers, org, his }) => ({ ...asUser(hers), ...at(org), body: { userId: his.user.id, role: 'owner' } }),
    expect: { error: 'member_exists' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
  }),
  'refuses a user that does not exist': given(acmeWith('member'), {
    send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), body: { userId: nobody } }),
    expect: { error: 'user_not_found' },
  }),
  'refuses a role that is none': given(acmeWith('member'), {
    send: ({ hers, org, stranger }) => ({
      ...asUser(hers),
      ...at(org),
      body: { userId: stranger.user.id, role: 'admin' as never },
    }),
    expect: { error: 'invalid_request', detail: 'role: must be one of owner or member or viewer' },
  }),
  'refuses fields that nobody may set (AC-087)': given(acmeWith('member'), {
    send: ({ hers, org, stranger }) => ({
      ...asUser(hers),
      ...at(org),
      body: { userId: stranger.user.id, permissions: ['all'], emailVerified: true } as never,
    }),
    expect: { error: 'invalid_request', detail: 'is not a field of this request' },
  }),
  'refuses a member who adds an owner (AC-088)': given(acmeWith('member'), {
    send: ({ his, org, stranger }) => ({
      ...asUser(his),
      ...at(org),
      body: { userId: stranger.user.id, role: 'owner' },
    }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
  }),
  'refuses a stranger who adds themselves (AC-088)': given(acmeWith('member'), {
    send: ({ stranger, org }) => ({ ...asUser(stranger), ...at(org), body: { userId: stranger.user.id } }),
    expect: { error: 'account_not_found' },
  }),
})

contract('app.updateOrgMember', {
  'refuses an owner who has not proven their address': given(
    async (seeds) => {
      const made = await acmeWith('viewer')(seeds)
      const newcomer = await seeds.appNewcomer(dave)
      const body = { userId: newcomer.user.id, role: 'owner' as const }
      await seeds.call('app.addOrgMember', { ...asUser(made.hers), ...at(made.org), body })
      return { ...made, newcomer }
    },
    {
      send: ({ newcomer, org, his }) => ({
        ...asUser(newcomer),
        path: { orgId: org.id, memberId: his.memberId },
        body: { role: 'owner' },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'changes a role, which counts at once': given(acmeWith('member'), {
    send: ({ hers, org, his }) => ({
      ...asUser(hers),
      path: { orgId: org.id, memberId: his.memberId },
      body: { role: 'owner' },
    }),
    expect: { status: 200, example: 'member', body: ({ data }) => expect(data.roleName).toBe('owner') },
    then: async (seeds, _answer, { his, org }) => {
      const sent = { ...asUser(his), ...at(org), body: { name: 'Ours' } }
      expect((await seeds.call('app.updateOrganization', sent))?.status).toBe(200)
    },
  }),
  'refuses a member who promotes themselves (AC-088)': given(acmeWith('member'), {
    send: ({ his, org }) => ({
      ...asUser(his),
      path: { orgId: org.id, memberId: his.memberId },
      body: { role: 'owner' },
    }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
  }),
  'refuses the last owner who steps down (AC-088)': given(
    async (seeds) => {
      const made = await acmeWith('member')(seeds)
      return { ...made, own: (await membersOf(seeds, made))[0]?.id ?? nobody }
    },
    {
      send: ({ hers, org, own }) => ({
        ...asUser(hers),
        path: { orgId: org.id, memberId: own },
        body: { role: 'viewer' },
      }),
      expect: { error: 'last_owner' },
      then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
    },
  ),
  'refuses a member of another organization as one that does not exist (AC-085)': given(
    async (seeds) => {
      const made = await acmeWith('member')(seeds)
      return { ...made, other: await seeds.organization(made.stranger, { slug: 'globex' }) }
    },
    {
      send: ({ stranger, other, his }) => ({
        ...asUser(stranger),
        path: { orgId: other.id, memberId: his.memberId },
        body: { role: 'viewer' },
      }),
      expect: { error: 'member_not_found' },
      then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
    },
  ),
  'refuses a stranger as if there were none': given(acmeWith('member'), {
    send: ({ stranger, org, his }) => ({
      ...asUser(stranger),
      path: { orgId: org.id, memberId: his.memberId },
      body: { role: 'owner' },
    }),
    expect: { error: 'account_not_found' },
  }),
})

contract('app.removeOrgMember', {
  'refuses an owner who has not proven their address': given(
    async (seeds) => {
      const made = await acmeWith('viewer')(seeds)
      const newcomer = await seeds.appNewcomer(dave)
      const body = { userId: newcomer.user.id, role: 'owner' as const }
      await seeds.call('app.addOrgMember', { ...asUser(made.hers), ...at(made.org), body })
      return { ...made, newcomer }
    },
    {
      send: ({ newcomer, org, his }) => ({ ...asUser(newcomer), path: { orgId: org.id, memberId: his.memberId } }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'puts a member out, whose old token opens nothing more (AC-088)': given(acmeWith('member'), {
    send: ({ hers, org, his }) => ({ ...asUser(hers), path: { orgId: org.id, memberId: his.memberId } }),
    expect: { status: 200, example: 'removed' },
    then: async (seeds, _answer, { his, org }) => {
      expect((await seeds.call('app.getOrganization', { ...asUser(his), ...at(org) }))?.status).toBe(404)
      expect((await seeds.call('app.listOrgMembers', { ...asUser(his), ...at(org) }))?.status).toBe(404)
      expect((await seeds.call('app.listOrganizations', asUser(his)))?.body).toEqual({ data: [] })
    },
  }),
  'lets a member leave': given(acmeWith('viewer'), {
    send: ({ his, org }) => ({ ...asUser(his), path: { orgId: org.id, memberId: his.memberId } }),
    expect: { status: 200, example: 'removed' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner']),
  }),
  'refuses a member who removes an owner (AC-088)': given(
    async (seeds) => {
      const made = await acmeWith('member')(seeds)
      return { ...made, own: (await membersOf(seeds, made))[0]?.id ?? nobody }
    },
    {
      send: ({ his, org, own }) => ({ ...asUser(his), path: { orgId: org.id, memberId: own } }),
      expect: { error: 'insufficient_role' },
      then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
    },
  ),
  'refuses the last owner who leaves (AC-088)': given(
    async (seeds) => {
      const made = await acmeWith('member')(seeds)
      return { ...made, own: (await membersOf(seeds, made))[0]?.id ?? nobody }
    },
    {
      send: ({ hers, org, own }) => ({ ...asUser(hers), path: { orgId: org.id, memberId: own } }),
      expect: { error: 'last_owner' },
    },
  ),
  'refuses a member that does not exist': given(acmeWith('member'), {
    send: ({ hers, org }) => ({ ...asUser(hers), path: { orgId: org.id, memberId: nobody } }),
    expect: { error: 'member_not_found' },
  }),
  'refuses a stranger as if there were none': given(acmeWith('member'), {
    send: ({ stranger, org, his }) => ({ ...asUser(stranger), path: { orgId: org.id, memberId: his.memberId } }),
    expect: { error: 'account_not_found' },
  }),
})
