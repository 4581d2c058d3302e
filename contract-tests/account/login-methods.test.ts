import { expect } from 'vitest'
import { contract } from '../harness/dsl/index.ts'
import { alice, demo } from '../harness/fixtures/people.ts'

const asked = { client_id: demo.clientId, email: alice.email }

contract('account.checkEmail', {
  'says how a known email signs in, and no more': {
    given: (seeds) => seeds.caller(alice),
    send: { headers: { origin: demo.origin }, body: { ...asked, email: 'Alice@Example.test' } },
    expect: {
      status: 200,
      example: 'known_email',
      body: (body) =>
        expect(body).toEqual({ email: alice.email, exists: true, login_methods: ['password', 'magic_link'] }),
    },
  },
  'gives one answer for every email in private mode (AC-005)': {
    inside: 'no public operation switches this setting',
    given: async (seeds) => {
      await seeds.caller(alice)
      await seeds.settings({ checkEmail: 'private' })
    },
    send: { body: asked },
    expect: {
      status: 200,
      example: 'private_mode',
      body: (body) =>
        expect(body).toEqual({ email: alice.email, exists: null, login_methods: ['password', 'magic_link'] }),
    },
    then: async (seeds, answer) => {
      const unknown = await seeds.call('account.checkEmail', { body: { ...asked, email: 'nobody@example.test' } })
      expect(unknown?.text).toBe(answer.text.replace(alice.email, 'nobody@example.test'))
    },
  },
  'says that an email is new': {
    send: { body: { ...asked, email: 'nobody@example.test' } },
    expect: {
      status: 200,
      example: 'unknown_email',
      body: (body) => expect(body).toEqual({ email: 'nobody@example.test', exists: false, login_methods: [] }),
    },
  },
  'refuses what is no email': {
    send: { body: { ...asked, email: 'alice' } },
    expect: { error: 'invalid_request', detail: 'email: ' },
  },
  'refuses to tell without a client': {
    send: { body: { email: alice.email } },
    expect: { error: 'unknown_client' },
  },
  'refuses an origin that the client does not allow': {
    send: { headers: { origin: 'https://evil.example' }, body: asked },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses more look-ups than the limit': {
    given: (seeds) => seeds.exhaust('account.checkEmail', () => ({ body: asked })),
    send: { body: asked },
    expect: {
      error: 'too_many_requests',
      detail: 'email look-ups from one address',
      answer: ({ headers }) => expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60),
    },
  },
})

contract('account.listLoginMethods', {
  'lists what is on': {
    send: { headers: { origin: demo.origin }, body: { client_id: demo.clientId } },
    expect: {
      status: 200,
      example: 'login_methods',
      body: ({ methods }) => {
        expect(methods.map((method) => (method.type === 'oauth' ? method.name : method.type))).toEqual(
          'password magic_link Google GitHub Discord LinkedIn Facebook Apple Microsoft X Spotify'.split(' '),
        )
        expect(methods).toContainEqual({
          type: 'oauth',
          provider: 'github',
          name: 'GitHub',
          authorize_url: `${demo.publicUrl}/auth/github/authorize`,
          callback_url: `${demo.publicUrl}/auth/github/callback`,
        })
      },
    },
  },
  'refuses a body without a client': {
    send: { body: {} as never },
    expect: { error: 'invalid_request', detail: 'client_id: is missing' },
  },
  'refuses an unknown client': {
    send: { body: { client_id: 'cid_nobody' } },
    expect: { error: 'unknown_client' },
  },
  'refuses an origin that the client does not allow': {
    send: { headers: { origin: 'https://evil.example' }, body: { client_id: demo.clientId } },
    expect: { error: 'origin_not_allowed' },
  },
})
