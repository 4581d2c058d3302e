import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, asMachine, bob, demo } from '../harness/fixtures/people.ts'
import { type Seeds, cookieOf } from '../harness/seeds/seeds.ts'

/** A browser that is signed in, with the CSRF pair of its session. */
const withCookies = async (seeds: Seeds) => {
  const user = await seeds.caller(alice)
  return { user, csrf: await seeds.csrf(user.tokens.refresh_token) }
}

const asMachineId = { client_id: asMachine.client_id }

contract('account.signIn', {
  'starts nothing for somebody with a second factor, which is not asked for here (AC-077)': {
    given: async (seeds) => seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token),
    send: { body: asCredentials(alice) },
    expect: { error: 'second_factor_required' },
  },
  'starts a session for the right password': {
    given: (seeds) => seeds.caller(alice),
    send: { headers: { origin: demo.origin }, body: { ...asCredentials(alice), csrf_token: '' } },
    expect: {
      status: 200,
      example: 'signed_in',
      body: ({ profile, tokens }) => {
        expect(profile.status).toBe('active')
        expect(profile.identity.email).toBe(alice.email)
        expect(profile.active_membership).toMatchObject({ role: 'owner', user_id: profile.id })
        expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
      },
      answer: (answer) => {
        expect(answer.cookies).toHaveLength(1)
        expect(answer.cookies[0]).toMatch(
          /^refresh_token=[\w-]{43}; Max-Age=1209600; Path=\/auth; HttpOnly; Secure; SameSite=Lax$/,
        )
      },
    },
  },
  'knows an email in any spelling': {
    given: (seeds) => seeds.caller(alice),
    send: { body: { ...asCredentials(alice), email: '  ALICE@Example.Test ' } },
    expect: { status: 200, example: 'signed_in' },
  },
  'renews the CSRF pair of a browser': given(
    async (seeds) => ({ user: await seeds.caller(alice), csrf: await seeds.csrf() }),
    {
      send: ({ csrf }) => ({
        body: { ...asCredentials(alice), csrf_token: csrf.token },
        cookies: { csrf_session: csrf.session },
      }),
      expect: {
        status: 200,
        example: 'signed_in',
        answer: (answer) => {
          expect(answer.cookies).toHaveLength(2)
          expect(answer.headers.get('x-csrf-token')).toMatch(/^[\w-]{43}$/)
          expect(answer.cookies[1]).toMatch(
            /^csrf_session=[\w-]{43}; Max-Age=86400; Path=\/auth; HttpOnly; Secure; SameSite=Strict$/,
          )
        },
      },
      then: async (seeds, answer, { csrf }) => {
        const session = cookieOf(answer, 'csrf_session')
        expect(session).not.toBe(csrf.session)
        const refresh_token = cookieOf(answer, 'refresh_token')
        const now = await seeds.call('account.getCsrfToken', { cookies: { csrf_session: session, refresh_token } })
        expect(now?.body).toEqual({ csrf_token: answer.headers.get('x-csrf-token') })
      },
    },
  ),
  'refuses a field it does not know': {
    send: { body: { ...asCredentials(alice), admin: true } as never },
    expect: { error: 'invalid_request', detail: 'admin: is not a field of this request' },
  },
  'names the field that is missing': {
    send: { body: { client_id: demo.clientId, password: alice.password } as never },
    expect: { error: 'invalid_request', detail: 'email: is missing' },
  },
  'refuses a body that is not JSON': {
    send: { raw: { type: 'application/json', text: '{"email":' } },
    expect: { error: 'invalid_request', detail: 'The body is not well formed.' },
  },
  'refuses a wrong password': {
    given: (seeds) => seeds.caller(alice),
    send: { body: { ...asCredentials(alice), password: 'guess' } },
    expect: { error: 'invalid_credentials' },
  },
  'refuses an unknown email in the same words': {
    send: { body: asCredentials(bob) },
    expect: { error: 'invalid_credentials' },
  },
  'says that the address has to be proven first, after the right password alone': {
    given: async (seeds) => {
      await seeds.newcomer(alice)
      await seeds.projectConfig({ requireEmailVerification: true })
    },
    send: { body: asCredentials(alice) },
    expect: { error: 'email_not_verified', answer: ({ cookies }) => expect(cookies).toEqual([]) },
    then: async (seeds) => {
      const guess = { ...asCredentials(alice), password: 'guess' }
      const wrong = await seeds.call('account.signIn', { body: guess })
      expect(wrong?.body).toMatchObject({ code: 'invalid_credentials' })
    },
  },
  'knows nobody who is not in the account that the client belongs to, whatever the password': given(
    async (seeds) => {
      await seeds.caller(bob)
      return seeds.client(await seeds.user(alice))
    },
    {
      send: ({ id }) => ({ body: { ...asCredentials(bob), client_id: id } }),
      expect: { error: 'invalid_credentials' },
      then: async (seeds, _answer, { id: client_id }) => {
        const guess = { ...asCredentials(bob), password: 'guess', client_id }
        expect((await seeds.call('account.signIn', { body: guess }))?.status).toBe(401)
        const hers = await seeds.call('account.signIn', { body: { ...asCredentials(alice), client_id } })
        expect(hers?.status).toBe(200)
      },
    },
  ),
  'refuses an unknown client': {
    given: (seeds) => seeds.caller(alice),
    send: { body: { ...asCredentials(alice), client_id: 'cid_nobody' } },
    expect: { error: 'unknown_client' },
  },
  'refuses an origin that the client does not allow': {
    given: (seeds) => seeds.caller(alice),
    send: { headers: { origin: 'https://evil.example' }, body: asCredentials(alice) },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses a browser whose CSRF token does not match': given(
    async (seeds) => ({ user: await seeds.caller(alice), csrf: await seeds.csrf(), other: await seeds.csrf() }),
    {
      send: ({ csrf, other }) => ({
        body: { ...asCredentials(alice), csrf_token: other.token },
        cookies: { csrf_session: csrf.session },
      }),
      expect: { error: 'csrf_mismatch' },
    },
  ),
  'refuses any try after ten wrong passwords': {
    given: async (seeds) => {
      await seeds.caller(alice)
      await seeds.exhaust('account.signIn', () => ({ body: { ...asCredentials(alice), password: 'guess' } }))
    },
    send: { body: asCredentials(alice) },
    expect: {
      error: 'too_many_requests',
      detail: 'sign-ins of one user',
      answer: ({ headers }) => expect(headers.get('ratelimit-limit')).toBe('10'),
    },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('account.signIn', 'overloaded'),
    send: { body: asCredentials(alice) },
    expect: { error: 'overloaded', answer: ({ headers }) => expect(headers.get('retry-after')).toBe('1') },
  },
})

contract('account.refresh', {
  'gives new tokens for the token in the body': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ body: { refresh_token: tokens.refresh_token } }),
    expect: {
      status: 200,
      example: 'refreshed',
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, answer, { tokens, profile }) => {
      const { access_token, refresh_token } = answer.body as typeof tokens
      expect(refresh_token).not.toBe(tokens.refresh_token)
      expect((await seeds.call('account.me', { bearer: access_token }))?.body).toMatchObject({ id: profile.id })
    },
  }),
  'gives new tokens and a new cookie for the cookie': given(withCookies, {
    send: ({ user, csrf }) => ({
      headers: { origin: demo.origin, 'x-csrf-token': csrf.token },
      cookies: { refresh_token: user.tokens.refresh_token, csrf_session: csrf.session },
    }),
    expect: { status: 200, example: 'refreshed' },
    then: async (_seeds, answer, { user }) => {
      const renewed = cookieOf(answer, 'refresh_token')
      expect(renewed).toBe((answer.body as typeof user.tokens).refresh_token)
      expect(renewed).not.toBe(user.tokens.refresh_token)
    },
  }),
  'takes an empty body that says it is JSON': given(withCookies, {
    send: ({ user, csrf }) => ({
      headers: { 'x-csrf-token': csrf.token },
      cookies: { refresh_token: user.tokens.refresh_token, csrf_session: csrf.session },
      raw: { type: 'application/json', text: '' },
    }),
    expect: { status: 200, example: 'refreshed' },
  }),
  'gives the same successor within ten seconds': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      const first = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      await seeds.wait(9)
      return { tokens, successor: (first?.body as typeof tokens | undefined)?.refresh_token }
    },
    {
      send: ({ tokens }) => ({ body: { refresh_token: tokens.refresh_token } }),
      expect: { status: 200, example: 'refreshed' },
      then: async (_seeds, answer, { tokens, successor }) =>
        expect((answer.body as typeof tokens).refresh_token).toBe(successor),
    },
  ),
  'ends the session when a used token comes back later': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      const first = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      const successor = (first?.body ?? tokens) as typeof tokens
      // Its answer has come: from now on the old token is a copy that somebody holds.
      await seeds.call('account.me', { bearer: successor.access_token })
      await seeds.wait(11)
      return { tokens, successor }
    },
    {
      send: ({ tokens }) => ({ body: { refresh_token: tokens.refresh_token } }),
      expect: { error: 'invalid_refresh_token' },
      then: async (seeds, _answer, { successor }) => {
        const refreshed = await seeds.call('account.refresh', { body: { refresh_token: successor.refresh_token } })
        expect(refreshed?.status).toBe(401)
        expect((await seeds.call('account.me', { bearer: successor.access_token }))?.status).toBe(401)
        const mails = await seeds.call('service.listMail', { query: { to: alice.email } })
        expect(JSON.stringify(mails?.body)).toContain('session_stolen')
      },
    },
  ),
  'refuses a token that never was': {
    send: { body: { refresh_token: 'never' } },
    expect: { error: 'invalid_refresh_token' },
  },
  'refuses the token of a client that has a secret, which the token endpoint asks for': given(
    async (seeds) => {
      await seeds.caller(alice)
      const signedIn = await seeds.call('account.signIn', { body: { ...asCredentials(alice), ...asMachineId } })
      return (signedIn?.body as { tokens: { refresh_token: string } } | undefined)?.tokens.refresh_token ?? 'example'
    },
    {
      send: (refresh_token) => ({ body: { refresh_token } }),
      expect: { error: 'invalid_refresh_token' },
      then: async (seeds, _answer, refresh_token) => {
        const body = { grant_type: 'refresh_token', ...asMachine, refresh_token }
        expect((await seeds.call('oauth.issueToken', { body }))?.status).toBe(200)
      },
    },
  ),
  'refuses when there is no token at all': {
    send: {},
    expect: { error: 'invalid_refresh_token' },
  },
  'refuses a token left alone for too long': given(
    async (seeds) => {
      const user = await seeds.caller(alice)
      await seeds.wait(14 * 24 * 3600 + 1)
      return user
    },
    {
      send: ({ tokens }) => ({ body: { refresh_token: tokens.refresh_token } }),
      expect: { error: 'invalid_refresh_token' },
    },
  ),
  'refuses the cookie without its CSRF token, and takes nothing from it': given(withCookies, {
    send: ({ user, csrf }) => ({
      cookies: { refresh_token: user.tokens.refresh_token, csrf_session: csrf.session },
    }),
    expect: { error: 'csrf_mismatch' },
    then: async (seeds, _answer, { user }) => {
      const later = await seeds.call('account.refresh', { body: { refresh_token: user.tokens.refresh_token } })
      expect(later?.status).toBe(200)
    },
  }),
  'refuses a page of a foreign origin': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({
      headers: { origin: 'https://evil.example' },
      body: { refresh_token: tokens.refresh_token },
    }),
    expect: { error: 'origin_not_allowed' },
  }),
})

contract('account.signOut', {
  'ends the session of the access token': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, answer, { tokens }) => {
      expect(answer.cookies).toEqual([])
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
      const refreshed = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      expect(refreshed?.status).toBe(401)
    },
  }),
  'ends the session of the refresh token in the body': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ body: { refresh_token: tokens.refresh_token } }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { tokens }) =>
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401),
  }),
  'ends the session of the cookie': given(withCookies, {
    send: ({ user, csrf }) => ({
      cookies: { refresh_token: user.tokens.refresh_token, csrf_session: csrf.session },
      body: { csrf_token: csrf.token },
    }),
    expect: {
      status: 204,
      example: 'empty',
      answer: ({ cookies }) =>
        expect(cookies).toEqual(['refresh_token=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Lax']),
    },
    then: async (seeds, _answer, { user }) =>
      expect((await seeds.call('account.me', { bearer: user.tokens.access_token }))?.status).toBe(401),
  }),
  'says the same when there is nothing to end': {
    send: { bearer: 'nonsense', body: { refresh_token: 'nonsense' } },
    expect: { status: 204, example: 'empty' },
    then: async (_seeds, answer) => expect(answer.cookies).toEqual([]),
  },
  'refuses the cookie without its CSRF token': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ cookies: { refresh_token: tokens.refresh_token } }),
    expect: { error: 'csrf_mismatch' },
    then: async (seeds, _answer, { tokens }) =>
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200),
  }),
  'refuses a page of a foreign origin': given(withCookies, {
    send: ({ user, csrf }) => ({
      headers: { origin: 'https://evil.example', 'x-csrf-token': csrf.token },
      cookies: { refresh_token: user.tokens.refresh_token, csrf_session: csrf.session },
    }),
    expect: { error: 'origin_not_allowed' },
  }),
})
