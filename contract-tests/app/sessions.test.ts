import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, keyed } from '../harness/fixtures/people.ts'
import { keyLimit } from './key-limits.ts'

contract('app.login', {
  'starts a session for the right password': {
    given: (seeds) => seeds.appCaller(alice),
    send: { headers: keyed(), body: alice },
    expect: {
      status: 200,
      example: 'signed_in',
      body: (signedIn) => {
        const { user, token_type } = signedIn as Wire['AppSignedIn']
        expect(user.email).toBe(alice.email)
        expect(token_type).toBe('Bearer')
      },
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
  },
  'asks for a code where there is a second factor, and gives nothing else (AC-077)': {
    given: async (seeds) => seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token),
    send: { headers: keyed(), body: alice },
    expect: {
      status: 200,
      example: 'mfa_required',
      body: (answer) => expect(Object.keys(answer).sort()).toEqual(['factors', 'mfa_required', 'mfa_token']),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
  },
  'knows people who signed up on another surface of the environment': {
    given: (seeds) => seeds.caller(alice),
    send: { headers: keyed(), body: alice },
    expect: { status: 200, example: 'signed_in' },
  },
  'says only after the right password that the address is not proven (AC-001)': {
    inside: 'the settings of an environment are switched from within',
    given: async (seeds) => {
      await seeds.appNewcomer(alice)
      await seeds.settings({ requireEmailVerification: true })
    },
    send: { headers: keyed(), body: alice },
    expect: { error: 'email_not_verified' },
    then: async (seeds) => {
      const guess = { headers: keyed(), body: { ...alice, password: 'guess' } }
      expect((await seeds.call('app.login', guess))?.status).toBe(401)
    },
  },
  'refuses a wrong password': {
    given: (seeds) => seeds.appCaller(alice),
    send: { headers: keyed(), body: { ...alice, password: 'guess' } },
    expect: { error: 'invalid_credentials' },
  },
  'refuses an unknown email in the same words (AC-001)': {
    send: { headers: keyed(), body: bob },
    expect: { error: 'invalid_credentials' },
  },
  'refuses any try after ten wrong passwords, the right one too (AC-007)': {
    given: async (seeds) => {
      await seeds.appCaller(alice)
      await seeds.exhaust('app.login', () => ({ headers: keyed(), body: { ...alice, password: 'guess' } }))
    },
    send: { headers: keyed(), body: alice },
    expect: {
      error: 'too_many_requests',
      detail: 'sign-ins of one user',
      answer: ({ headers }) => {
        expect(headers.get('ratelimit-limit')).toBe('10')
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      },
    },
  },
  'refuses one password tried on many people from one address, and locks nobody (AC-010)': {
    given: async (seeds) => {
      await seeds.appCaller(alice)
      await seeds.exhaust('app.login', (round) => ({
        headers: keyed(),
        body: { email: `person-${round}@example.test`, password: 'one for all' },
      }))
    },
    send: { headers: keyed(), body: alice },
    expect: { error: 'too_many_requests', detail: 'sign-ins from one address' },
    then: async (seeds) => {
      await seeds.wait(15 * 60 + 1)
      expect((await seeds.call('app.login', { headers: keyed(), body: alice }))?.status).toBe(200)
    },
  },
  'counts wrong passwords over all surfaces (AC-007)': {
    given: async (seeds) => {
      const { email, password: _ } = alice
      await seeds.caller(alice)
      await seeds.exhaust('account.signIn', () => ({
        body: { client_id: 'cid_inbox_manager', email, password: 'guess' },
      }))
    },
    send: { headers: keyed(), body: alice },
    expect: { error: 'too_many_requests' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('app.login', 'overloaded'),
    send: { headers: keyed(), body: alice },
    expect: { error: 'overloaded' },
  },
})

contract('app.refresh', {
  ...keyLimit('app.refresh', { headers: keyed(), body: { refresh_token: 'nonsense' } }),
  'gives new tokens': given((seeds) => seeds.appCaller(alice), {
    send: ({ refresh_token }) => ({ headers: keyed(), body: { refresh_token } }),
    expect: { status: 200, example: 'refreshed' },
    then: async (seeds, answer, { refresh_token, user }) => {
      const renewed = answer.body as Wire['TokenPair']
      expect(renewed.refresh_token).not.toBe(refresh_token)
      const me = await seeds.call('app.getMe', { headers: keyed(), bearer: renewed.access_token })
      expect(me?.body).toMatchObject({ data: { id: user.id } })
    },
  }),
  'ends the session when a used token comes back later (AC-020)': given(
    async (seeds) => {
      const started = await seeds.appCaller(alice)
      const { refresh_token } = started
      const answer = await seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } })
      const renewed = (answer?.body ?? started) as Wire['TokenPair']
      // Its answer has come: from now on the old token is a copy that somebody holds.
      await seeds.call('app.getMe', { headers: keyed(), bearer: renewed.access_token })
      await seeds.wait(11)
      return { started, renewed }
    },
    {
      send: ({ started }) => ({ headers: keyed(), body: { refresh_token: started.refresh_token } }),
      expect: { error: 'invalid_refresh_token' },
      then: async (seeds, _answer, { renewed }) => {
        const { access_token, refresh_token } = renewed
        expect((await seeds.call('app.getMe', { headers: keyed(), bearer: access_token }))?.status).toBe(401)
        const again = await seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } })
        expect(again?.status).toBe(401)
      },
    },
  ),
  'refuses a token of another surface': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ headers: keyed(), body: { refresh_token: tokens.refresh_token } }),
    expect: { error: 'invalid_refresh_token' },
  }),
  'refuses the key of another environment, and takes nothing from the token (AC-029)': given(
    async (seeds) => ({
      hers: await seeds.appCaller(alice),
      elsewhere: stageOf(await seeds.application(await seeds.platformCaller())).publishableKey,
    }),
    {
      send: ({ hers, elsewhere }) => ({ headers: keyed(elsewhere), body: { refresh_token: hers.refresh_token } }),
      expect: { error: 'invalid_refresh_token' },
      then: async (seeds, _answer, { hers: { refresh_token } }) =>
        expect((await seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } }))?.status).toBe(200),
    },
  ),
  'takes no organization, role or audience (AC-029)': given((seeds) => seeds.appCaller(alice), {
    send: ({ refresh_token }) => ({
      headers: keyed(),
      body: { refresh_token, organizationId: 'acme', roles: ['admin'], audience: 'elsewhere' } as never,
    }),
    expect: { error: 'invalid_request', detail: 'is not a field of this request' },
  }),
  'refuses any token after seven days, however often it was used': given(
    async (seeds) => {
      let { refresh_token } = await seeds.appCaller(alice)
      for (let day = 1; day <= 7; day += 1) {
        await seeds.wait(24 * 3600 - 10)
        const answer = await seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } })
        refresh_token = (answer?.body as Wire['TokenPair'] | undefined)?.refresh_token ?? refresh_token
      }
      await seeds.wait(80)
      return refresh_token
    },
    {
      send: (refresh_token) => ({ headers: keyed(), body: { refresh_token } }),
      expect: { error: 'invalid_refresh_token' },
    },
  ),
})

contract('app.logout', {
  ...keyLimit('app.logout', { headers: keyed(), body: { refresh_token: 'nonsense' } }),
  'ends the session of the refresh token': given((seeds) => seeds.appCaller(alice), {
    send: ({ refresh_token }) => ({ headers: keyed(), body: { refresh_token } }),
    expect: { status: 200, example: 'signed_out' },
    then: async (seeds, _answer, { access_token }) =>
      expect((await seeds.call('app.getMe', { headers: keyed(), bearer: access_token }))?.status).toBe(401),
  }),
  'says the same when there is nothing to end (AC-024)': {
    send: { headers: keyed(), body: { refresh_token: 'nonsense' } },
    expect: { status: 200, example: 'signed_out' },
  },
  'leaves sessions of other surfaces alone': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ headers: keyed(), body: { refresh_token: tokens.refresh_token } }),
    expect: { status: 200, example: 'signed_out' },
    then: async (seeds, _answer, { tokens }) =>
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200),
  }),
})
