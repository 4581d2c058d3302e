import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser, dana, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, carol, dave } from '../harness/fixtures/people.ts'
import { type Seeds, cookieOf } from '../harness/seeds/seeds.ts'
import { acceptOnPage, at, day, invited, invitedToApp, inviter, nowhere } from './invited.ts'
import { holders, rolesOf } from './role-holders.ts'

const inviteCarol = (role: Wire['Role'] = 'member') => ({ body: { email: carol.email, role } })

/** Alice's organization, with Bob in it. */
const acmeWith = (role: Wire['Role']) => async (seeds: Seeds) => {
  const hers = await seeds.appUser(alice)
  const org = await seeds.organization(hers)
  return { hers, org, his: await seeds.organizationMember(hers, org.id, bob, role) }
}

contract('app.createOrgInvitation', {
  'refuses somebody who has not proven their own address': given(
    async (seeds) => {
      const hers = await seeds.appNewcomer(alice)
      return { hers, org: await seeds.organization(hers) }
    },
    {
      send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), body: { email: carol.email, role: 'member' } }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'mails an invitation that is good for seven days': given(acmeWith('member'), {
    send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), body: { email: ' Carol@Example.test' } }),
    expect: { status: 200, example: 'invitation' },
    then: async (seeds, answer, { hers }) => {
      const { data } = answer.body as Wire['InvitationAnswer']
      expect(Date.parse(data.expiresAt) - Date.parse(data.createdAt)).toBe(7 * day * 1000)
      expect(data).toMatchObject({
        tenantId: hers.user.tenantId,
        email: carol.email,
        roleId: 'member',
        roleName: 'member',
        invitedBy: hers.user.id,
        status: 'pending',
        acceptedAt: null,
      })
      const mail = await seeds.mail(carol.email, 'invitation')
      // 256 random bits.
      expect(mail.token).toMatch(/^[\w-]{43}$/)
      expect(mail.text).toContain('Acme')
      expect(answer.text).not.toContain(mail.token)
    },
  }),
  'says the same for an address that has a user': given(
    async (seeds) => {
      await seeds.appCaller(carol)
      return acmeWith('member')(seeds)
    },
    {
      send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), ...inviteCarol('owner') }),
      expect: { status: 200, example: 'invitation' },
    },
  ),
  'the link in the mail lets in who follows it, on a page of ours': given(invited, {
    send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), ...inviteCarol('viewer') }),
    expect: { status: 200, example: 'invitation' },
    then: async (seeds, _answer, { hers, org }) => {
      const { token, link } = await seeds.mail(carol.email, 'invitation')
      expect(link).toContain(`/auth/accept-invite?token=${token}`)
      const headers = { accept: 'text/html' }
      const page = await seeds.call('account.followInvitation', { query: { token: token! }, headers })
      expect(page?.text).toContain('Join Acme')
      // It was sent by another surface than the one whose API this is.
      expect((await seeds.call('account.acceptInvitation', { body: { token: token! } }))?.status).toBe(400)
      expect((await acceptOnPage(seeds, token))?.status).toBe(200)
      const members = await seeds.call('app.listOrgMembers', { ...asUser(hers), ...at(org) })
      expect((members?.body as Wire['OrganizationMemberList']).data[1]).toMatchObject({
        email: carol.email,
        roleName: 'viewer',
      })
    },
  }),
  'refuses two addresses in one (AC-067)': given(acmeWith('member'), {
    send: ({ hers, org }) => ({
      ...asUser(hers),
      ...at(org),
      body: { email: 'carol@example.test,evil@example.test' },
    }),
    expect: { error: 'invalid_request', detail: 'email: ' },
  }),
  'refuses fields that nobody may set (AC-087)': given(acmeWith('member'), {
    send: ({ hers, org }) => ({
      ...asUser(hers),
      ...at(org),
      body: { email: carol.email, invitedBy: nowhere, status: 'accepted' } as never,
    }),
    expect: { error: 'invalid_request', detail: 'is not a field of this request' },
  }),
  'refuses a member who invites an owner (AC-088)': given(acmeWith('member'), {
    send: ({ his, org }) => ({ ...asUser(his), ...at(org), ...inviteCarol('owner') }),
    expect: { error: 'insufficient_role' },
    then: async (seeds) =>
      expect((await seeds.call('service.listMail', { query: { to: carol.email } }))?.body).toEqual({ messages: [] }),
  }),
  'refuses a stranger as if there were none (AC-085)': given(
    async (seeds) => ({ ...(await acmeWith('member')(seeds)), stranger: await seeds.appCaller(carol) }),
    {
      send: ({ stranger, org }) => ({ ...asUser(stranger), ...at(org), ...inviteCarol() }),
      expect: { error: 'account_not_found' },
    },
  ),
  'refuses more invitations by one inviter than the limit': given(
    async (seeds) => {
      const made = await acmeWith('member')(seeds)
      await seeds.exhaust('app.createOrgInvitation', () => ({
        ...asUser(made.hers),
        ...at(made.org),
        ...inviteCarol(),
      }))
      return made
    },
    {
      send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), ...inviteCarol() }),
      expect: { error: 'too_many_requests', detail: 'invitations by one inviter' },
    },
  ),
})

contract('app.listInvitations', {
  'shows an owner what they sent': given(invited, {
    send: ({ hers }) => asUser(hers),
    expect: { status: 200, example: 'invitations' },
    then: async (seeds, answer, { hers, id }) => {
      expect(answer.body).toMatchObject({
        data: [{ id, email: carol.email, status: 'pending', invitedBy: hers.user.id }],
      })
      expect(answer.text).not.toContain((await seeds.mail(carol.email, 'invitation')).token)
    },
  }),
  'shows who is invited what waits for them, once their address is proven (AC-090)': given(
    async (seeds) => ({ ...(await invited(seeds)), guest: await seeds.appCaller(carol) }),
    {
      send: ({ guest }) => asUser(guest),
      expect: { status: 200, example: 'invitations' },
      then: async (_seeds, answer, { id }) => expect(answer.body).toMatchObject({ data: [{ id, status: 'pending' }] }),
    },
  ),
  'shows nothing to somebody who only claims the address (AC-090)': given(
    async (seeds) => ({ ...(await invited(seeds)), claimant: await seeds.appNewcomer(carol) }),
    {
      send: ({ claimant }) => asUser(claimant),
      expect: { status: 200, example: 'invitations' },
      then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [] }),
    },
  ),
  'shows a member, who decides nothing, nothing': given(
    async (seeds) => {
      const made = await invited(seeds)
      return { ...made, his: await seeds.organizationMember(made.hers, made.org.id, bob, 'member') }
    },
    {
      send: ({ his }) => asUser(his),
      expect: { status: 200, example: 'invitations' },
      then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [] }),
    },
  ),
  'shows all to the application to whoever may see them, and none to others': given(
    async (seeds) => {
      const made = await invitedToApp(seeds)
      const his = await seeds.appCaller(bob)
      await seeds.role(his, ['invitations:read'])
      return { ...made, his, other: await seeds.appCaller(dave) }
    },
    {
      send: ({ his }) => asUser(his),
      expect: { status: 200, example: 'invitations' },
      then: async (seeds, answer, { id, other }) => {
        expect(answer.body).toMatchObject({ data: [{ id }] })
        expect((await seeds.call('app.listInvitations', asUser(other)))?.body).toEqual({ data: [] })
      },
    },
  ),
})

contract('app.sendInvitation', {
  'mails an invitation to the application, which lets people in by its link': given(inviter, {
    send: (hers) => ({ ...asUser(hers), body: { email: carol.email } }),
    expect: { status: 200, example: 'application_invitation' },
    then: async (seeds, answer, hers) => {
      expect(answer.body).toMatchObject({
        data: { email: carol.email, roleId: null, roleName: null, invitedBy: hers.user.id, status: 'pending' },
      })
      const { token, text } = await seeds.mail(carol.email, 'invitation')
      expect(text).toContain('invites you to Inbox Manager')
      const joined = await acceptOnPage(seeds, token)
      const me = await seeds.call('account.me', { cookies: { refresh_token: cookieOf(joined!, 'refresh_token') } })
      expect(me?.body).toMatchObject({ active_membership: null, memberships: [] })
      const after = await seeds.call('app.listInvitations', asUser(hers))
      expect(after?.body).toMatchObject({ data: [{ status: 'accepted' }] })
    },
  }),
  'gives a role to whoever accepts, with the role that the sender may give': given(holders, {
    send: ({ admin, editor }) => ({ ...asUser(admin), body: { email: dave.email, roleId: editor } }),
    expect: { status: 200, example: 'application_invitation' },
    then: async (seeds, answer, { editor, admin }) => {
      expect(answer.body).toMatchObject({ data: { roleId: editor, roleName: 'editor' } })
      expect((await acceptOnPage(seeds, (await seeds.mail(dave.email, 'invitation')).token))?.status).toBe(200)
      const sent = { ...asUser(admin), query: { search: dave.email } }
      const { data } = (await seeds.call('app.listUsers', sent))?.body as Wire['ManagedUserPage']
      expect(data).toMatchObject([{ emailVerified: true, roles: ['editor'], permissions: ['posts:edit'] }])
    },
  }),
  'gives the role to somebody who is there and accepts': given(holders, {
    send: ({ admin, editor }) => ({ ...asUser(admin), body: { email: bob.email, roleId: editor } }),
    expect: { status: 200, example: 'application_invitation' },
    then: async (seeds, answer, { user }) => {
      const { id } = (answer.body as Wire['InvitationAnswer']).data
      await seeds.call('app.acceptInvitation', { ...asUser(user), path: { invitationId: id } })
      expect(await rolesOf(seeds, user)).toEqual(['editor'])
    },
  }),
  'gives nothing once the sender may not give it any more': given(holders, {
    send: ({ admin, editor }) => ({ ...asUser(admin), body: { email: bob.email, roleId: editor } }),
    expect: { status: 200, example: 'application_invitation' },
    then: async (seeds, answer, { user, admin, clerkRoleId }) => {
      const body = { roleIds: [clerkRoleId] }
      await seeds.call('app.assignUserRoles', { ...asUser(admin), path: { userId: admin.user.id }, body })
      const { id } = (answer.body as Wire['InvitationAnswer']).data
      const accepted = await seeds.call('app.acceptInvitation', { ...asUser(user), path: { invitationId: id } })
      expect(accepted?.status).toBe(404)
      expect(await rolesOf(seeds, user)).toEqual([])
    },
  }),
  'refuses a role that allows more than the sender holds': given(
    async (seeds) => {
      const made = await holders(seeds)
      await seeds.role(made.user, ['invitations:write', 'roles:assign'], { name: 'host', hierarchyLevel: 500 })
      return made
    },
    {
      send: ({ user, editor }) => ({ ...asUser(user), body: { email: dave.email, roleId: editor } }),
      expect: { error: 'insufficient_role' },
      then: async (seeds) =>
        expect((await seeds.call('service.listMail', { query: { to: dave.email } }))?.body).toEqual({ messages: [] }),
    },
  ),
  'asks for a permission of its own to give a role': given(
    async (seeds) => {
      const made = await holders(seeds)
      await seeds.role(made.user, ['invitations:write'], { name: 'host', hierarchyLevel: 500 })
      return made
    },
    {
      send: ({ user, guest }) => ({ ...asUser(user), body: { email: dave.email, roleId: guest } }),
      expect: { error: 'insufficient_permission', detail: 'roles:assign' },
    },
  ),
  'refuses a role that does not exist': given(holders, {
    send: ({ admin }) => ({ ...asUser(admin), body: { email: dave.email, roleId: nowhere } }),
    expect: { error: 'role_not_found' },
  }),
  'refuses a role of another environment as one that does not exist': given(
    async (seeds) => {
      const { admin } = await holders(seeds)
      const { id } = stageOf(await seeds.application(await seeds.platformCaller(dana)))
      return { admin, roleId: `admin-${id}` }
    },
    {
      send: ({ admin, roleId }) => ({ ...asUser(admin), body: { email: dave.email, roleId } }),
      expect: { error: 'role_not_found' },
    },
  ),
  'refuses whose roles do not allow it': given((seeds) => seeds.appCaller(alice), {
    send: (hers) => ({ ...asUser(hers), body: { email: carol.email } }),
    expect: { error: 'insufficient_permission' },
  }),
  'refuses somebody who has not proven their own address': given((seeds) => seeds.appNewcomer(alice), {
    send: (hers) => ({ ...asUser(hers), body: { email: carol.email } }),
    expect: { error: 'email_not_verified' },
  }),
  'invites also where nobody can register': given(
    async (seeds) => {
      const hers = await inviter(seeds)
      await seeds.settings({ disableSignUp: true })
      return hers
    },
    {
      inside: 'sign-up is switched off from within',
      send: (hers) => ({ ...asUser(hers), body: { email: bob.email } }),
      expect: { status: 200, example: 'application_invitation' },
      then: async (seeds) =>
        expect((await acceptOnPage(seeds, (await seeds.mail(bob.email, 'invitation')).token))?.status).toBe(200),
    },
  ),
  'refuses more invitations by one inviter than the limit': given(
    async (seeds) => {
      const hers = await inviter(seeds)
      await seeds.exhaust('app.sendInvitation', () => ({ ...asUser(hers), body: { email: carol.email } }))
      return hers
    },
    {
      send: (hers) => ({ ...asUser(hers), body: { email: carol.email } }),
      expect: { error: 'too_many_requests' },
    },
  ),
})
