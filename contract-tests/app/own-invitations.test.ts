// What becomes of an invitation: accepted, cancelled or mailed again.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given, journey } from '../harness/dsl/index.ts'
import { alice, bob, carol, dave } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { acceptOnPage, at, day, invited, invitedToApp, nowhere } from './invited.ts'
import { holders } from './role-holders.ts'

/** Carol, who has proven her address, is invited. */
const withGuest = async (seeds: Seeds) => ({ ...(await invited(seeds)), guest: await seeds.appCaller(carol) })

type Made = Awaited<ReturnType<typeof withGuest>>

const as = (who: 'hers' | 'guest') => (made: Made) => ({ ...asUser(made[who]), path: { invitationId: made.id } })

const membersOf = async (seeds: Seeds, { hers, org }: Made) => {
  const answer = await seeds.call('app.listOrgMembers', { ...asUser(hers), ...at(org) })
  return (answer?.body as Wire['OrganizationMemberList'] | undefined)?.data ?? []
}

const nobodyJoined = async (seeds: Seeds, _answer: unknown, made: Made) =>
  expect((await membersOf(seeds, made)).map(({ userId }) => userId)).not.toContain(made.guest.user.id)

/** Carol's invitation, after something has become of it. */
const after =
  (change: (seeds: Seeds, made: Made) => Promise<unknown>) =>
  async (seeds: Seeds): Promise<Made> => {
    const made = await withGuest(seeds)
    await change(seeds, made)
    return made
  }

contract('app.acceptInvitation', {
  'lets the owner of the invited address in, with the invited role (AC-090)': given(withGuest, {
    send: as('guest'),
    expect: { status: 200, example: 'accepted' },
    then: async (seeds, _answer, made) => {
      expect((await membersOf(seeds, made))[1]).toMatchObject({
        userId: made.guest.user.id,
        email: carol.email,
        roleName: 'member',
      })
      const listed = await seeds.call('app.listInvitations', asUser(made.hers))
      expect(listed?.body).toMatchObject({
        data: [{ id: made.id, status: 'accepted', acceptedAt: expect.any(String) }],
      })
    },
  }),
  'accepts one to the application': given(
    async (seeds) => ({ ...(await invitedToApp(seeds)), guest: await seeds.appCaller(carol) }),
    {
      send: ({ guest, id }) => ({ ...asUser(guest), path: { invitationId: id } }),
      expect: { status: 200, example: 'accepted' },
    },
  ),
  'refuses somebody who has not proven the address (AC-090)': given(
    async (seeds) => ({ ...(await invited(seeds)), guest: await seeds.appNewcomer(carol) }),
    {
      send: as('guest'),
      expect: { error: 'email_not_verified' },
      then: async (seeds, answer, made) => {
        await nobodyJoined(seeds, answer, made)
        const sent = { ...asUser(made.guest), path: { invitationId: nowhere } }
        expect((await seeds.call('app.acceptInvitation', sent))?.text).toBe(answer.text)
      },
    },
  ),
  'refuses another user as if there were none (AC-090)': given(
    async (seeds) => ({ ...(await invited(seeds)), guest: await seeds.appCaller(bob) }),
    {
      send: as('guest'),
      expect: { error: 'invitation_not_found' },
      then: async (seeds, answer, made) => {
        await nobodyJoined(seeds, answer, made)
        const sent = { ...asUser(made.guest), path: { invitationId: nowhere } }
        expect((await seeds.call('app.acceptInvitation', sent))?.text).toBe(answer.text)
      },
    },
  ),
  'refuses the second time (AC-090)': given(
    after((seeds, made) => seeds.call('app.acceptInvitation', as('guest')(made))),
    { send: as('guest'), expect: { error: 'invitation_not_found' } },
  ),
  'refuses one that was cancelled (AC-090)': given(
    after((seeds, made) => seeds.call('app.cancelInvitation', as('hers')(made))),
    { send: as('guest'), expect: { error: 'invitation_not_found' }, then: nobodyJoined },
  ),
  'refuses one whose sender is an owner no more (AC-090)': given(
    after(async (seeds, made) => {
      const second = await seeds.organizationMember(made.hers, made.org.id, bob, 'owner')
      const [own] = await membersOf(seeds, made)
      const path = { orgId: made.org.id, memberId: own?.id ?? nowhere }
      await seeds.call('app.updateOrgMember', { ...asUser(second), path, body: { role: 'member' } })
    }),
    { send: as('guest'), expect: { error: 'invitation_not_found' }, then: nobodyJoined },
  ),
  'refuses one that has expired (AC-090)': given(
    async (seeds) => {
      const made = await withGuest(seeds)
      await seeds.wait(7 * day)
      return { ...made, guest: await seeds.appSession(carol) }
    },
    { send: as('guest'), expect: { error: 'invitation_not_found' } },
  ),
})

contract('app.cancelInvitation', {
  'takes one back, and its link works no more': given(withGuest, {
    send: as('hers'),
    expect: { status: 200, example: 'cancelled' },
    then: async (seeds, _answer, made) => {
      const { token } = await seeds.mail(carol.email, 'invitation')
      expect((await acceptOnPage(seeds, token))?.status).toBe(400)
      await nobodyJoined(seeds, undefined, made)
    },
  }),
  'declines one to the proven address of who asks, and its link works no more': given(withGuest, {
    send: as('guest'),
    expect: { status: 200, example: 'cancelled' },
    then: async (seeds, _answer, made) => {
      const { token } = await seeds.mail(carol.email, 'invitation')
      expect((await acceptOnPage(seeds, token))?.status).toBe(400)
      await nobodyJoined(seeds, undefined, made)
    },
  }),
  'refuses whoever has not proven the invited address as if there were none': given(
    async (seeds) => ({ ...(await invited(seeds)), guest: await seeds.appNewcomer(carol) }),
    { send: as('guest'), expect: { error: 'invitation_not_found' } },
  ),
  'takes one to the application back, by who sent it': given(invitedToApp, {
    send: ({ hers, id }) => ({ ...asUser(hers), path: { invitationId: id } }),
    expect: { status: 200, example: 'cancelled' },
  }),
  'takes one of somebody else to the application back, by whoever may invite': given(
    async (seeds) => {
      const made = await invitedToApp(seeds)
      const his = await seeds.appCaller(bob)
      await seeds.role(his, ['invitations:write'])
      return { ...made, his }
    },
    {
      send: ({ his, id }) => ({ ...asUser(his), path: { invitationId: id } }),
      expect: { status: 200, example: 'cancelled' },
    },
  ),
  'refuses a member as if there were none (AC-088)': given(
    async (seeds) => {
      const made = await invited(seeds)
      return { ...made, his: await seeds.organizationMember(made.hers, made.org.id, bob, 'member') }
    },
    {
      send: ({ his, id }) => ({ ...asUser(his), path: { invitationId: id } }),
      expect: { error: 'invitation_not_found' },
      then: async (seeds, _answer, { hers }) =>
        expect((await seeds.call('app.listInvitations', asUser(hers)))?.body).toMatchObject({
          data: [{ status: 'pending' }],
        }),
    },
  ),
  'refuses one that was accepted': given(
    after((seeds, made) => seeds.call('app.acceptInvitation', as('guest')(made))),
    { send: as('hers'), expect: { error: 'invitation_not_found' } },
  ),
})

contract('app.resendInvitation', {
  'refuses an owner who has not proven their address': given(
    async (seeds) => {
      const made = await invited(seeds)
      const newcomer = await seeds.appNewcomer(bob)
      const added = { ...asUser(made.hers), path: { orgId: made.org.id } }
      await seeds.call('app.addOrgMember', { ...added, body: { userId: newcomer.user.id, role: 'owner' } })
      return { ...made, newcomer }
    },
    {
      send: ({ newcomer, id }) => ({ ...asUser(newcomer), path: { invitationId: id } }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'mails a new link in place of the old one': given(
    async (seeds) => {
      const made = await withGuest(seeds)
      const old = (await seeds.mail(carol.email, 'invitation')).token ?? 'example'
      await seeds.wait(60)
      return { ...made, old }
    },
    {
      send: as('hers'),
      expect: { status: 200, example: 'invitation' },
      then: async (seeds, answer, { id, old }) => {
        expect(answer.body).toMatchObject({ data: { id, status: 'pending' } })
        const { token } = await seeds.mail(carol.email, 'invitation')
        expect(token).not.toBe(old)
        expect((await acceptOnPage(seeds, old))?.status).toBe(400)
        expect((await acceptOnPage(seeds, token))?.status).toBe(200)
      },
    },
  ),
  'gives an expired one seven days more': given(
    async (seeds) => {
      const made = await withGuest(seeds)
      await seeds.wait(7 * day)
      return { ...made, hers: await seeds.appSession(alice), guest: await seeds.appSession(carol) }
    },
    {
      send: as('hers'),
      expect: { status: 200, example: 'invitation', body: ({ data }) => expect(data.status).toBe('pending') },
      then: async (seeds, _answer, made) =>
        expect((await seeds.call('app.acceptInvitation', as('guest')(made)))?.status).toBe(200),
    },
  ),
  'another owner who sends it again makes it theirs': given(
    async (seeds) => {
      const made = await withGuest(seeds)
      return { ...made, his: await seeds.organizationMember(made.hers, made.org.id, bob, 'owner') }
    },
    {
      send: ({ his, id }) => ({ ...asUser(his), path: { invitationId: id } }),
      expect: { status: 200, example: 'invitation' },
      then: async (_seeds, answer, { his }) => expect(answer.body).toMatchObject({ data: { invitedBy: his.user.id } }),
    },
  ),
  'refuses a stranger as if there were none (AC-085)': given(
    async (seeds) => ({ ...(await invited(seeds)), stranger: await seeds.appCaller(bob) }),
    {
      send: ({ stranger, id }) => ({ ...asUser(stranger), path: { invitationId: id } }),
      expect: { error: 'invitation_not_found' },
    },
  ),
  'refuses one that was cancelled': given(
    after((seeds, made) => seeds.call('app.cancelInvitation', as('hers')(made))),
    { send: as('hers'), expect: { error: 'invitation_not_found' } },
  ),
  'refuses one to the application once the sender may not invite any more': given(
    async (seeds) => {
      const made = await invitedToApp(seeds)
      await seeds.role(made.hers, ['invitations:read'])
      return made
    },
    {
      send: ({ hers, id }) => ({ ...asUser(hers), path: { invitationId: id } }),
      expect: { error: 'insufficient_permission' },
      then: async (seeds) => {
        const { token } = await seeds.mail(carol.email, 'invitation')
        expect((await acceptOnPage(seeds, token))?.status).toBe(400)
      },
    },
  ),
  'refuses to make a role theirs to give that allows more than they hold': given(
    async (seeds) => {
      const made = await holders(seeds)
      const sent = { ...asUser(made.admin), body: { email: dave.email, roleId: made.editor } }
      const { body } = (await seeds.call('app.sendInvitation', sent)) ?? {}
      const may = ['invitations:write', 'roles:assign']
      await seeds.role(made.user, may, { name: 'host', hierarchyLevel: 500 })
      return { ...made, id: (body as Wire['InvitationAnswer'] | undefined)?.data.id ?? nowhere }
    },
    {
      send: ({ user, id }) => ({ ...asUser(user), path: { invitationId: id } }),
      expect: { error: 'insufficient_role' },
    },
  ),
  'refuses more invitations by one inviter than the limit': given(
    async (seeds) => {
      const made = await withGuest(seeds)
      await seeds.exhaust('app.resendInvitation', () => as('hers')(made))
      return made
    },
    { send: as('hers'), expect: { error: 'too_many_requests', detail: 'invitations by one inviter' } },
  ),
})

journey('an invitation takes no role from the request that accepts it (AC-090)', async (_step, { seeds, isReal }) => {
  if (!isReal) return
  const made = await withGuest(seeds)
  const raw = { type: 'application/json', text: '{"role":"owner"}' }
  await seeds.call('app.acceptInvitation', { ...as('guest')(made), raw })
  expect((await membersOf(seeds, made))[1]).toMatchObject({ userId: made.guest.user.id, roleName: 'member' })
})

journey(
  'an invitation that is taken by its link and by its id at once is taken once (AC-090)',
  async (_step, tools) => {
    if (!tools.isReal) return
    const { seeds } = tools
    const made = await withGuest(seeds)
    const { token } = await seeds.mail(carol.email, 'invitation')
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2 ? seeds.call('app.acceptInvitation', as('guest')(made)) : acceptOnPage(seeds, token),
      ),
    )
    expect(answers.filter((answer) => answer?.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer!.status >= 500)).toEqual([])
    expect(await membersOf(seeds, made)).toHaveLength(2)
  },
)
