import { expect } from 'vitest'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import type { Seeds, Caller, SignedIn } from '../harness/seeds/seeds.ts'

const feature = 'bulk-export'
const waitlist = ({ tokens }: Caller, name = feature) => ({ path: { feature: name }, bearer: tokens.access_token })

/** Alice's token speaks for an account that she was taken out of. */
const astray = async (seeds: Seeds): Promise<SignedIn> => {
  const his = await seeds.user(bob)
  const hers = await seeds.member(his, alice, 'member')
  const body = { account_id: his.accountId }
  const switched = await seeds.call('account.switchAccount', { bearer: hers.tokens.access_token, body })
  await seeds.call('account.removeMember', {
    path: { account_id: his.accountId, member_id: hers.membershipId },
    bearer: his.tokens.access_token,
  })
  const { tokens } = (switched?.body ?? hers) as SignedIn
  return { ...hers, tokens: { ...hers.tokens, ...tokens } }
}

contract('account.listWaitlists', {
  'lists what the caller waits for, and nobody else does': given(
    async (seeds) => {
      const hers = await seeds.caller(alice)
      const his = await seeds.caller(bob)
      for (const name of ['zoom', feature, 'dark.mode']) await seeds.call('account.joinWaitlist', waitlist(hers, name))
      await seeds.call('account.joinWaitlist', waitlist(his, 'his-own'))
      return hers
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token, query: { limit: 2 } }),
      expect: {
        status: 200,
        example: 'waitlists',
        body: ({ data, total }) =>
          expect({ names: data.map((one) => one.feature), total }).toEqual({ names: [feature, 'dark.mode'], total: 3 }),
      },
    },
  ),
  ...guarded({}),
  'refuses a token that speaks for no account any more': given(astray, {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
})

contract('account.getWaitlist', {
  'says that the caller waits, and since when': given(
    async (seeds) => {
      const hers = await seeds.caller(alice)
      await seeds.call('account.joinWaitlist', waitlist(hers))
      return hers
    },
    {
      send: (hers) => waitlist(hers),
      expect: {
        status: 200,
        example: 'waitlist',
        body: (body) => expect(body).toEqual({ feature, signed_up: true, created_at: expect.stringMatching(/Z$/) }),
      },
    },
  ),
  'says that the caller does not wait': given((seeds) => seeds.caller(alice), {
    send: (hers) => waitlist(hers),
    expect: {
      status: 200,
      example: 'waitlist',
      body: (body) => expect(body).toEqual({ feature, signed_up: false, created_at: null }),
    },
  }),
  'keeps the waitlists of each account apart': given(
    async (seeds) => {
      const hers = await seeds.caller(alice)
      await seeds.call('account.joinWaitlist', waitlist(hers))
      const body = { account_id: await seeds.account(hers, 'Acme') }
      const switched = await seeds.call('account.switchAccount', { bearer: hers.tokens.access_token, body })
      return { ...hers, ...(switched?.body as SignedIn | undefined) }
    },
    {
      send: (hers) => waitlist(hers),
      expect: { status: 200, example: 'waitlist', body: ({ signed_up }) => expect(signed_up).toBe(false) },
    },
  ),
  'refuses a name that is no slug': given((seeds) => seeds.caller(alice), {
    send: (hers) => waitlist(hers, 'Bulk Export'),
    expect: { error: 'invalid_request', detail: 'feature: ' },
  }),
  ...guarded({ path: { feature } }),
  'refuses a token that speaks for no account any more': given(astray, {
    send: (hers) => waitlist(hers),
    expect: { error: 'account_not_found' },
  }),
})

// Two spellings of one operation: the cases of the first hold for the second.
for (const id of ['account.joinWaitlist', 'account.signUpForWaitlist'] as 'account.joinWaitlist'[]) {
  contract(id, {
    'signs the caller up, and keeps the first time': given(
      async (seeds) => {
        const hers = await seeds.caller(alice)
        const first = await seeds.call(id, waitlist(hers))
        await seeds.wait(60)
        return { hers, first: first?.body }
      },
      {
        send: ({ hers }) => waitlist(hers),
        expect: { status: 200, example: 'waitlist' },
        then: async (seeds, answer, { hers, first }) => {
          expect(answer.body).toEqual(first)
          const kept = await seeds.call('account.getWaitlist', waitlist(hers))
          expect(kept?.body).toMatchObject({ feature, signed_up: true })
        },
      },
    ),
    ...guarded({ path: { feature } }),
    'refuses a token that speaks for no account any more': given(astray, {
      send: (hers) => waitlist(hers),
      expect: { error: 'account_not_found' },
    }),
  })
}

contract('account.leaveWaitlist', {
  'takes the caller off': given(
    async (seeds) => {
      const hers = await seeds.caller(alice)
      await seeds.call('account.joinWaitlist', waitlist(hers))
      return hers
    },
    {
      send: (hers) => waitlist(hers),
      expect: { status: 204, example: 'empty' },
      then: async (seeds, _answer, hers) =>
        expect((await seeds.call('account.getWaitlist', waitlist(hers)))?.body).toMatchObject({ signed_up: false }),
    },
  ),
  'says the same to who does not wait': given((seeds) => seeds.caller(alice), {
    send: (hers) => waitlist(hers),
    expect: { status: 204, example: 'empty' },
  }),
  ...guarded({ path: { feature } }),
  'refuses a token that speaks for no account any more': given(astray, {
    send: (hers) => waitlist(hers),
    expect: { error: 'account_not_found' },
  }),
})
