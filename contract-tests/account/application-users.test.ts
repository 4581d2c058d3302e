import { expect } from 'vitest'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, bob, carol, demo } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nowhere = 'app_0199c0de-0000-7000-8000-00000000dead'
const nobody = 'uid_0199c0de-0000-7000-8000-00000000dead'

/** A machine of the application, a user of it, and both at work there. */
const staffed = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  const token = await seeds.machine()
  return { hers, token, at: { path: { application_id: hers.profile.application_id }, bearer: token } }
}

contract('account.createApplicationUser', {
  'makes a user without an address': given(staffed, {
    send: ({ at }) => ({ ...at, body: { status: 'active' } }),
    expect: { status: 201, example: 'user' },
    then: async (_seeds, answer, { at }) =>
      expect(answer.body).toMatchObject({ application_id: at.path.application_id, status: 'active', email: null }),
  }),
  'makes a user who gets in by a magic link': given(staffed, {
    send: ({ at }) => ({ ...at, body: { email: 'CAROL@example.test', given_name: 'Carol' } }),
    expect: {
      status: 201,
      example: 'user',
      body: ({ email, given_name }) =>
        expect({ email, given_name }).toEqual({ email: carol.email, given_name: 'Carol' }),
    },
    then: async (seeds) => {
      await seeds.call('account.sendMagicLink', { body: { client_id: demo.clientId, email: carol.email } })
      const { token } = await seeds.mail(carol.email, 'magic_link')
      const signedIn = await seeds.call('account.signInWithToken', { body: { token: token ?? '' } })
      expect(signedIn?.body).toMatchObject({
        profile: { identity: { email: carol.email, email_verified: true }, memberships: [], active_membership: null },
      })
    },
  }),
  'refuses what no machine may set (AC-087)': given(staffed, {
    send: ({ at }) => ({ ...at, body: { email: carol.email, email_verified: true } as never }),
    expect: { error: 'invalid_request', detail: 'email_verified: is not a field of this request' },
  }),
  ...guarded({ path: { application_id: nowhere }, body: {} }),
  'refuses a user': given(staffed, {
    send: ({ at, hers }) => ({ ...at, bearer: hers.tokens.access_token, body: {} }),
    expect: { error: 'machine_required' },
  }),
  'refuses another application as one that does not exist (AC-085)': given(staffed, {
    send: ({ at }) => ({ ...at, path: { application_id: nowhere }, body: {} }),
    expect: { error: 'application_not_found' },
  }),
  'refuses an address that has a user': given(staffed, {
    send: ({ at }) => ({ ...at, body: { email: alice.email } }),
    expect: { error: 'user_exists' },
  }),
})

contract('account.registerAccount', {
  'makes an account and a new owner by address': given(staffed, {
    send: ({ at }) => ({ ...at, body: { name: 'Acme', owner: { email: carol.email } } }),
    expect: {
      status: 201,
      example: 'registered',
      body: ({ account, owner }) => {
        expect(account).toMatchObject({ name: 'Acme', membership: { role: 'owner', user_id: owner.id } })
        expect(owner.email).toBe(carol.email)
      },
    },
  }),
  'makes an account for a user who is there': given(
    async (seeds) => ({ ...(await staffed(seeds)), his: await seeds.caller(bob) }),
    {
      send: ({ at, his }) => ({ ...at, body: { name: 'Acme', owner: { user_id: his.profile.id } } }),
      expect: { status: 201, example: 'registered' },
      then: async (seeds, answer, { his }) => {
        const { account } = answer.body as { account: { id: string } }
        const list = await seeds.call('account.listAccounts', { bearer: his.tokens.access_token })
        expect(list?.body).toMatchObject({ total: 2, data: [{}, { id: account.id, membership: { role: 'owner' } }] })
      },
    },
  ),
  'refuses two owners': given(staffed, {
    send: ({ at }) => ({ ...at, body: { name: 'Acme', owner: { user_id: nobody, email: carol.email } } }),
    expect: { error: 'invalid_request', detail: 'owner: ' },
  }),
  ...guarded({ path: { application_id: nowhere }, body: { name: 'Acme', owner: { email: carol.email } } }),
  'refuses a user': given(staffed, {
    send: ({ at, hers }) => ({
      ...at,
      bearer: hers.tokens.access_token,
      body: { name: 'Acme', owner: { email: carol.email } },
    }),
    expect: { error: 'machine_required' },
  }),
  'refuses another application as one that does not exist': given(staffed, {
    send: ({ at }) => ({
      ...at,
      path: { application_id: nowhere },
      body: { name: 'Acme', owner: { email: carol.email } },
    }),
    expect: { error: 'application_not_found' },
  }),
  'refuses a user who does not exist': given(staffed, {
    send: ({ at }) => ({ ...at, body: { name: 'Acme', owner: { user_id: nobody } } }),
    expect: { error: 'user_not_found' },
  }),
  'refuses an address that has a user, and leaves no account behind': given(staffed, {
    send: ({ at }) => ({ ...at, body: { name: 'Acme', owner: { email: alice.email } } }),
    expect: { error: 'user_exists' },
    then: async (seeds, _answer, { hers }) =>
      expect((await seeds.call('account.listAccounts', { bearer: hers.tokens.access_token }))?.body).toMatchObject({
        total: 1,
      }),
  }),
})
