import { expect } from 'vitest'
import { contract, given } from '../harness/index.ts'
import { alice, bob } from '../harness/people.ts'
import { type Seeds, cookieOf } from '../harness/seeds.ts'

const mobile = { query: { client_type: 'mobile' } }

contract('project.signIn', {
  'AC-077 starts nothing for somebody with a second factor, which is not asked for here': {
    given: async (seeds) => seeds.secondFactor('app', (await seeds.appUser(alice)).access_token),
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
  'AC-028 never takes over a refresh token that was planted in the browser': given(
    async (seeds) => ({ hers: await seeds.projectUser(alice), planted: await seeds.projectUser(bob, 'web') }),
    {
      send: ({ planted }) => ({ cookies: { refresh_token: planted.refreshToken }, body: alice }),
      expect: { status: 200, example: 'signed_in_web' },
      then: async (_seeds, answer, { planted }) =>
        expect(cookieOf(answer, 'refresh_token')).not.toBe(planted.refreshToken),
    },
  ),
  'refuses a field it does not know': {
    send: { body: { ...alice, method: 'otp' } as never },
    expect: { error: 'invalid_request', detail: 'method: is not a field of this request' },
  },
  'AC-001 refuses a wrong password in the words of the document': {
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
  'AC-001 refuses an unknown address in the same words': {
    send: { body: bob },
    expect: { error: 'invalid_credentials' },
  },
  'AC-007 refuses any try after ten wrong passwords, counted with those at other surfaces': {
    given: async (seeds) => {
      await seeds.user(alice)
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
  'AC-073 refuses an access token of the account surface': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { error: 'invalid_token' },
  }),
})

const browser = async (seeds: Seeds) => seeds.projectUser(alice, 'web')
const asBrowser = ({ refreshToken, csrfToken }: { refreshToken: string; csrfToken: string }) => ({
  cookies: { refresh_token: refreshToken },
  headers: { 'x-csrf-token': csrfToken },
})

/** The session is as it was: its right token still refreshes it. */
const stillRefreshes = async (seeds: Seeds, session: { refreshToken: string; csrfToken: string }) =>
  expect((await seeds.call('project.refresh', asBrowser(session)))?.status).toBe(200)

contract('project.refresh', {
  'gives a browser new tokens, a new cookie and a new CSRF token': given(browser, {
    send: asBrowser,
    expect: { status: 200, example: 'refreshed_web', body: (body) => expect(body).not.toHaveProperty('refreshToken') },
    then: async (seeds, answer, before) => {
      const { csrfToken, accessToken } = answer.body as { csrfToken: string; accessToken: string }
      const refreshToken = cookieOf(answer, 'refresh_token')
      expect(refreshToken).not.toBe(before.refreshToken)
      expect(csrfToken).not.toBe(before.csrfToken)
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(200)
      await stillRefreshes(seeds, { refreshToken, csrfToken })
    },
  }),
  'knows the cookie by its other published name': given(browser, {
    send: ({ refreshToken, csrfToken }) => ({
      cookies: { insforge_refresh_token: refreshToken },
      headers: { 'x-csrf-token': csrfToken },
    }),
    expect: { status: 200, example: 'refreshed_web' },
  }),
  'gives a mobile client a new refresh token': given((seeds) => seeds.projectUser(alice), {
    send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
    expect: {
      status: 200,
      example: 'refreshed_mobile',
      body: (body) => expect(body).not.toHaveProperty('csrfToken'),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (_seeds, answer, { refreshToken }) =>
      expect((answer.body as { refreshToken: string }).refreshToken).not.toBe(refreshToken),
  }),
  'takes the token under its other name, and looks at no Bearer': given((seeds) => seeds.projectUser(alice), {
    send: ({ refreshToken }) => ({ ...mobile, bearer: 'ended', body: { refresh_token: refreshToken } }),
    expect: { status: 200, example: 'refreshed_mobile' },
  }),
  'gives the same successor within ten seconds': given(
    async (seeds) => {
      const { refreshToken } = await seeds.projectUser(alice)
      const first = await seeds.call('project.refresh', { ...mobile, body: { refreshToken } })
      await seeds.wait(9)
      return { refreshToken, successor: (first?.body as { refreshToken: string } | undefined)?.refreshToken }
    },
    {
      send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
      expect: { status: 200, example: 'refreshed_mobile' },
      then: async (_seeds, answer, { successor }) =>
        expect((answer.body as { refreshToken: string }).refreshToken).toBe(successor),
    },
  ),
  'AC-020 ends the session, and no other, when a used token comes back later': given(
    async (seeds) => {
      const { refreshToken } = await seeds.projectUser(alice)
      const other = await seeds.projectSession(alice)
      const first = await seeds.call('project.refresh', { ...mobile, body: { refreshToken } })
      await seeds.wait(11)
      return { refreshToken, other, successor: (first?.body ?? other) as typeof other }
    },
    {
      send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
      expect: { error: 'invalid_refresh_token' },
      then: async (seeds, _answer, { successor, other }) => {
        const { refreshToken } = successor
        expect((await seeds.call('project.refresh', { ...mobile, body: { refreshToken } }))?.status).toBe(401)
        expect((await seeds.call('project.getCurrentUser', { bearer: successor.accessToken }))?.status).toBe(401)
        expect((await seeds.call('project.getCurrentUser', { bearer: other.accessToken }))?.status).toBe(200)
      },
    },
  ),
  'AC-029 refuses a refresh token of the account surface': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ ...mobile, body: { refreshToken: tokens.refresh_token } }),
    expect: { error: 'invalid_refresh_token' },
  }),
  'AC-029 takes no other field': given((seeds) => seeds.projectUser(alice), {
    send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken, role: 'project_admin' } as never }),
    expect: { error: 'invalid_request', detail: 'role: is not a field of this request' },
  }),
  'refuses a browser without a cookie': { expect: { error: 'invalid_refresh_token' } },
  'refuses a mobile client without a token': { send: mobile, expect: { error: 'invalid_refresh_token' } },
  'refuses a token left alone for a week': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      await seeds.wait(7 * 24 * 3600 + 1)
      return session
    },
    {
      send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
      expect: { error: 'invalid_refresh_token' },
    },
  ),
  'AC-030 refuses a browser without a CSRF token, and takes nothing': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { refresh_token: refreshToken } }),
    expect: { error: 'csrf_mismatch' },
    then: (seeds, _answer, session) => stillRefreshes(seeds, session),
  }),
  'AC-030 refuses a wrong CSRF token, and takes nothing': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { refresh_token: refreshToken }, headers: { 'x-csrf-token': 'guess' } }),
    expect: { error: 'csrf_mismatch' },
    then: (seeds, _answer, session) => stillRefreshes(seeds, session),
  }),
  "AC-030 refuses another session's CSRF token, and takes nothing": given(
    async (seeds) => ({ session: await browser(seeds), other: await seeds.projectSession(alice, 'web') }),
    {
      send: ({ session, other }) => asBrowser({ ...session, csrfToken: other.csrfToken }),
      expect: { error: 'csrf_mismatch' },
      then: (seeds, _answer, { session }) => stillRefreshes(seeds, session),
    },
  ),
  'AC-030 refuses the CSRF token from before the last refresh, and takes nothing': given(
    async (seeds) => {
      const before = await browser(seeds)
      const refreshed = await seeds.call('project.refresh', asBrowser(before))
      if (!refreshed) return { before, now: before }
      const { csrfToken } = refreshed.body as { csrfToken: string }
      return { before, now: { refreshToken: cookieOf(refreshed, 'refresh_token'), csrfToken } }
    },
    {
      send: ({ before, now }) => asBrowser({ ...now, csrfToken: before.csrfToken }),
      expect: { error: 'csrf_mismatch' },
      then: (seeds, _answer, { now }) => stillRefreshes(seeds, now),
    },
  ),
})

const loggedOut = { status: 200, example: 'logged_out' } as const

contract('project.logout', {
  'answers in the words of the document to nobody at all': {
    expect: {
      ...loggedOut,
      body: (body) => expect(body).toEqual({ success: true, message: 'Logged out successfully' }),
      answer: ({ cookies }) =>
        expect(cookies).toEqual(['refresh_token=; Max-Age=0; Path=/api/auth; HttpOnly; Secure; SameSite=Lax']),
    },
  },
  'AC-024 ends the session of a cookie that comes with its CSRF token': given(browser, {
    send: asBrowser,
    expect: loggedOut,
    then: async (seeds, _answer, session) => {
      expect((await seeds.call('project.refresh', asBrowser(session)))?.status).toBe(401)
      expect((await seeds.call('project.getCurrentUser', { bearer: session.accessToken }))?.status).toBe(401)
      expect((await seeds.call('project.logout', asBrowser(session)))?.status).toBe(200)
    },
  }),
  'clears a cookie that comes without its CSRF token, and leaves its session alone': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { insforge_refresh_token: refreshToken } }),
    expect: { ...loggedOut, answer: ({ cookies }) => expect(cookies).toHaveLength(2) },
    then: (seeds, _answer, session) => stillRefreshes(seeds, session),
  }),
  'AC-024 ends the session of the access token': given((seeds) => seeds.projectUser(alice), {
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
