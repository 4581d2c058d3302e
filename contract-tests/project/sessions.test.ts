import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import { cookieOf } from '../harness/seeds/seeds.ts'
import { asBrowser, browser, stillRefreshes } from './browser-sessions.ts'

const mobile = { query: { client_type: 'mobile' } }

contract('project.signIn', {
  'starts nothing for somebody with a second factor, which is not asked for here (AC-077)': {
    given: async (seeds) => seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token),
    send: { body: alice },
    expect: { error: 'second_factor_required' },
  },
  'starts a browser session, in the shape of the document': {
    given: (seeds) => seeds.projectUser(alice),
    send: { body: alice },
    expect: {
      status: 200,
      example: 'signed_in_web',
      body: (body) => expect(Object.keys(body).sort()).toEqual(['accessToken', 'csrfToken', 'user']),
      answer: ({ cookies }) =>
        expect(cookies[0]).toMatch(
          /^refresh_token=[\w-]{43}; Max-Age=604800; Path=\/api\/auth; HttpOnly; Secure; SameSite=Lax$/,
        ),
    },
  },
  'starts a mobile session': {
    given: (seeds) => seeds.projectUser(alice),
    send: { ...mobile, body: { ...alice, email: ' ALICE@Example.Test ' } },
    expect: {
      status: 200,
      example: 'signed_in_mobile',
      body: (body) => {
        expect(Object.keys(body).sort()).toEqual(['accessToken', 'refreshToken', 'user'])
        const claims = JSON.parse(Buffer.from(body.accessToken.split('.')[1]!, 'base64url').toString()) as object
        expect(claims).toMatchObject({ sub: body.user.id, email: alice.email, role: 'authenticated' })
        const { iat, exp } = claims as { iat: number; exp: number }
        expect(exp - iat).toBe(900)
      },
    },
  },
  'never takes over a refresh token that was planted in the browser (AC-028)': given(
    async (seeds) => ({ hers: await seeds.projectUser(alice), planted: await seeds.projectUser(bob, 'web') }),
    {
      send: ({ planted }) => ({ cookies: { refresh_token: planted.refreshToken }, body: alice }),
      expect: { status: 200, example: 'signed_in_web' },
      then: async (_seeds, answer, { planted }) =>
        expect(cookieOf(answer, 'refresh_token')).not.toBe(planted.refreshToken),
    },
  ),
  'refuses a field it does not know': {
    send: { body: { ...alice, remember: true } as never },
    expect: { error: 'invalid_request', detail: 'remember: is not a field of this request' },
  },
  'refuses a wrong password in the words of the document (AC-001)': {
    given: (seeds) => seeds.projectUser(alice),
    send: { body: { ...alice, password: 'guess' } },
    expect: {
      error: 'invalid_credentials',
      answer: ({ body }) =>
        expect(body).toEqual({
          error: 'INVALID_CREDENTIALS',
          message: 'Invalid email or password',
          statusCode: 401,
          nextActions: 'Check your email and password',
        }),
    },
  },
  'says that the address has to be proven first, after the right password alone': {
    given: async (seeds) => {
      await seeds.projectUser(alice)
      await seeds.projectConfig({ requireEmailVerification: true })
    },
    send: { body: alice },
    expect: {
      error: 'email_not_verified',
      answer: ({ body, cookies }) => {
        expect(cookies).toEqual([])
        expect(body).toEqual({
          error: 'EMAIL_NOT_VERIFIED',
          message: 'Please verify your email before signing in',
          statusCode: 403,
          nextActions: 'Check your inbox for verification email',
        })
      },
    },
  },
  'refuses an unknown address in the same words (AC-001)': {
    send: { body: bob },
    expect: { error: 'invalid_credentials' },
  },
  'refuses any try after ten wrong passwords, counted with those at other surfaces (AC-007)': {
    given: async (seeds) => {
      await seeds.caller(alice)
      await seeds.exhaust('account.signIn', () => ({
        body: { client_id: 'cid_inbox_manager', email: alice.email, password: 'guess' },
      }))
    },
    send: { body: alice },
    expect: { error: 'too_many_requests', detail: 'sign-ins of one user' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('project.signIn', 'overloaded'),
    send: { body: alice },
    expect: { error: 'overloaded' },
  },
})

contract('project.getCurrentUser', {
  'gives the user and their role': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken }),
    expect: {
      status: 200,
      example: 'current',
      body: ({ user }) => expect(user).toMatchObject({ email: alice.email, role: 'authenticated' }),
    },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that has ended, with the code that makes published clients refresh': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      await seeds.wait(901)
      return session
    },
    {
      send: ({ accessToken }) => ({ bearer: accessToken }),
      expect: {
        error: 'invalid_token',
        answer: ({ body }) => expect(body).toMatchObject({ error: 'AUTH_UNAUTHORIZED', statusCode: 401 }),
      },
    },
  ),
  'refuses an access token of the account surface (AC-073)': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { error: 'invalid_token' },
  }),
})

const loggedOut = { status: 200, example: 'logged_out' } as const

contract('project.logout', {
  'answers in the words of the document to nobody at all': {
    expect: {
      ...loggedOut,
      body: (body) => expect(body).toEqual({ success: true, message: 'Logged out successfully' }),
    },
    then: async (_seeds, answer) => expect(answer.cookies).toEqual([]),
  },
  'ends the session of a cookie that comes with its CSRF token, and takes the cookie back (AC-024)': given(browser, {
    send: asBrowser,
    expect: {
      ...loggedOut,
      answer: ({ cookies }) =>
        expect(cookies).toEqual(['refresh_token=; Max-Age=0; Path=/api/auth; HttpOnly; Secure; SameSite=Lax']),
    },
    then: async (seeds, _answer, session) => {
      expect((await seeds.call('project.refresh', asBrowser(session)))?.status).toBe(401)
      expect((await seeds.call('project.getCurrentUser', { bearer: session.accessToken }))?.status).toBe(401)
      expect((await seeds.call('project.logout', asBrowser(session)))?.status).toBe(200)
    },
  }),
  'leaves a cookie that comes without its CSRF token, and its session, alone': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { insforge_refresh_token: refreshToken } }),
    expect: loggedOut,
    then: async (seeds, answer, session) => {
      expect(answer.cookies).toEqual([])
      await stillRefreshes(seeds, session)
    },
  }),
  'takes back the cookie that the token is of, of two with different names': given(browser, {
    send: ({ refreshToken, csrfToken }) => ({
      cookies: { refresh_token: 'planted', insforge_refresh_token: refreshToken },
      headers: { 'x-csrf-token': csrfToken },
    }),
    expect: loggedOut,
    then: async (seeds, answer, session) => {
      expect(answer.cookies).toEqual([
        'insforge_refresh_token=; Max-Age=0; Path=/api/auth; HttpOnly; Secure; SameSite=Lax',
      ])
      expect((await seeds.call('project.refresh', asBrowser(session)))?.status).toBe(401)
    },
  }),
  'ends the session of the access token (AC-024)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ ...mobile, bearer: accessToken, raw: { type: 'application/json', text: '' } }),
    expect: loggedOut,
    then: async (seeds, _answer, { accessToken, refreshToken }) => {
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(401)
      expect((await seeds.call('project.refresh', { ...mobile, body: { refreshToken } }))?.status).toBe(401)
    },
  }),
  'ends the session of the refresh token in the body': given((seeds) => seeds.projectUser(alice), {
    send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
    expect: loggedOut,
    then: async (seeds, _answer, { accessToken }) =>
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(401),
  }),
  'says nothing of whether a credential was any good': {
    send: { bearer: 'nonsense', body: { refreshToken: 'nonsense' } },
    expect: loggedOut,
  },
})
