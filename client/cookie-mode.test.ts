import { afterEach, expect, it, vi } from 'vitest'
import { createAuthClient } from './auth-client.ts'
import { createCookieFetch } from './cookie-fetch-for-tests.ts'
import {
  type Said,
  type Script,
  type Scripted,
  type Seen,
  openScripted,
  problem,
  tokens,
} from './scripted-server-for-tests.ts'

let server: Scripted

afterEach(() => server.close())

/** A browser of its own, and a server with the CSRF rule: the token is `token of` and the cookie's value. */
const open = async (script: Script = {}) => {
  let sessions = 0
  const csrfCookie = () => `csrf_session=s${++sessions}; Max-Age=86400; Path=/auth; HttpOnly; Secure; SameSite=Strict`
  const refreshCookie = 'refresh_token=r; Max-Age=1209600; Path=/auth; HttpOnly; Secure; SameSite=Lax'
  const guarded =
    (answer: (seen: Seen) => Said | Promise<Said>) =>
    (seen: Seen): Said | Promise<Said> =>
      seen.headers['x-csrf-token'] === tokenOf(sessionOf(seen)) ? answer(seen) : problem(403, 'csrf_mismatch')

  server = await openScripted({
    'GET /auth/csrf-session': () => ({
      headers: { 'Content-Type': 'application/javascript; charset=utf-8', 'Set-Cookie': csrfCookie() },
      body: 'fetch(1)\n',
    }),
    'GET /auth/csrf-token': (seen) => {
      const token = tokenOf(sessionOf(seen))
      return sessionOf(seen)
        ? { headers: { 'X-CSRF-Token': token }, body: { csrf_token: token } }
        : problem(403, 'csrf_session_missing')
    },
    'POST /auth/sign-in': guarded(() => ({
      headers: { 'X-CSRF-Token': `token of s${sessions + 1}`, 'Set-Cookie': [csrfCookie(), refreshCookie] },
      body: { tokens: tokens(1), profile: {} },
    })),
    'POST /auth/refresh': guarded((seen) =>
      seen.headers.cookie?.includes('refresh_token=r') ? { body: tokens(2) } : problem(401, 'invalid_refresh_token'),
    ),
    'POST /auth/sign-out': guarded(() => ({
      status: 204,
      headers: { 'Set-Cookie': 'refresh_token=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Lax' },
    })),
    ...script,
  })
  const browser = createCookieFetch()
  const onTokens = vi.fn()
  const openPage = () =>
    createAuthClient({ baseUrl: server.baseUrl, clientId: 'cid_test', mode: 'cookie', fetch: browser.fetch, onTokens })
  return { openPage, browser, onTokens, auth: openPage() }
}

const sessionOf = (seen: Seen) => /csrf_session=([^;]*)/.exec(seen.headers.cookie ?? '')?.[1]
const tokenOf = (session: string | undefined) => `token of ${session}`
const credentials = { email: 'a@example.test', password: 'p' }
const calls = () => server.seen.map(({ call }) => call)
const withoutRefreshToken = (n: number) => ({ access_token: `access-${n}`, token_type: 'Bearer', expires_in: 3600 })

it('starts the CSRF session when there is none, and takes the renewed token from the answer', async () => {
  const { auth, onTokens } = await open()
  await auth.signIn(credentials)
  await auth.refresh()
  expect(calls()).toEqual([
    'GET /auth/csrf-token',
    'GET /auth/csrf-session',
    'GET /auth/csrf-token',
    'POST /auth/sign-in',
    'POST /auth/refresh',
  ])
  expect(server.seen.at(-1)?.headers['x-csrf-token']).toBe('token of s2')
  expect(server.seen.at(-1)?.body).toBeUndefined()
  // No script may hold the refresh token.
  expect(onTokens.mock.calls).toEqual([[withoutRefreshToken(1)], [withoutRefreshToken(2)]])
})

it('goes on with the CSRF session that another page has started', async () => {
  const { auth, openPage } = await open()
  await auth.signIn(credentials)
  await openPage().refresh()
  expect(calls().slice(4)).toEqual(['GET /auth/csrf-token', 'POST /auth/refresh'])
})

it('starts over once when another page has renewed the CSRF session', async () => {
  const { auth, openPage } = await open()
  await auth.signIn(credentials)
  await openPage().signIn(credentials)
  const before = server.seen.length
  expect(await auth.refresh()).toEqual(tokens(2))
  expect(calls().slice(before)).toEqual(['POST /auth/refresh', 'GET /auth/csrf-token', 'POST /auth/refresh'])
})

it('starts over once when the browser has lost the CSRF session', async () => {
  const { auth, browser } = await open()
  await auth.signIn(credentials)
  browser.jar.delete('csrf_session')
  const before = server.seen.length
  await auth.signOut()
  expect(calls().slice(before)).toEqual([
    'POST /auth/sign-out',
    'GET /auth/csrf-token',
    'GET /auth/csrf-session',
    'GET /auth/csrf-token',
    'POST /auth/sign-out',
  ])
  expect(browser.jar.has('refresh_token')).toBe(false)
})

it('gives up when the token is refused twice', async () => {
  const { auth } = await open({ 'POST /auth/sign-in': () => problem(403, 'csrf_mismatch') })
  await expect(auth.signIn(credentials)).rejects.toMatchObject({ code: 'csrf_mismatch', status: 403 })
  expect(server.count('POST /auth/sign-in')).toBe(2)
})

it('says so when the browser keeps no cookies', async () => {
  await open()
  const auth = createAuthClient({ baseUrl: server.baseUrl, mode: 'cookie', clientId: 'cid_test' })
  await expect(auth.signIn(credentials)).rejects.toMatchObject({ code: 'csrf_session_missing' })
  expect(calls()).toEqual(['GET /auth/csrf-token', 'GET /auth/csrf-session', 'GET /auth/csrf-token'])
})

it('asks again for a token after one that it could not get', async () => {
  let down = true
  const { auth } = await open({
    'GET /auth/csrf-token': () => (down ? problem(503, 'unavailable') : { body: { csrf_token: 'token of undefined' } }),
  })
  await expect(auth.signIn(credentials)).rejects.toMatchObject({ code: 'unavailable' })
  down = false
  expect((await auth.signIn(credentials)).tokens).toEqual(tokens(1))
})

it('refreshes by cookie, once for all, after a page was loaded anew', async () => {
  const { auth, openPage } = await open({
    'GET /api/accounts': ({ headers }) =>
      headers.authorization ? { body: { data: [] } } : problem(401, 'unauthorized'),
  })
  await auth.signIn(credentials)
  const page = openPage()
  expect(await Promise.all([page.listAccounts(), page.listAccounts(), page.listAccounts()])).toHaveLength(3)
  expect(server.count('POST /auth/refresh')).toBe(1)
  expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer access-2')
})

it('asks one question to learn that nobody is signed in', async () => {
  const { auth, onTokens } = await open({ 'GET /auth/me': () => problem(401, 'unauthorized') })
  await expect(auth.me()).rejects.toMatchObject({ code: 'unauthorized' })
  expect(calls()).toEqual(['GET /auth/me'])
  expect(onTokens).not.toHaveBeenCalled()
})

it('ends the session when the cookie is no good any more', async () => {
  const { auth, browser, onTokens } = await open({ 'GET /auth/me': () => problem(401, 'invalid_token') })
  await auth.signIn(credentials)
  browser.jar.delete('refresh_token')
  await expect(auth.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
  expect(onTokens).toHaveBeenLastCalledWith(null)
})

it('sends no cookie beside a bearer token of the caller, and none at all in token mode', async () => {
  const { auth, browser } = await open({ 'GET /auth/me': () => ({ body: {} }) })
  await auth.signIn(credentials)
  await auth.me({ bearerToken: 'mine' })
  await createAuthClient({ baseUrl: server.baseUrl, fetch: browser.fetch }).me()
  expect(server.seen.slice(-2).map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
})

it('does not keep the answer to a refresh token of the caller', async () => {
  const { auth, onTokens } = await open({
    'POST /auth/refresh': () => ({ body: tokens(5) }),
    'GET /auth/me': (seen) => ({ body: { sent: seen.headers.authorization } }),
  })
  await auth.signIn(credentials)
  expect(await auth.refresh({ refreshToken: 'saved' })).toEqual(tokens(5))
  expect(await auth.me()).toEqual({ sent: 'Bearer access-1' })
  expect(onTokens).toHaveBeenCalledTimes(1)
})
