import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { type Person, alice, asCredentials, bob, carol, demo } from '../harness/fixtures/people.ts'
import type { Seeds, SignedIn } from '../harness/seeds/seeds.ts'

const nowhere = 'acc_0199c0de-0000-7000-8000-00000000dead'
const nobody = 'uid_0199c0de-0000-7000-8000-00000000dead'
const noMember = 'mbr_0199c0de-0000-7000-8000-00000000dead'

const inAccount = ({ accountId, tokens }: SignedIn) => ({
  path: { account_id: accountId },
  bearer: tokens.access_token,
})

/** The membership of an account's founder. */
const ownMembership = ({ profile }: SignedIn) => profile.memberships[0]?.id ?? noMember

const withMember =
  (role: 'owner' | 'member' | 'viewer') =>
  async (seeds: Seeds): Promise<{ hers: SignedIn; his: SignedIn & { membershipId: string } }> => {
    const hers = await seeds.user(alice)
    return { hers, his: await seeds.member(hers, bob, role) }
  }

contract('account.listMembers', {
  'lists the members to everybody in the account': given(withMember('viewer'), {
    send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token }),
    expect: { status: 200, example: 'members' },
    then: async (_seeds, answer, { hers, his }) =>
      expect(answer.body).toMatchObject({
        total: 2,
        data: [
          { user_id: hers.profile.id, role: 'owner', email: alice.email },
          { id: his.membershipId, user_id: his.profile.id, role: 'viewer', email: bob.email },
        ],
      }),
  }),
  'tells no address of somebody who was added by id (AC-094)': given(withMember('member'), {
    send: ({ hers }) => ({ ...inAccount(hers), query: { limit: 1, offset: 1 } }),
    expect: { status: 200, example: 'members' },
    then: async (_seeds, answer, { his }) =>
      expect(answer.body).toMatchObject({ total: 2, data: [{ user_id: his.profile.id, email: null }] }),
  }),
  'goes on from a cursor, to the last page': given(withMember('member'), {
    send: ({ hers }) => ({ ...inAccount(hers), query: { limit: 1 } }),
    expect: { status: 200, example: 'members' },
    then: async (seeds, answer, { hers, his }) => {
      const { data, next_cursor: cursor } = answer.body as Wire['AccountMemberList']
      expect([data.length, cursor]).toEqual([1, expect.any(String)])
      const query = { limit: 1, cursor: cursor! }
      const last = (await seeds.call('account.listMembers', { ...inAccount(hers), query }))?.body
      expect(last).toMatchObject({ total: 2, data: [{ user_id: his.profile.id }] })
      expect(last).not.toHaveProperty('next_cursor')
    },
  }),
  'refuses a cursor that no page gave': given((seeds) => seeds.user(alice), {
    send: (signedIn) => ({ ...inAccount(signedIn), query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  ...guarded({ path: { account_id: nowhere } }),
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
})

/** Somebody of that given name, of the family Liddell, who has proven their address. */
const named = async (seeds: Seeds, person: Person, given_name: string) => {
  const body = { ...asCredentials(person), given_name, family_name: 'Liddell' }
  const signedUp = await seeds.call('account.signUp', { body })
  const { profile, tokens } = (signedUp?.body ?? (await seeds.caller(person))) as SignedIn
  const { token } = await seeds.mail(person.email, 'verify_email_link')
  await seeds.call('account.verifyEmail', { body: { token: token ?? '' } })
  return { profile, tokens, accountId: profile.active_membership?.account_id ?? '' }
}

contract('account.searchMembers', {
  'finds members by any part of a name': given(
    async (seeds) => {
      const hers = await named(seeds, alice, 'Alice')
      await seeds.member(hers, bob, 'member')
      return hers
    },
    {
      send: (hers) => ({ ...inAccount(hers), body: { query: 'DDELL', limit: 5, offset: 0 } }),
      expect: {
        status: 200,
        example: 'members',
        body: ({ data, total }) => expect({ total, given: data[0]?.given_name }).toEqual({ total: 1, given: 'Alice' }),
      },
      then: async (_seeds, answer, hers) =>
        expect(answer.body).toMatchObject({ data: [{ user_id: hers.profile.id, account_id: hers.accountId }] }),
    },
  ),
  'refuses a cursor that no page gave': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { query: 'bob', cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'goes on from a cursor, to the last page': given(
    async (seeds) => {
      const [hers, his] = [await named(seeds, alice, 'Alice'), await named(seeds, bob, 'Bob')]
      await seeds.call('account.addMember', {
        ...inAccount(hers),
        body: { user_id: his.profile.id, role: 'member' },
      })
      return { hers, his }
    },
    {
      send: ({ hers }) => ({ ...inAccount(hers), body: { query: 'liddell', limit: 1 } }),
      expect: { status: 200, example: 'members' },
      then: async (seeds, answer, { hers, his }) => {
        const { next_cursor: cursor } = answer.body as Wire['AccountMemberList']
        const body = { query: 'liddell', limit: 1, cursor: cursor! }
        const last = (await seeds.call('account.searchMembers', { ...inAccount(hers), body }))?.body
        expect(last).toMatchObject({ total: 2, data: [{ user_id: his.profile.id }] })
        expect(last).not.toHaveProperty('next_cursor')
      },
    },
  ),
  ...guarded({ path: { account_id: nowhere }, body: { query: 'bob' } }),
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token, body: { query: 'bob' } }),
    expect: { error: 'account_not_found' },
  }),
})

contract('account.addMember', {
  'refuses an owner who has not proven their address': given(
    async (seeds) => ({ hers: await seeds.newcomer(alice), his: await seeds.caller(bob) }),
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), body: { user_id: his.profile.id, role: 'owner' } }),
      expect: { error: 'email_not_verified' },
      then: async (seeds, _answer, { hers }) =>
        expect((await seeds.call('account.listMembers', inAccount(hers)))?.body).toMatchObject({ total: 1 }),
    },
  ),
  'makes a user a member': given(async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }), {
    send: ({ hers, his }) => ({ ...inAccount(hers), body: { user_id: his.profile.id, role: 'viewer' } }),
    expect: { status: 201, example: 'member' },
    then: async (seeds, answer, { hers, his }) => {
      expect(answer.body).toMatchObject({ user_id: his.profile.id, account_id: hers.accountId, role: 'viewer' })
      const seen = await seeds.call('account.getAccount', { ...inAccount(hers), bearer: his.tokens.access_token })
      expect(seen?.body).toMatchObject({ membership: { role: 'viewer' } })
    },
  }),
  'tells whom it adds, and lets no token of theirs speak for the account before they choose it': given(
    async (seeds) => {
      const his = await seeds.user(bob)
      // Bob is in no other account.
      await seeds.call('account.deleteAccount', inAccount(his))
      return { hers: await seeds.user(alice), his }
    },
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), body: { user_id: his.profile.id, role: 'owner' } }),
      expect: { status: 201, example: 'member' },
      then: async (seeds, _answer, { hers, his }) => {
        expect((await seeds.mail(bob.email, 'member_added')).text).toContain('sign in and leave')
        const again = await seeds.session(bob)
        expect(again.profile).toMatchObject({ active_membership: null, memberships: [{ account_id: hers.accountId }] })
        for (const { tokens } of [his, again]) expect(decodeJwt(tokens.access_token).acc).not.toBe(hers.accountId)
        const refreshed = await seeds.call('account.refresh', { body: { refresh_token: again.tokens.refresh_token! } })
        const { access_token: bearer } = refreshed?.body as SignedIn['tokens']
        expect(decodeJwt(bearer).acc).toBeUndefined()
        const switched = await seeds.call('account.switchAccount', { bearer, body: { account_id: hers.accountId } })
        expect(switched?.body).toMatchObject({ profile: { active_membership: { account_id: hers.accountId } } })
        expect((await seeds.session(bob)).profile.active_membership).toMatchObject({ account_id: hers.accountId })
      },
    },
  ),
  'does not let a session go on for somebody who left and was added again': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.member(hers, bob, 'viewer')
      const sent = { bearer: his.tokens.access_token, body: { account_id: hers.accountId } }
      const switched = await seeds.call('account.switchAccount', sent)
      const { tokens } = (switched?.body ?? his) as SignedIn
      await seeds.call('account.removeMember', {
        path: { account_id: hers.accountId, member_id: his.membershipId },
        bearer: tokens.access_token,
      })
      return { hers, his, bearer: tokens.access_token }
    },
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), body: { user_id: his.profile.id, role: 'viewer' } }),
      expect: { status: 201, example: 'member' },
      then: async (seeds, _answer, { bearer }) =>
        expect((await seeds.call('account.me', { bearer }))?.body).toMatchObject({ active_membership: null }),
    },
  ),
  'takes it from a machine, which sees every address': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob), token: await seeds.machine() }),
    {
      send: ({ hers, his, token }) => ({
        ...inAccount(hers),
        bearer: token,
        body: { user_id: his.profile.id, role: 'viewer' },
      }),
      expect: { status: 201, example: 'member', body: ({ email }) => expect(email).toBe(bob.email) },
    },
  ),
  'refuses a role that is none': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { user_id: nobody, role: 'emperor' as never } }),
    expect: { error: 'invalid_request', detail: 'role: must be one of owner or member or viewer' },
  }),
  ...guarded({ path: { account_id: nowhere }, body: { user_id: nobody, role: 'member' } }),
  'refuses a member who adds an owner (AC-088)': given(
    async (seeds) => ({ ...(await withMember('member')(seeds)), third: await seeds.user(carol) }),
    {
      send: ({ hers, his, third }) => ({
        ...inAccount(hers),
        bearer: his.tokens.access_token,
        body: { user_id: third.profile.id, role: 'owner' },
      }),
      expect: { error: 'insufficient_role' },
      then: async (seeds, _answer, { hers }) =>
        expect((await seeds.call('account.listMembers', inAccount(hers)))?.body).toMatchObject({ total: 2 }),
    },
  ),
  'refuses an account of others as one that does not exist': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({
        ...inAccount(hers),
        bearer: his.tokens.access_token,
        body: { user_id: his.profile.id, role: 'owner' },
      }),
      expect: { error: 'account_not_found' },
    },
  ),
  'refuses a user who does not exist': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { user_id: nobody, role: 'member' } }),
    expect: { error: 'user_not_found' },
  }),
  'refuses a user who is a member already': given(withMember('viewer'), {
    send: ({ hers, his }) => ({ ...inAccount(hers), body: { user_id: his.profile.id, role: 'owner' } }),
    expect: { error: 'member_exists' },
    then: async (seeds, _answer, { hers, his }) => {
      const seen = await seeds.call('account.getAccount', { ...inAccount(hers), bearer: his.tokens.access_token })
      expect(seen?.body).toMatchObject({ membership: { role: 'viewer' } })
    },
  }),
})

const member = ({ accountId, tokens }: SignedIn, membershipId: string) => ({
  path: { account_id: accountId, member_id: membershipId },
  bearer: tokens.access_token,
})

contract('account.updateMember', {
  'refuses an owner who has not proven their address': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.newcomer(bob)
      const added = { user_id: his.profile.id, role: 'owner' as const }
      await seeds.call('account.addMember', { ...inAccount(hers), body: added })
      return { hers, his, theirs: await seeds.member(hers, carol, 'viewer') }
    },
    {
      send: ({ hers, his, theirs }) => ({
        path: { account_id: hers.accountId, member_id: theirs.membershipId },
        bearer: his.tokens.access_token,
        body: { role: 'owner' },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'changes the role, and the next token says so': given(withMember('viewer'), {
    send: ({ hers, his }) => ({ ...member(hers, his.membershipId), body: { role: 'owner' } }),
    expect: { status: 200, example: 'member' },
    then: async (seeds, answer, { hers, his }) => {
      expect(answer.body).toMatchObject({ id: his.membershipId, role: 'owner' })
      const renamed = await seeds.call('account.updateAccount', {
        path: { account_id: hers.accountId },
        bearer: his.tokens.access_token,
        body: { name: 'Ours' },
      })
      expect(renamed?.status).toBe(200)
    },
  }),
  'refuses what is not for the caller to set (AC-087)': given(withMember('viewer'), {
    send: ({ hers, his }) => ({
      ...member(hers, his.membershipId),
      body: { role: 'member', user_id: hers.profile.id } as never,
    }),
    expect: { error: 'invalid_request', detail: 'user_id: is not a field of this request' },
  }),
  ...guarded({ path: { account_id: nowhere, member_id: noMember }, body: { role: 'owner' } }),
  'refuses a member who promotes themselves (AC-088)': given(withMember('member'), {
    send: ({ hers, his }) => ({
      ...member(hers, his.membershipId),
      bearer: his.tokens.access_token,
      body: { role: 'owner' },
    }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, { hers }) => {
      const { body } = (await seeds.call('account.listMembers', inAccount(hers)))!
      expect(body).toMatchObject({ data: [{ role: 'owner' }, { role: 'member' }] })
    },
  }),
  'refuses an account of others as one that does not exist': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({
        ...member(hers, ownMembership(hers)),
        bearer: his.tokens.access_token,
        body: { role: 'viewer' },
      }),
      expect: { error: 'account_not_found' },
    },
  ),
  'refuses a membership of another account as one that does not exist (AC-085)': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({ ...member(his, ownMembership(hers)), body: { role: 'viewer' } }),
      expect: { error: 'member_not_found' },
    },
  ),
  'refuses to demote the last owner': given(withMember('member'), {
    send: ({ hers }) => ({ ...member(hers, ownMembership(hers)), body: { role: 'viewer' } }),
    expect: { error: 'last_owner' },
  }),
})

contract('account.removeMember', {
  'refuses an owner who has not proven their address, and lets them leave': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.newcomer(bob)
      const added = { user_id: his.profile.id, role: 'owner' as const }
      const answer = await seeds.call('account.addMember', { ...inAccount(hers), body: added })
      const own = (answer?.body as { id: string } | undefined)?.id ?? 'mbr_example'
      return { hers, his, own, theirs: await seeds.member(hers, carol, 'viewer') }
    },
    {
      send: ({ hers, his, theirs }) => ({
        path: { account_id: hers.accountId, member_id: theirs.membershipId },
        bearer: his.tokens.access_token,
      }),
      expect: { error: 'email_not_verified' },
      then: async (seeds, _answer, { hers, his, own }) => {
        const path = { account_id: hers.accountId, member_id: own }
        const left = await seeds.call('account.removeMember', { path, bearer: his.tokens.access_token })
        expect(left?.status).toBe(204)
      },
    },
  ),
  'removes a member, whose token is refused there at once (AC-088)': given(
    async (seeds) => {
      const { hers, his } = await withMember('member')(seeds)
      const switched = await seeds.call('account.switchAccount', {
        bearer: his.tokens.access_token,
        body: { account_id: hers.accountId },
      })
      const token = (switched?.body as { tokens: { access_token: string } } | undefined)?.tokens.access_token ?? 'mock'
      return { hers, his, token }
    },
    {
      send: ({ hers, his }) => member(hers, his.membershipId),
      expect: { status: 204, example: 'empty' },
      then: async (seeds, _answer, { hers, his, token }) => {
        const there = { path: { account_id: hers.accountId }, bearer: token }
        expect((await seeds.call('account.getAccount', there))?.status).toBe(404)
        const asked = { ...there, body: { audience: demo.audience } }
        expect((await seeds.call('account.issueAccountToken', asked))?.status).toBe(404)
        expect((await seeds.call('account.joinWaitlist', { path: { feature: 'x' }, bearer: token }))?.status).toBe(404)
        // They are still themselves.
        expect((await seeds.call('account.me', { bearer: token }))?.body).toMatchObject({ active_membership: null })
        const refreshed = await seeds.call('account.refresh', { body: { refresh_token: his.tokens.refresh_token } })
        const claims = JSON.parse(
          atob(
            (refreshed?.body as { access_token: string }).access_token
              .split('.')[1]!
              .replaceAll('-', '+')
              .replaceAll('_', '/'),
          ),
        ) as object
        expect(claims).not.toHaveProperty('acc')
        expect(claims).not.toHaveProperty('role')
      },
    },
  ),
  'lets a viewer leave': given(withMember('viewer'), {
    send: ({ hers, his }) => ({ ...member(hers, his.membershipId), bearer: his.tokens.access_token }),
    expect: { status: 204, example: 'empty' },
  }),
  'refuses an id that is none': given((seeds) => seeds.user(alice), {
    send: (hers) => member(hers, 'everybody'),
    expect: { error: 'invalid_request', detail: 'member_id: ' },
  }),
  ...guarded({ path: { account_id: nowhere, member_id: noMember } }),
  'refuses a member who removes an owner (AC-088)': given(withMember('member'), {
    send: ({ hers, his }) => ({ ...member(hers, ownMembership(hers)), bearer: his.tokens.access_token }),
    expect: { error: 'insufficient_role' },
  }),
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere, member_id: noMember }, bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
  'refuses a member who does not exist': given((seeds) => seeds.user(alice), {
    send: (hers) => member(hers, noMember),
    expect: { error: 'member_not_found' },
  }),
  'refuses to let the last owner leave': given(withMember('member'), {
    send: ({ hers }) => member(hers, ownMembership(hers)),
    expect: { error: 'last_owner' },
  }),
})
