import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoPlatform } from '../harness/fixtures/people.ts'

const proof = { email: dana.email, password: dana.password }

contract('platform.login', {
  'signs an administrator in': {
    given: (seeds) => seeds.platformCaller(dana),
    send: { body: proof },
    expect: {
      status: 200,
      example: 'signed_in',
      body: (signedIn) =>
        expect((signedIn as Wire['PlatformSignedIn']).user).toMatchObject({ email: dana.email, roles: ['owner'] }),
    },
  },
  "signs the sandbox's owner in by the fixed values": {
    send: { body: demoPlatform },
    expect: { status: 200, example: 'signed_in' },
  },
  'asks for a code where there is a second factor, and gives nothing else': {
    given: async (seeds) => seeds.secondFactor('platform', (await seeds.platformCaller(dana)).access_token),
    send: { body: proof },
    expect: {
      status: 200,
      example: 'mfa_required',
      body: (answer) => expect(Object.keys(answer).sort()).toEqual(['factors', 'mfa_required', 'mfa_token']),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
  },
  'refuses a wrong password': {
    given: (seeds) => seeds.platformCaller(dana),
    send: { body: { ...proof, password: 'guess' } },
    expect: { error: 'invalid_credentials' },
  },
  'refuses an unknown email in the same words (AC-001)': {
    send: { body: proof },
    expect: { error: 'invalid_credentials' },
  },
  'refuses an end user of an application': {
    given: (seeds) => seeds.appCaller(alice),
    send: { body: alice },
    expect: { error: 'invalid_credentials' },
  },
  'refuses any try after ten wrong passwords, the right one too (AC-007)': {
    given: async (seeds) => {
      await seeds.platformCaller(dana)
      await seeds.exhaust('platform.login', () => ({ body: { ...proof, password: 'guess' } }))
    },
    send: { body: proof },
    expect: { error: 'too_many_requests', detail: 'sign-ins of one user' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('platform.login', 'overloaded'),
    send: { body: proof },
    expect: { error: 'overloaded' },
  },
})

contract('platform.refresh', {
  'gives new tokens': given((seeds) => seeds.platformCaller(dana), {
    send: ({ refresh_token }) => ({ body: { refresh_token } }),
    expect: { status: 200, example: 'refreshed', body: ({ roles }) => expect(roles).toEqual(['owner']) },
    then: async (seeds, answer) => {
      const { access_token } = answer.body as Wire['TokenPair']
      expect((await seeds.call('platform.getMe', { bearer: access_token }))?.status).toBe(200)
    },
  }),
  'refuses a token of an end user': given((seeds) => seeds.appCaller(alice), {
    send: ({ refresh_token }) => ({ body: { refresh_token } }),
    expect: { error: 'invalid_refresh_token' },
  }),
})

const isOver = async (status: Promise<{ status: number } | undefined>) => expect((await status)?.status).toBe(401)

contract('platform.logout', {
  'ends the session of the access token, with an empty body that says it is JSON': given(
    (seeds) => seeds.platformCaller(dana),
    {
      send: ({ access_token }) => ({ bearer: access_token, raw: { type: 'application/json', text: '' } }),
      expect: { status: 200, example: 'signed_out' },
      then: (seeds, _answer, { access_token }) => isOver(seeds.call('platform.getMe', { bearer: access_token })),
    },
  ),
  'ends the session of a refresh token sent as Bearer': given((seeds) => seeds.platformCaller(dana), {
    send: ({ refresh_token }) => ({ bearer: refresh_token }),
    expect: { status: 200, example: 'signed_out' },
    then: (seeds, _answer, { access_token }) => isOver(seeds.call('platform.getMe', { bearer: access_token })),
  }),
  'ends the session of the refresh token in the body': given((seeds) => seeds.platformCaller(dana), {
    send: ({ refresh_token }) => ({ body: { refresh_token } }),
    expect: { status: 200, example: 'signed_out' },
    then: (seeds, _answer, { access_token }) => isOver(seeds.call('platform.getMe', { bearer: access_token })),
  }),
  'says the same when there is nothing to end (AC-024)': {
    send: { bearer: 'nonsense' },
    expect: { status: 200, example: 'signed_out' },
  },
})
