import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { acceptOnPage, day } from '../app/invited.ts'
import { dana, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, carol, dave, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { colleague } from './colleague.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'

/** A tenant's application with a role `editor`. */
const shop = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.platformCaller(dana)
  const app = await seeds.application({ access_token: bearer })
  const stage = stageOf(app)
  const path = { appId: app.id }
  const body = { name: 'editor', environmentId: stage.id }
  const role = await seeds.call('platform.createAppRole', { bearer, path, body })
  const roleId = (role?.body as Wire['ApplicationRoleAnswer'] | undefined)?.data.id ?? nobody
  return { bearer, app, stage, path, roleId }
}

/** The same, with an invitation that Carol was mailed. */
const invited = async (seeds: Seeds) => {
  const made = await shop(seeds)
  const { bearer, path, stage, roleId } = made
  const body = { email: carol.email, environmentId: stage.id, roleId }
  const sent = await seeds.call('platform.createAppInvitation', { bearer, path, body })
  return { ...made, id: (sent?.body as Wire['InvitationAnswer'] | undefined)?.data.id ?? nobody }
}

type Made = Awaited<ReturnType<typeof invited>>

const at = ({ bearer, path, id }: Pick<Made, 'bearer' | 'path' | 'id'>) => ({
  bearer,
  path: { ...path, invitationId: id },
})

const users = async (seeds: Seeds, { bearer, path }: Awaited<ReturnType<typeof shop>>) =>
  ((await seeds.call('platform.listAppUsers', { bearer, path }))?.body as Wire['AppUserPage']).data

contract('platform.listAppInvitations', {
  'lists what was sent, without what is in the mail': given(invited, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'invitations' },
    then: async (seeds, answer, { id, roleId, stage }) => {
      expect(answer.body).toMatchObject({
        data: [{ id, email: carol.email, roleId, roleName: 'editor', status: 'pending', environmentId: stage.id }],
      })
      expect(answer.text).not.toContain((await seeds.mail(carol.email, 'invitation')).token)
    },
  }),
  'lists none of another environment': given(invited, {
    send: ({ bearer, path, app }) => ({ bearer, path, query: { environmentId: stageOf(app, 'production').id } }),
    expect: { status: 200, example: 'invitations', body: (body) => expect(body).toEqual({ data: [] }) },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
})

/** The same as `shop`, with an organization of Alice's. */
const company = async (seeds: Seeds) => {
  const made = await shop(seeds)
  const { stage, path } = made
  const hers = await seeds.appCaller(alice, stage.publishableKey)
  const headers = keyed(stage.publishableKey)
  const sent = { headers, bearer: hers.access_token, body: { name: 'Acme', slug: 'acme' } }
  const org = await seeds.call('app.createOrganization', sent)
  const orgId = (org?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  return { ...made, hers, headers, ofOrganization: { ...path, orgId } }
}

/** The same, where she has invited Carol to it, and the application Bob. */
const invitedToOrganization = async (seeds: Seeds) => {
  const made = await company(seeds)
  const { bearer, path, stage, headers, hers, ofOrganization } = made
  const sent = { headers, bearer: hers.access_token, path: { orgId: ofOrganization.orgId } }
  await seeds.call('app.createOrgInvitation', { ...sent, body: { email: carol.email, role: 'viewer' } })
  const body = { email: bob.email, environmentId: stage.id }
  await seeds.call('platform.createAppInvitation', { bearer, path, body })
  return made
}

contract('platform.listAppOrgInvitations', {
  'lists those to the organization alone, which are taken back as others are': given(invitedToOrganization, {
    send: ({ bearer, ofOrganization }) => ({ bearer, path: ofOrganization }),
    expect: { status: 200, example: 'organization_invitations' },
    then: async (seeds, answer, { bearer, path, ofOrganization }) => {
      expect(answer.body).toMatchObject({
        data: [{ email: carol.email, roleName: 'viewer', status: 'pending' }],
        ...{ total: 1, page: 1, limit: 100 },
      })
      expect(answer.text).not.toContain((await seeds.mail(carol.email, 'invitation')).token)
      const [{ id }] = (answer.body as Wire['InvitationPage']).data as [Wire['Invitation']]
      const one = { bearer, path: { ...path, invitationId: id } }
      expect((await seeds.call('platform.cancelAppInvitation', one))?.status).toBe(200)
      const again = await seeds.call('platform.listAppOrgInvitations', { bearer, path: ofOrganization })
      expect(again?.body).toMatchObject({ data: [{ id, status: 'revoked' }] })
    },
  }),
  'goes on from a cursor, to the last page': given(invitedToOrganization, {
    send: ({ bearer, ofOrganization }) => ({ bearer, path: ofOrganization, query: { limit: 1 } }),
    expect: { status: 200, example: 'organization_invitations' },
    then: async (seeds, _answer, { bearer, ofOrganization: path }) => {
      const body = { email: dave.email, role: 'member' } as const
      await seeds.call('platform.createAppOrgInvitation', { bearer, path, body })
      const page = async (cursor: { readonly cursor?: string }) =>
        (await seeds.call('platform.listAppOrgInvitations', { bearer, path, query: { limit: 1, ...cursor } }))
          ?.body as Wire['InvitationPage']
      const { nextCursor: cursor } = await page({})
      const last = await page({ cursor: cursor! })
      expect(last).toMatchObject({ data: [{ email: carol.email }], total: 2 })
      expect(last).not.toHaveProperty('nextCursor')
    },
  }),
  'refuses a cursor that no page gave': given(invitedToOrganization, {
    send: ({ bearer, ofOrganization }) => ({ bearer, path: ofOrganization, query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'lists page by page': given(invitedToOrganization, {
    send: ({ bearer, ofOrganization }) => ({ bearer, path: ofOrganization, query: { page: 2, limit: 1 } }),
    expect: { status: 200, example: 'organization_invitations' },
    then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [], total: 1, page: 2, limit: 1 }),
  }),
})

const membersOf = async (seeds: Seeds, { bearer, ofOrganization }: Awaited<ReturnType<typeof company>>) => {
  const answer = await seeds.call('platform.listAppOrgMembers', { bearer, path: ofOrganization })
  return (answer?.body as Wire['AppOrgMemberPage']).data.map(({ email, roleName }) => [email, roleName])
}

/** The same, where an administrator has invited Carol as an owner. */
const invitedByAdministrator = async (seeds: Seeds) => {
  const made = await company(seeds)
  const { bearer, ofOrganization } = made
  const body = { email: carol.email, role: 'owner' } as const
  await seeds.call('platform.createAppOrgInvitation', { bearer, path: ofOrganization, body })
  return { ...made, token: (await seeds.mail(carol.email, 'invitation')).token }
}

contract('platform.createAppOrgInvitation', {
  'mails an invitation that names no administrator, and whose guest joins with the role': given(company, {
    send: ({ bearer, ofOrganization }) => ({
      bearer,
      path: ofOrganization,
      body: { email: carol.email, role: 'owner' },
    }),
    expect: { status: 200, example: 'invitation' },
    then: async (seeds, answer, made) => {
      expect(answer.body).toMatchObject({ data: { email: carol.email, roleName: 'owner', status: 'pending' } })
      const mail = await seeds.mail(carol.email, 'invitation')
      expect(mail.text).not.toContain(dana.email)
      expect(mail.text).toContain('Acme')
      expect(answer.text).not.toContain(mail.token)
      const sent = { bearer: made.bearer, path: made.path, query: { action: 'invitation.sent' } }
      expect((await seeds.call('platform.listAppAuditLogs', sent))?.body).toMatchObject({
        data: [{ actorType: 'administrator', details: { organizationId: made.ofOrganization.orgId, role: 'owner' } }],
      })
      expect((await acceptOnPage(seeds, mail.token))?.status).toBe(200)
      expect(await membersOf(seeds, made)).toEqual([
        [alice.email, 'owner'],
        [carol.email, 'owner'],
      ])
      expect((await acceptOnPage(seeds, mail.token))?.status).toBe(400)
    },
  }),
  'invites as a member where no role is named, and whoever is there accepts by its id': given(company, {
    send: ({ bearer, ofOrganization }) => ({ bearer, path: ofOrganization, body: { email: bob.email } }),
    expect: { status: 200, example: 'invitation' },
    then: async (seeds, answer, made) => {
      const his = await seeds.appCaller(bob, made.stage.publishableKey)
      const path = { invitationId: (answer.body as Wire['InvitationAnswer']).data.id }
      const accepted = { headers: made.headers, bearer: his.access_token, path }
      expect((await seeds.call('app.acceptInvitation', accepted))?.status).toBe(200)
      expect(await membersOf(seeds, made)).toContainEqual([bob.email, 'member'])
    },
  }),
  'takes the place of the one that was mailed before': given(invitedByAdministrator, {
    send: ({ bearer, ofOrganization }) => ({
      bearer,
      path: ofOrganization,
      body: { email: carol.email, role: 'viewer' },
    }),
    expect: { status: 200, example: 'invitation' },
    then: async (seeds, _answer, made) => {
      const listed = await seeds.call('platform.listAppOrgInvitations', {
        bearer: made.bearer,
        path: made.ofOrganization,
      })
      const pending = (listed?.body as Wire['InvitationPage']).data.filter(({ status }) => status === 'pending')
      expect(pending).toMatchObject([{ email: carol.email, roleName: 'viewer' }])
    },
  }),
  'is good no more once its sender administers the tenant no more': given(
    async (seeds) => {
      const made = await company(seeds)
      return { ...made, sender: await colleague(seeds, made.bearer) }
    },
    {
      send: ({ sender, ofOrganization }) => ({
        bearer: sender.bearer,
        path: ofOrganization,
        body: { email: carol.email },
      }),
      expect: { status: 200, example: 'invitation' },
      then: async (seeds, _answer, made) => {
        const removed = { bearer: made.bearer, path: { memberId: made.sender.memberId } }
        expect((await seeds.call('platform.removeMember', removed))?.status).toBe(200)
        expect((await acceptOnPage(seeds, (await seeds.mail(carol.email, 'invitation')).token))?.status).toBe(400)
        expect(await membersOf(seeds, made)).toEqual([[alice.email, 'owner']])
      },
    },
  ),
  'refuses an organization of nobody here': given(company, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, orgId: nobody }, body: { email: carol.email } }),
    expect: { error: 'account_not_found' },
  }),
  'refuses a role that is none': given(company, {
    send: ({ bearer, ofOrganization }) => ({
      bearer,
      path: ofOrganization,
      body: { email: carol.email, role: 'editor' as never },
    }),
    expect: { error: 'invalid_request', detail: 'role: must be one of owner or member or viewer' },
  }),
  'refuses who has not proven their own address': given(
    async (seeds) => {
      const { access_token: bearer } = await seeds.newAdministrator(dana)
      const app = await seeds.application({ access_token: bearer })
      const acme = { name: 'Acme', slug: 'acme', environmentId: stageOf(app).id }
      const path = { appId: app.id }
      const org = await seeds.call('platform.createAppOrganization', { bearer, path, body: acme })
      const orgId = (org?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
      return { bearer, path: { ...path, orgId } }
    },
    { send: (sent) => ({ ...sent, body: { email: carol.email } }), expect: { error: 'email_not_verified' } },
  ),
})

contract('platform.createAppInvitation', {
  'mails an invitation, whose guest holds the role': given(shop, {
    send: ({ bearer, path, stage, roleId }) => ({
      bearer,
      path,
      body: { email: carol.email, environmentId: stage.id, roleId },
    }),
    expect: { status: 200, example: 'application_invitation' },
    then: async (seeds, _answer, made) => {
      const mail = await seeds.mail(carol.email, 'invitation')
      expect(mail.text).not.toContain(dana.email)
      expect((await acceptOnPage(seeds, mail.token))?.status).toBe(200)
      expect(await users(seeds, made)).toMatchObject([{ email: carol.email, emailVerified: true, roles: ['editor'] }])
      expect((await acceptOnPage(seeds, mail.token))?.status).toBe(400)
    },
  }),
  'lets people in where nobody can register': given(
    async (seeds) => {
      const made = await shop(seeds)
      const { bearer, path } = made
      await seeds.call('platform.updateApplication', { bearer, path, body: { authConfig: { disableSignUp: true } } })
      return made
    },
    {
      send: ({ bearer, path, stage }) => ({ bearer, path, body: { email: carol.email, environmentId: stage.id } }),
      expect: { status: 200, example: 'application_invitation' },
      then: async (seeds, _answer, made) => {
        const registered = { headers: keyed(made.stage.publishableKey), body: alice }
        expect((await seeds.call('app.register', registered))?.status).toBe(403)
        expect((await acceptOnPage(seeds, (await seeds.mail(carol.email, 'invitation')).token))?.status).toBe(200)
        expect(await users(seeds, made)).toMatchObject([{ email: carol.email, roles: [] }])
      },
    },
  ),
  'refuses a role of another environment': given(shop, {
    send: ({ bearer, path, app, roleId }) => ({
      bearer,
      path,
      body: { email: carol.email, environmentId: stageOf(app, 'production').id, roleId },
    }),
    expect: { error: 'role_not_found' },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { email: carol.email, environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses who has not proven their own address': given(
    async (seeds) => {
      const { access_token: bearer } = await seeds.newAdministrator(dana)
      return { bearer, app: await seeds.application({ access_token: bearer }) }
    },
    {
      send: ({ bearer, app }) => ({
        bearer,
        path: { appId: app.id },
        body: { email: carol.email, environmentId: stageOf(app).id },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
})

contract('platform.cancelAppInvitation', {
  'takes one back, and its link works no more': given(invited, {
    send: at,
    expect: { status: 200, example: 'cancelled' },
    then: async (seeds, _answer, made) => {
      expect((await acceptOnPage(seeds, (await seeds.mail(carol.email, 'invitation')).token))?.status).toBe(400)
      expect(await users(seeds, made)).toEqual([])
    },
  }),
  'refuses one that was cancelled': given(
    async (seeds) => {
      const made = await invited(seeds)
      await seeds.call('platform.cancelAppInvitation', at(made))
      return made
    },
    { send: at, expect: { error: 'invitation_not_found' } },
  ),
})

contract('platform.resendAppInvitation', {
  'makes one to an organization the administrator’s, whatever became of who sent it': given(
    async (seeds) => {
      const made = await invitedToOrganization(seeds)
      const { bearer, ofOrganization, stage } = made
      const his = await seeds.appCaller(bob, stage.publishableKey)
      const body = { userId: his.user.id, role: 'owner' } as const
      await seeds.call('platform.addAppOrgMember', { bearer, path: ofOrganization, body })
      const members = await seeds.call('platform.listAppOrgMembers', { bearer, path: ofOrganization })
      const [owner] = (members?.body as Wire['AppOrgMemberPage'] | undefined)?.data ?? []
      const path = { ...ofOrganization, membershipId: owner?.id ?? nobody }
      await seeds.call('platform.removeAppOrgMember', { bearer, path })
      const listed = await seeds.call('platform.listAppOrgInvitations', { bearer, path: ofOrganization })
      const [sent] = (listed?.body as Wire['InvitationPage'] | undefined)?.data ?? []
      // Within a minute of the first mail none goes.
      await seeds.wait(61)
      return { ...made, id: sent?.id ?? nobody }
    },
    {
      send: at,
      expect: { status: 200, example: 'application_invitation' },
      then: async (seeds, _answer, made) => {
        expect((await acceptOnPage(seeds, (await seeds.mail(carol.email, 'invitation')).token))?.status).toBe(200)
        expect(await membersOf(seeds, made)).toContainEqual([carol.email, 'viewer'])
      },
    },
  ),
  'mails a new link in place of the old one, also after seven days': given(
    async (seeds) => {
      const made = await invited(seeds)
      const old = (await seeds.mail(carol.email, 'invitation')).token ?? 'example'
      await seeds.wait(7 * day)
      const { email, password } = dana
      const again = await seeds.call('platform.login', { body: { email, password } })
      return { ...made, old, bearer: (again?.body as Wire['TokenPair'] | undefined)?.access_token ?? '' }
    },
    {
      send: at,
      expect: { status: 200, example: 'application_invitation' },
      then: async (seeds, answer, { id, old }) => {
        expect(answer.body).toMatchObject({ data: { id, status: 'pending', roleName: 'editor' } })
        expect((await acceptOnPage(seeds, old))?.status).toBe(400)
        expect((await acceptOnPage(seeds, (await seeds.mail(carol.email, 'invitation')).token))?.status).toBe(200)
      },
    },
  ),
  'refuses who has not proven their own address': given(
    async (seeds) => {
      const { access_token: bearer } = await seeds.newAdministrator(dana)
      const app = await seeds.application({ access_token: bearer })
      const hers = await seeds.appCaller(alice, stageOf(app).publishableKey)
      const sent = { headers: keyed(stageOf(app).publishableKey), bearer: hers.access_token }
      const org = await seeds.call('app.createOrganization', { ...sent, body: { name: 'Acme', slug: 'acme' } })
      const orgId = (org?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
      const body = { email: carol.email }
      const invitation = await seeds.call('app.createOrgInvitation', { ...sent, path: { orgId }, body })
      const id = (invitation?.body as Wire['InvitationAnswer'] | undefined)?.data.id ?? nobody
      return { bearer, path: { appId: app.id, invitationId: id } }
    },
    { send: (sent) => sent, expect: { error: 'email_not_verified' } },
  ),
})
