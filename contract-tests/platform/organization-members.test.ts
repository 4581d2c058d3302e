import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, carol, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'

/** A tenant's application with an organization that Alice owns; Bob is a user, and not in it. */
const company = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.platformCaller(dana)
  const app = await seeds.application({ access_token: bearer })
  const { publishableKey } = stageOf(app)
  const headers = keyed(publishableKey)
  const hers = await seeds.appCaller(alice, publishableKey)
  const his = await seeds.appCaller(bob, publishableKey)
  const body = { name: 'Acme', slug: 'acme' }
  const org = await seeds.call('app.createOrganization', { headers, bearer: hers.access_token, body })
  const orgId = (org?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  const path = { appId: app.id, orgId }
  const [owner] = await membersOf(seeds, { bearer, path })
  return { bearer, app, publishableKey, headers, hers, his, path, ownerId: owner?.id ?? nobody }
}

/** The same, where Bob is in it. */
const companyWith = (role: Wire['Role']) => async (seeds: Seeds) => {
  const made = await company(seeds)
  const added = await seeds.call('platform.addAppOrgMember', { ...at(made), body: { userId: made.his.user.id, role } })
  const membershipId = (added?.body as Wire['OrganizationMemberAnswer'] | undefined)?.data.id ?? nobody
  return { ...made, membershipId, ofBob: { ...made.path, membershipId } }
}

/** The same as `company`, with somebody in the environment whose address nobody has proven. */
const withNewcomer = async (seeds: Seeds) => {
  const made = await company(seeds)
  return { ...made, newcomer: await seeds.appNewcomer(carol, made.publishableKey) }
}

/** An application of somebody who has not proven their own address. */
const newcomersCompany = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.newAdministrator(dana)
  const app = await seeds.application({ access_token: bearer })
  const { id: environmentId, publishableKey } = stageOf(app)
  const user = await seeds.appCaller(alice, publishableKey)
  const sent = { headers: keyed(publishableKey), bearer: user.access_token, body: { name: 'Acme', slug: 'acme' } }
  const org = await seeds.call('app.createOrganization', sent)
  const orgId = (org?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  const path = { appId: app.id, orgId }
  const [owner] = await membersOf(seeds, { bearer, path })
  return { bearer, environmentId, user, path, ofOwner: { ...path, membershipId: owner?.id ?? nobody } }
}

interface Place {
  readonly bearer: string
  readonly path: { readonly appId: string; readonly orgId: string }
}

const at = ({ bearer, path }: Place) => ({ bearer, path })

const membersOf = async (seeds: Seeds, made: Place) => {
  const answer = await seeds.call('platform.listAppOrgMembers', at(made))
  return (answer?.body as Wire['AppOrgMemberPage'] | undefined)?.data ?? []
}

const rolesOf = async (seeds: Seeds, made: Place) => (await membersOf(seeds, made)).map(({ roleName }) => roleName)

const auditOf = async (seeds: Seeds, { bearer, path }: Place, action: string) => {
  const sent = { bearer, path: { appId: path.appId }, query: { action } }
  return ((await seeds.call('platform.listAppAuditLogs', sent))?.body as Wire['AuditLogPage']).data
}

/** What Bob's next token says of the organization once he chooses it. */
const chosenBy = async (seeds: Seeds, { headers, his, path }: Awaited<ReturnType<typeof company>>) => {
  const body = { organizationId: path.orgId }
  return seeds.call('app.setActiveOrganization', { headers, bearer: his.access_token, body })
}

contract('platform.listAppOrgMembers', {
  'lists the members with their addresses, page by page': given(companyWith('viewer'), {
    send: (made) => ({ ...at(made), query: { page: 2, limit: 1 } }),
    expect: { status: 200, example: 'app_members' },
    then: async (seeds, answer, made) => {
      expect(answer.body).toMatchObject({
        data: [{ id: made.membershipId, userId: made.his.user.id, email: bob.email, roleName: 'viewer' }],
        ...{ total: 2, page: 2, limit: 1 },
      })
      expect((await membersOf(seeds, made)).map(({ email }) => email)).toEqual([alice.email, bob.email])
    },
  }),
  'goes on from a cursor, to the last page': given(companyWith('viewer'), {
    send: (made) => ({ ...at(made), query: { limit: 1 } }),
    expect: { status: 200, example: 'app_members' },
    then: async (seeds, answer, made) => {
      const { data, nextCursor: cursor } = answer.body as Wire['AppOrgMemberPage']
      expect(data.map(({ email }) => email)).toEqual([alice.email])
      const sent = { ...at(made), query: { limit: 1, cursor: cursor! } }
      const last = (await seeds.call('platform.listAppOrgMembers', sent))?.body
      expect(last).toMatchObject({ data: [{ email: bob.email }], total: 2 })
      expect(last).not.toHaveProperty('nextCursor')
    },
  }),
  'refuses a cursor that no page gave': given(company, {
    send: (made) => ({ ...at(made), query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'finds by any part of an address': given(companyWith('member'), {
    send: (made) => ({ ...at(made), query: { search: bob.email.slice(0, 6).toUpperCase() } }),
    expect: { status: 200, example: 'app_members' },
    then: async (_seeds, answer, { his }) =>
      expect(answer.body).toMatchObject({ data: [{ userId: his.user.id }], total: 1 }),
  }),
  'refuses an organization that is none': given(company, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, orgId: nobody } }),
    expect: { error: 'account_not_found' },
  }),
})

contract('platform.addAppOrgMember', {
  'makes a user a member, who is told, and speaks for it once they choose it': given(company, {
    send: (made) => ({ ...at(made), body: { userId: made.his.user.id } }),
    expect: { status: 200, example: 'member' },
    then: async (seeds, answer, made) => {
      expect(answer.body).toMatchObject({ data: { userId: made.his.user.id, roleName: 'member', email: bob.email } })
      expect((await seeds.mail(bob.email, 'member_added')).subject).toBe('You were added to Acme')
      const { access_token } = (await chosenBy(seeds, made))?.body as Wire['TokenPair']
      expect(decodeJwt(access_token)).toMatchObject({ org_id: made.path.orgId, org_role: 'member' })
    },
  }),
  'is written down as done by the administrator': given(company, {
    send: (made) => ({ ...at(made), body: { userId: made.his.user.id, role: 'owner' } }),
    expect: { status: 200, example: 'member' },
    then: async (seeds, _answer, made) =>
      expect(await auditOf(seeds, made, 'member.added')).toMatchObject([
        {
          actorType: 'administrator',
          userId: made.his.user.id,
          details: { organizationId: made.path.orgId, memberId: made.his.user.id, role: 'owner' },
        },
      ]),
  }),
  'adds somebody unproven, but makes them no owner': given(withNewcomer, {
    send: (made) => ({ ...at(made), body: { userId: made.newcomer.user.id, role: 'owner' } }),
    expect: { error: 'email_not_verified', detail: 'Whoever is to be an owner has not proven their address' },
    then: async (seeds, _answer, made) => {
      expect(await rolesOf(seeds, made)).toEqual(['owner'])
      const body = { userId: made.newcomer.user.id, role: 'viewer' } as const
      expect((await seeds.call('platform.addAppOrgMember', { ...at(made), body }))?.status).toBe(200)
      expect(await auditOf(seeds, made, 'member.added')).toHaveLength(1)
    },
  }),
  'gives what stays with the owner of the address, whoever signed up with it': given(withNewcomer, {
    send: (made) => ({ ...at(made), body: { userId: made.newcomer.user.id } }),
    expect: { status: 200, example: 'member' },
    then: async (seeds, _answer, made) => {
      const { headers } = made
      await seeds.call('app.forgotPassword', { headers, body: { email: carol.email } })
      const { token } = await seeds.mail(carol.email, 'reset_password_link')
      const body = { token: token ?? '', password: 'another long passphrase' }
      expect((await seeds.call('app.resetPassword', { headers, body }))?.status).toBe(200)
      expect(await rolesOf(seeds, made)).toEqual(['owner', 'member'])
    },
  }),
  'refuses who has not proven their own address': given(newcomersCompany, {
    send: (made) => ({ ...at(made), body: { userId: made.user.user.id } }),
    expect: { error: 'email_not_verified' },
  }),
  'refuses a user who is a member already': given(companyWith('viewer'), {
    send: (made) => ({ ...at(made), body: { userId: made.his.user.id, role: 'owner' } }),
    expect: { error: 'member_exists' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'viewer']),
  }),
  'refuses a user of another environment': given(
    async (seeds) => {
      const made = await company(seeds)
      const elsewhere = await seeds.appCaller(carol, stageOf(made.app, 'production').publishableKey)
      return { ...made, elsewhere }
    },
    {
      send: (made) => ({ ...at(made), body: { userId: made.elsewhere.user.id } }),
      expect: { error: 'user_not_found' },
    },
  ),
  'refuses a role that is none': given(company, {
    send: (made) => ({ ...at(made), body: { userId: made.his.user.id, role: 'admin' as never } }),
    expect: { error: 'invalid_request', detail: 'role: must be one of owner or member or viewer' },
  }),
})

contract('platform.updateAppOrgMember', {
  'changes a role, which counts at once': given(companyWith('viewer'), {
    send: ({ bearer, ofBob }) => ({ bearer, path: ofBob, body: { role: 'owner' } }),
    expect: { status: 200, example: 'member' },
    then: async (seeds, answer, made) => {
      expect(answer.body).toMatchObject({ data: { roleName: 'owner', email: bob.email } })
      const renamed = { headers: made.headers, bearer: made.his.access_token, body: { name: 'Ours' } }
      const path = { orgId: made.path.orgId }
      expect((await seeds.call('app.updateOrganization', { ...renamed, path }))?.status).toBe(200)
      expect(await auditOf(seeds, made, 'member.role_changed')).toMatchObject([
        { actorType: 'administrator', userId: made.his.user.id, details: { role: 'owner' } },
      ])
    },
  }),
  'lets an owner step down once there is another one': given(companyWith('owner'), {
    send: ({ bearer, path, ownerId }) => ({
      bearer,
      path: { ...path, membershipId: ownerId },
      body: { role: 'viewer' },
    }),
    expect: { status: 200, example: 'member' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['viewer', 'owner']),
  }),
  'refuses to leave it without an owner': given(companyWith('member'), {
    send: ({ bearer, path, ownerId }) => ({
      bearer,
      path: { ...path, membershipId: ownerId },
      body: { role: 'member' },
    }),
    expect: { error: 'last_owner' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
  }),
  'makes nobody an owner who has not proven their address': given(
    async (seeds) => {
      const made = await withNewcomer(seeds)
      const body = { userId: made.newcomer.user.id }
      const added = await seeds.call('platform.addAppOrgMember', { ...at(made), body })
      const membershipId = (added?.body as Wire['OrganizationMemberAnswer'] | undefined)?.data.id ?? nobody
      return { ...made, ofNewcomer: { ...made.path, membershipId } }
    },
    {
      send: ({ bearer, ofNewcomer }) => ({ bearer, path: ofNewcomer, body: { role: 'owner' } }),
      expect: { error: 'email_not_verified' },
      then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
    },
  ),
  'refuses who has not proven their own address': given(newcomersCompany, {
    send: ({ bearer, ofOwner }) => ({ bearer, path: ofOwner, body: { role: 'owner' } }),
    expect: { error: 'email_not_verified' },
  }),
  'refuses a member that does not exist': given(company, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, membershipId: nobody }, body: { role: 'viewer' } }),
    expect: { error: 'member_not_found' },
  }),
})

contract('platform.removeAppOrgMember', {
  'puts a member out, whose old token opens nothing more': given(companyWith('member'), {
    send: ({ bearer, ofBob }) => ({ bearer, path: ofBob }),
    expect: { status: 200, example: 'removed' },
    then: async (seeds, _answer, made) => {
      const sent = { headers: made.headers, bearer: made.his.access_token, path: { orgId: made.path.orgId } }
      expect((await seeds.call('app.getOrganization', sent))?.status).toBe(404)
      expect((await chosenBy(seeds, made))?.status).toBe(404)
      expect(await rolesOf(seeds, made)).toEqual(['owner'])
      expect(await auditOf(seeds, made, 'member.removed')).toMatchObject([
        { actorType: 'administrator', userId: made.his.user.id, details: { organizationId: made.path.orgId } },
      ])
    },
  }),
  'refuses to remove the last owner': given(companyWith('member'), {
    send: ({ bearer, path, ownerId }) => ({ bearer, path: { ...path, membershipId: ownerId } }),
    expect: { error: 'last_owner' },
    then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
  }),
  'refuses a member of another organization as one that does not exist': given(
    async (seeds) => {
      const made = await companyWith('member')(seeds)
      const body = { name: 'Globex', slug: 'globex', environmentId: stageOf(made.app).id }
      const other = await seeds.call('platform.createAppOrganization', {
        bearer: made.bearer,
        path: { appId: made.app.id },
        body,
      })
      const orgId = (other?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
      return { ...made, elsewhere: { ...made.ofBob, orgId } }
    },
    {
      send: ({ bearer, elsewhere }) => ({ bearer, path: elsewhere }),
      expect: { error: 'member_not_found' },
      then: async (seeds, _answer, made) => expect(await rolesOf(seeds, made)).toEqual(['owner', 'member']),
    },
  ),
})
