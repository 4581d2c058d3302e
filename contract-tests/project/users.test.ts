import { expect } from 'vitest'
import { contract, given } from '../harness/index.ts'
import { alice, bob, demoProject } from '../harness/people.ts'

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
  'AC-087 takes no field that only the project may set': {
    send: { body: { ...alice, role: 'project_admin', emailVerified: true } as never },
    expect: { error: 'invalid_request', detail: 'is not a field of this request' },
  },
  'AC-067 refuses an address that is more than one': {
    send: { body: { ...alice, email: 'v@example.test,e@evil.test' } },
    expect: { error: 'invalid_request', detail: 'email' },
  },
  'AC-017 refuses a common password, and says where the rules are': {
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
    given: (seeds) => seeds.user(bob),
    send: { body: bob },
    expect: { error: 'user_exists' },
  },
  'AC-003 starts no session where the address has to be proven first, and tells nobody who is known': {
    given: (seeds) => seeds.projectConfig({ requireEmailVerification: true }),
    send: { body: alice },
    expect: {
      status: 200,
      example: 'verification_pending',
      body: (body) => expect(body).toEqual({ user: null, accessToken: null, requireEmailVerification: true }),
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

const asAdmin = { bearer: demoProject.apiKey }
const unknownId = '0199c0de-0000-7000-8000-00000000dead'

contract('project.listUsers', {
  'lists the newest first, one page at a time': {
    given: async (seeds) => {
      await seeds.projectUser(alice)
      await seeds.wait(1)
      await seeds.projectUser(bob)
    },
    send: { ...asAdmin, query: { offset: 0, limit: 1 } },
    expect: {
      status: 200,
      example: 'users',
      body: ({ data, pagination }) => {
        expect(data.map(({ email }) => email)).toEqual([bob.email])
        expect(pagination).toEqual({ offset: 0, limit: 1, total: 2 })
      },
      answer: ({ text }) => expect(text).not.toMatch(/password|hash|argon/i),
    },
  },
  'finds people by a part of the email or the name': {
    given: async (seeds) => {
      await seeds.call('project.register', { body: { ...alice, name: 'Alice Liddell' } })
      await seeds.projectUser(bob)
    },
    send: { ...asAdmin, query: { search: 'LIDD' } },
    expect: {
      status: 200,
      example: 'users',
      body: ({ data, pagination }) => {
        expect(data.map(({ email }) => email)).toEqual([alice.email])
        expect(pagination).toEqual({ offset: 0, limit: 10, total: 1 })
      },
    },
  },
  'AC-106 takes a search to the letter': {
    given: (seeds) => seeds.projectUser(alice),
    send: { ...asAdmin, query: { search: "%' or 1=1 --_" } },
    expect: { status: 200, example: 'users', body: ({ data }) => expect(data).toEqual([]) },
  },
  'refuses a limit over 100': {
    send: { ...asAdmin, query: { limit: 101 } },
    expect: { error: 'invalid_request', detail: 'limit: must be at most 100' },
  },
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody' },
    expect: { error: 'invalid_api_key', answer: ({ body }) => expect(body).toMatchObject({ statusCode: 401 }) },
  },
  'refuses an administrator whose hour is over': given(
    async (seeds) => {
      const bearer = await seeds.projectAdmin()
      await seeds.wait(3601)
      return bearer
    },
    { send: (bearer) => ({ bearer }), expect: { error: 'invalid_token' } },
  ),
  'AC-092 refuses a user, and says what is needed': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken }),
    expect: {
      error: 'admin_only',
      answer: ({ body }) =>
        expect(body).toMatchObject({ error: 'AUTH_UNAUTHORIZED', message: 'Admin access required', statusCode: 403 }),
    },
  }),
})

contract('project.getUser', {
  'gives the user': given((seeds) => seeds.projectUser(alice), {
    send: ({ user }) => ({ ...asAdmin, path: { userId: user.id } }),
    expect: { status: 200, example: 'user', body: (body) => expect(body.email).toBe(alice.email) },
  }),
  'refuses an id that is none': {
    send: { ...asAdmin, path: { userId: 'me' } },
    expect: { error: 'invalid_request', detail: 'userId' },
  },
  'refuses nobody': { send: { path: { userId: unknownId } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { bearer: 'nonsense', path: { userId: unknownId } },
    expect: { error: 'invalid_token' },
  },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody', path: { userId: unknownId } },
    expect: { error: 'invalid_api_key' },
  },
  'AC-092 refuses a user, for existing and missing ids alike': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken, path: { userId: unknownId } }),
    expect: { error: 'admin_only' },
  }),
  'refuses a user that is not there': {
    send: { ...asAdmin, path: { userId: unknownId } },
    expect: { error: 'user_not_found' },
  },
})

contract('project.deleteUsers', {
  'AC-026 deletes a user with all that they held, and gives a new id to who comes back': given(
    (seeds) => seeds.projectUser(alice),
    {
      send: ({ user }) => ({ ...asAdmin, body: { userIds: [user.id] } }),
      expect: {
        status: 200,
        example: 'deleted',
        body: (body) => expect(body).toEqual({ message: 'Users deleted successfully', deletedCount: 1 }),
      },
      then: async (seeds, _answer, { user, accessToken, refreshToken }) => {
        expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(401)
        const refreshed = await seeds.call('project.refresh', {
          query: { client_type: 'mobile' },
          body: { refreshToken },
        })
        expect(refreshed?.status).toBe(401)
        expect((await seeds.call('project.getProfile', { path: { userId: user.id } }))?.status).toBe(404)
        expect((await seeds.projectUser(alice)).user.id).not.toBe(user.id)
      },
    },
  ),
  'AC-092 passes over ids that are not there, and counts none twice': given(
    async (seeds) => ({ hers: await seeds.projectUser(alice), his: await seeds.projectUser(bob) }),
    {
      send: ({ hers }) => ({ ...asAdmin, body: { userIds: [hers.user.id, unknownId, hers.user.id] } }),
      expect: { status: 200, example: 'deleted', body: (body) => expect(body.deletedCount).toBe(1) },
      then: async (seeds, _answer, { his }) =>
        expect((await seeds.call('project.getCurrentUser', { bearer: his.accessToken }))?.status).toBe(200),
    },
  ),
  'AC-092 refuses more than a thousand ids at once': {
    send: { ...asAdmin, body: { userIds: Array.from({ length: 1001 }, () => unknownId) } },
    expect: { error: 'invalid_request', detail: 'userIds: must have at most 1000 items' },
  },
  'refuses an empty list': {
    send: { ...asAdmin, body: { userIds: [] } },
    expect: { error: 'invalid_request', detail: 'userIds: must have at least 1 items' },
  },
  'refuses nobody': { send: { body: { userIds: [unknownId] } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { bearer: 'nonsense', body: { userIds: [unknownId] } },
    expect: { error: 'invalid_token' },
  },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody', body: { userIds: [unknownId] } },
    expect: { error: 'invalid_api_key' },
  },
  'AC-092 refuses a user who would delete themselves': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken, user }) => ({ bearer: accessToken, body: { userIds: [user.id] } }),
    expect: { error: 'admin_only' },
    then: async (seeds, _answer, { accessToken }) =>
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(200),
  }),
})
