import { expect } from 'vitest'
import { contract } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'

const register = { ...alice, name: 'Alice Doe' }

contract('project.register', {
  'gives a browser its refresh token as a cookie, and a CSRF token': {
    send: { body: register },
    expect: {
      status: 200,
      example: 'registered_web',
      body: (body) => {
        expect(body).toMatchObject({ requireEmailVerification: false, csrfToken: expect.stringMatching(/^[\w-]{43}$/) })
        expect(body).not.toHaveProperty('refreshToken')
        expect(body.user).toMatchObject({
          email: alice.email,
          emailVerified: false,
          providers: ['email'],
          profile: { name: 'Alice Doe' },
          metadata: null,
        })
      },
      answer: ({ cookies, headers }) => {
        expect(cookies).toHaveLength(1)
        expect(cookies[0]).toMatch(
          /^refresh_token=[\w-]{43}; Max-Age=604800; Path=\/api\/auth; HttpOnly; Secure; SameSite=Lax$/,
        )
        expect(headers.get('cache-control')).toBe('no-store')
      },
    },
  },
  'gives a mobile client its refresh token in the body, and no cookie': {
    send: { query: { client_type: 'mobile' }, body: alice },
    expect: {
      status: 200,
      example: 'registered_mobile',
      body: (body) => {
        expect(body.refreshToken).toMatch(/^[\w-]{43}$/)
        expect(body).not.toHaveProperty('csrfToken')
        expect(body.user?.profile).toBeNull()
      },
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
  },
  'treats a desktop client as a mobile one': {
    send: { query: { client_type: 'desktop' }, body: alice },
    expect: { status: 200, example: 'registered_mobile', body: (body) => expect(body).toHaveProperty('refreshToken') },
  },
  'treats any other client as a browser': {
    send: { query: { client_type: 'server' }, body: alice },
    expect: { status: 200, example: 'registered_web', body: (body) => expect(body).toHaveProperty('csrfToken') },
  },
  'takes a password of 128 characters, spaces and emoji': {
    send: { body: { ...alice, password: `  ${'pass 🔑 "word" '.repeat(8)}`.slice(0, 128) } },
    expect: { status: 200, example: 'registered_web' },
  },
  'refuses a password of 129 characters': {
    send: { body: { ...alice, password: 'x'.repeat(129) } },
    expect: { error: 'invalid_request', detail: 'password: must have at most 128 characters' },
  },
  'names the field that is missing': {
    send: { body: { email: alice.email } as never },
    expect: { error: 'invalid_request', detail: 'password: is missing' },
  },
  'takes no field that only the project may set (AC-087)': {
    send: { body: { ...alice, role: 'project_admin', emailVerified: true } as never },
    expect: { error: 'invalid_request', detail: 'is not a field of this request' },
  },
  'refuses an address that is more than one (AC-067)': {
    send: { body: { ...alice, email: 'v@example.test,e@evil.test' } },
    expect: { error: 'invalid_request', detail: 'email' },
  },
  'refuses a common password, and says where the rules are (AC-017)': {
    send: { body: { ...alice, password: 'password1' } },
    expect: {
      error: 'weak_password',
      detail: 'too common',
      answer: ({ body }) => expect(body).toMatchObject({ nextActions: expect.stringContaining('public-config') }),
    },
  },
  'refuses an address that has a user, in the words of the document': {
    given: (seeds) => seeds.projectUser(alice),
    send: { body: { ...alice, email: ' ALICE@example.test' } },
    expect: {
      error: 'user_exists',
      answer: ({ body }) =>
        expect(body).toEqual({
          error: 'USER_EXISTS',
          message: 'User with this email already exists',
          statusCode: 409,
          nextActions: 'Use a different email or sign in',
        }),
    },
  },
  'refuses an address that signed up at another surface of the same environment': {
    given: (seeds) => seeds.caller(bob),
    send: { body: bob },
    expect: { error: 'user_exists' },
  },
  'starts no session where the address has to be proven first, and tells nobody who is known (AC-003)': {
    given: (seeds) => seeds.projectConfig({ requireEmailVerification: true }),
    send: { body: alice },
    expect: {
      status: 200,
      example: 'verification_pending',
      body: (body) => expect(body).toEqual({ accessToken: null, requireEmailVerification: true }),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, answer) => {
      expect((await seeds.mail(alice.email, 'verify_email_code')).code).toMatch(/^\d{6}$/)
      const again = await seeds.call('project.register', { body: alice })
      expect(again?.text).toBe(answer.text)
      await seeds.mail(alice.email, 'account_exists')
    },
  },
  'refuses a redirect that the project does not allow': {
    send: { body: { ...alice, redirectTo: 'https://evil.example/' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'refuses everybody where nobody new may join': {
    given: (seeds) => seeds.projectConfig({ disableSignup: true }),
    send: { body: alice },
    expect: {
      error: 'sign_up_disabled',
      answer: ({ body }) => expect(body).toMatchObject({ error: 'AUTH_SIGNUP_DISABLED', statusCode: 403 }),
    },
  },
  'refuses too many sign-ups from one address': {
    given: (seeds) =>
      seeds.exhaust('project.register', (round) => ({
        body: { email: `p${round}@example.test`, password: 'password' },
      })),
    send: { body: alice },
    expect: { error: 'too_many_requests', detail: 'sign-ups from one address' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('project.register', 'overloaded'),
    send: { body: alice },
    expect: { error: 'overloaded', answer: ({ headers }) => expect(headers.get('retry-after')).toBe('1') },
  },
})
