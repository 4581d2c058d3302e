import { afterEach, expect, it, vi } from 'vitest'
import { AuthClient, createAuthClient } from './auth-client.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import { type Script, type Scripted, only, openScripted, problem, tokens } from './scripted-server-for-tests.ts'

let server: Scripted

/** A server and a client of it that holds the first pair of tokens. */
const open = async (script: Script, options: Partial<AuthClientOptions> = {}) => {
  server = await openScripted(script)
  const onTokens = vi.fn()
  const auth = createAuthClient({
    baseUrl: server.baseUrl,
    clientId: 'cid_test',
    tokens: tokens(1),
    onTokens,
    ...options,
  })
  return { auth, onTokens }
}

afterEach(() => server.close())

it('sends a bearer token of the caller as it is and never refreshes for it', async () => {
  const { auth, onTokens } = await open({
    'GET /auth/me': () => problem(401, 'invalid_token'),
    'GET /api/accounts/acc_1': () => problem(401, 'unauthorized'),
    'POST /api/accounts/acc_1/token': only('mine', { access_token: 'audience' }),
  })
  await expect(auth.me({ bearerToken: 'mine' })).rejects.toMatchObject({ code: 'invalid_token' })
  await expect(auth.getAccount({ accountId: 'acc_1', bearerToken: 'mine' })).rejects.toMatchObject({
    code: 'unauthorized',
  })
  const asked = { accountId: 'acc_1', audience: 'https://api.test', bearerToken: 'mine' }
  expect(await auth.issueAccountToken(asked)).toEqual({ access_token: 'audience' })
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer mine'))
  expect(server.count('POST /auth/refresh')).toBe(0)
  expect(onTokens).not.toHaveBeenCalled()
})

it.each([
  [401, 'unknown_client'],
  [403, 'origin_not_allowed'],
  [429, 'too_many_requests'],
  [500, 'internal'],
])('sends nothing again after %d %s', async (status, code) => {
  const { auth } = await open({ 'GET /auth/me': () => problem(status, code) })
  await expect(auth.me()).rejects.toMatchObject({ status, code })
  expect(server.seen).toHaveLength(1)
})

it('starts a session with sign-up and sign-in, and ends it with sign-out', async () => {
  const started = { tokens: tokens(7), profile: { id: 'uid_1' } }
  const { auth, onTokens } = await open(
    {
      'POST /auth/sign-up': () => ({ status: 201, body: started }),
      'POST /auth/sign-in': () => ({ body: { ...started, tokens: tokens(8) } }),
      'POST /auth/sign-out': () => ({ status: 204 }),
    },
    { tokens: {}, origin: 'https://app.test' },
  )
  const person = { email: 'a@example.test', password: 'p', givenName: 'Ada', familyName: 'L', accountName: 'Engines' }
  expect(await auth.signUp(person)).toEqual(started)
  await auth.signIn({ email: 'a@example.test', password: 'p', clientId: 'cid_other' })
  await auth.signOut()
  expect(server.seen.map(({ body }) => body)).toEqual([
    {
      client_id: 'cid_test',
      email: 'a@example.test',
      password: 'p',
      given_name: 'Ada',
      family_name: 'L',
      account_name: 'Engines',
    },
    { client_id: 'cid_other', email: 'a@example.test', password: 'p' },
    { refresh_token: 'refresh-8' },
  ])
  expect(server.seen[2]?.headers.authorization).toBe('Bearer access-8')
  expect(server.seen.map(({ headers }) => headers.origin)).toEqual(Array(3).fill('https://app.test'))
  expect(onTokens.mock.calls).toEqual([[tokens(7)], [tokens(8)], [null]])
})

it('keeps the session when sign-out fails', async () => {
  const { auth, onTokens } = await open({
    'POST /auth/sign-out': () => problem(503, 'unavailable'),
    'GET /auth/me': only('access-1', {}),
  })
  await expect(auth.signOut()).rejects.toMatchObject({ code: 'unavailable' })
  expect(onTokens).not.toHaveBeenCalled()
  expect(await auth.me()).toEqual({})
})

it('goes on with a saved refresh token, and keeps what it has when that one is refused', async () => {
  const { auth, onTokens } = await open({
    'POST /auth/refresh': ({ body }) =>
      (body as { refresh_token: string }).refresh_token === 'saved'
        ? { body: tokens(5) }
        : problem(401, 'invalid_refresh_token'),
    'GET /auth/me': (seen) => ({ body: { sent: seen.headers.authorization } }),
  })
  await expect(auth.refresh({ refreshToken: 'wrong' })).rejects.toMatchObject({ code: 'invalid_refresh_token' })
  expect(await auth.me()).toEqual({ sent: 'Bearer access-1' })
  expect(await auth.refresh({ refreshToken: 'saved' })).toEqual(tokens(5))
  expect(await auth.me()).toEqual({ sent: 'Bearer access-5' })
  expect(onTokens.mock.calls).toEqual([[tokens(5)]])
})

it('asks for login methods, an email and a page of accounts', async () => {
  const { auth } = await open({
    'POST /auth/login-methods': ({ body }) => ({ body: { got: body } }),
    'POST /auth/check-email': ({ body }) => ({ body: { got: body } }),
    'GET /api/accounts': ({ query }) => ({ body: { got: query } }),
  })
  expect(await auth.loginMethods()).toEqual({ got: { client_id: 'cid_test' } })
  expect(await auth.checkEmail({ email: 'a@example.test' })).toEqual({
    got: { client_id: 'cid_test', email: 'a@example.test' },
  })
  expect(await auth.listAccounts({ limit: 2, offset: 4 })).toEqual({ got: 'limit=2&offset=4' })
  expect(await auth.listAccounts()).toEqual({ got: '' })
})

it('is the same client with and without new', async () => {
  await open({ 'GET /auth/me': () => ({ body: {} }) })
  for (const auth of [new AuthClient({ baseUrl: server.baseUrl }), AuthClient({ baseUrl: `${server.baseUrl}/` })]) {
    expect(await auth.me()).toEqual({})
  }
})
