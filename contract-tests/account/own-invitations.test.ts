import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, bob, carol } from '../harness/fixtures/people.ts'
import type { Seeds, Caller, SignedIn } from '../harness/seeds/seeds.ts'

const nowhere = 'inv_0199c0de-0000-7000-8000-00000000dead'

const bearer = ({ tokens }: Caller) => ({ bearer: tokens.access_token })

const invite = async (seeds: Seeds, hers: SignedIn) => {
  const path = { account_id: hers.accountId }
  const body = { email: carol.email, role: 'viewer' } as const
  const made = await seeds.call('account.inviteMember', { ...bearer(hers), path, body })
  return (made?.body as Wire['AccountInvitation'] | undefined)?.id ?? nowhere
}

/** Carol, whom Alice has invited; Bob has nothing to do with it. */
const invited = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  const guest = await seeds.user(carol)
  return { hers, guest, his: await seeds.user(bob), invitation_id: await invite(seeds, hers) }
}
type Made = Awaited<ReturnType<typeof invited>>

const unproven = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  return { hers, guest: await seeds.newcomer(carol), invitation_id: await invite(seeds, hers) }
}

const membersOf = async (seeds: Seeds, { hers }: Pick<Made, 'hers'>) => {
  const listed = await seeds.call('account.listMembers', { ...bearer(hers), path: { account_id: hers.accountId } })
  return (listed?.body as Wire['AccountMemberList']).data.map(({ user_id, role }) => [user_id, role])
}
const waiting = async (seeds: Seeds, one: SignedIn) =>
  ((await seeds.call('account.listOwnInvitations', bearer(one)))?.body as Wire['OwnInvitationList']).data

const guest = ({ guest, invitation_id }: Pick<Made, 'guest' | 'invitation_id'>) => ({
  ...bearer(guest),
  path: { invitation_id },
})
const stranger = ({ his, invitation_id }: Made) => ({ ...bearer(his), path: { invitation_id } })

contract('account.listOwnInvitations', {
  'lists those to the address of the caller alone': given(invited, {
    send: ({ guest }) => bearer(guest),
    expect: { status: 200, example: 'invitations', body: ({ data }) => expect(data).toHaveLength(1) },
    then: async (seeds, answer, { invitation_id, his }) => {
      expect((answer.body as Wire['OwnInvitationList']).data[0]?.id).toBe(invitation_id)
      expect(await waiting(seeds, his)).toEqual([])
    },
  }),
  'lists none before the address is proven': given(unproven, {
    send: ({ guest }) => bearer(guest),
    expect: { status: 200, example: 'invitations' },
    then: (_seeds, answer) => {
      expect(answer.body).toEqual({ data: [] })
      return Promise.resolve()
    },
  }),
  ...guarded({}),
})

contract('account.acceptOwnInvitation', {
  'makes a member with the invited role, once': given(invited, {
    send: guest,
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, made) => {
      expect(await membersOf(seeds, made)).toContainEqual([made.guest.profile.id, 'viewer'])
      expect(await waiting(seeds, made.guest)).toEqual([])
      expect((await seeds.call('account.acceptOwnInvitation', guest(made)))?.status).toBe(404)
    },
  }),
  'refuses one to somebody else as one that does not exist': given(invited, {
    send: stranger,
    expect: { error: 'invitation_not_found' },
    then: async (seeds, answer, made) => {
      const missing = { ...bearer(made.his), path: { invitation_id: nowhere } }
      expect(answer.text).toBe((await seeds.call('account.acceptOwnInvitation', missing))?.text)
      expect(await membersOf(seeds, made)).toHaveLength(1)
    },
  }),
  'refuses one that was taken back': given(invited, {
    send: ({ guest }) => ({ ...bearer(guest), path: { invitation_id: nowhere } }),
    expect: { error: 'invitation_not_found' },
    then: async (seeds, _answer, made) => {
      const path = { account_id: made.hers.accountId, invitation_id: made.invitation_id }
      await seeds.call('account.revokeInvitation', { ...bearer(made.hers), path })
      expect((await seeds.call('account.acceptOwnInvitation', guest(made)))?.status).toBe(404)
      expect(await membersOf(seeds, made)).toHaveLength(1)
    },
  }),
  'refuses whoever has not proven the address': given(unproven, {
    send: guest,
    expect: { error: 'email_not_verified' },
    then: async (seeds, _answer, made) => expect(await membersOf(seeds, made)).toHaveLength(1),
  }),
  'refuses to go past a quota': given(
    async (seeds) => {
      const made = await invited(seeds)
      await seeds.allow({ membersPerAccount: 1 })
      return made
    },
    { inside: 'quotas are set from within', send: guest, expect: { error: 'quota_exceeded' } },
  ),
  ...guarded({ path: { invitation_id: nowhere } }),
})

contract('account.declineInvitation', {
  'lets nobody in by it any more': given(invited, {
    send: guest,
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, made) => {
      const { token } = await seeds.mail(carol.email, 'invitation')
      expect((await seeds.call('account.acceptInvitation', { body: { token: token ?? '' } }))?.status).toBe(400)
      expect((await seeds.call('account.acceptOwnInvitation', guest(made)))?.status).toBe(404)
      expect(await membersOf(seeds, made)).toHaveLength(1)
    },
  }),
  'refuses one to somebody else as one that does not exist, and it stays good': given(invited, {
    send: stranger,
    expect: { error: 'invitation_not_found' },
    then: async (seeds, _answer, { guest }) => expect(await waiting(seeds, guest)).toHaveLength(1),
  }),
  'refuses whoever has not proven the address': given(unproven, {
    send: guest,
    expect: { error: 'email_not_verified' },
  }),
  ...guarded({ path: { invitation_id: nowhere } }),
})
