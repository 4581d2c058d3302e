// The session of a browser at our pages: what it is good for, and what it is not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policies } from '../../server/model/policies.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { findUserByEmail, updateUser } from '../../server/storage/users.ts'
import { listSessionsOfUser } from '../../server/storage/session-lists.ts'
import { type TestServer, clientId, password, sender, signUp, startReachableServer } from '../server-for-tests.ts'
import { codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'

const { redirectUri } = sandboxCredentials.account
const query = {
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'c'.repeat(43),
  code_challenge_method: 'S256',
}

let server: TestServer
beforeAll(async () => {
  server = await startReachableServer()
})
afterAll(() => server.close())

const urlOf = (more: Readonly<Record<string, string>> = {}) =>
  new URL(`${server.url}/oauth2/authorize?${new URLSearchParams({ ...query, ...more })}`)

const signedIn = async () => {
  const { email } = await signUp(sender(server.url))
  const browser = openFormBrowser(redirectUri)
  await pageOf(await browser.go(urlOf())).submit({ email, password })
  const { db } = server.world
  const user = (await findUserByEmail(db, '01900000-0000-7000-8000-000000000003', email))!
  const sessions = async () =>
    (await listSessionsOfUser(db, user.id, server.world.clock.now())).filter(({ surface }) => surface === 'browser')
  return { browser, cookie: browser.jar.get('browser_session')!, user, email, sessions }
}
const silently = async ({ browser }: { browser: ReturnType<typeof openFormBrowser> }) => {
  const arrived = await browser.go(urlOf({ prompt: 'none' }))
  return arrived.at === 'app' ? (arrived.url.searchParams.get('error') ?? 'code') : 'page'
}

describe('the session of a browser', () => {
  it('is one of the core, without a client', async () => {
    const made = await signedIn()
    expect(await made.sessions()).toMatchObject([{ clientId: null, authenticatedBy: 'password', scope: null }])
    expect(await silently(made)).toBe('code')
  })

  it('gives no code to who looks without wanting a body', async () => {
    const made = await signedIn()
    const send = sender(server.url)
    const codes = () => server.world.db.selectFrom('authorizationCodes').selectAll().execute()
    const before = await codes()
    const { pathname, search } = urlOf({ prompt: 'none' })
    const { status } = await send(`HEAD ${pathname}${search}`, { cookies: { browser_session: made.cookie } })
    expect([status, await codes()]).toEqual([405, before])
  })

  it('is good at no other endpoint', async () => {
    const { cookie } = await signedIn()
    const send = sender(server.url)
    const refreshed = await send('POST /auth/refresh', { body: { refresh_token: cookie } })
    const me = await send('GET /auth/me', { cookies: { refresh_token: cookie } })
    const bearer = await send('GET /oauth2/userinfo', { bearer: cookie })
    expect([refreshed.status, me.status, bearer.status]).toEqual([401, 401, 401])
  })

  it('is replaced by the next sign-in in that browser', async () => {
    const made = await signedIn()
    const [before] = await made.sessions()
    await pageOf(await made.browser.go(urlOf({ prompt: 'login' }))).submit({ email: made.email, password })
    const after = await made.sessions()
    expect(after).toHaveLength(1)
    expect(after[0]!.id).not.toBe(before!.id)
  })

  it('dies with its user, and by itself after a week', async () => {
    const made = await signedIn()
    await updateUser(server.world.db, made.user.id, { status: 'suspended', updatedAt: server.world.clock.now() })
    expect(await silently(made)).toBe('login_required')
    const other = await signedIn()
    server.world.sandbox!.clock.advance(policies.browser.absoluteSeconds + 1)
    expect(await silently(other)).toBe('login_required')
  })

  it('begins with a provider, too', async () => {
    const browser = openFormBrowser(redirectUri)
    const atProvider = pageOf(await browser.go(urlOf({ connection: 'google' })))
    codeOf(await atProvider.submit({ email: 'ada@example.test', name: 'Ada Lovelace', verified: 'yes' }))
    expect(await silently({ browser })).toBe('code')
  })

  it('answers a form of the app after a provider, which sends people back by redirect', async () => {
    const browser = openFormBrowser(redirectUri)
    const asked = { connection: 'google', response_mode: 'form_post', prompt: 'login', ui_locales: 'de' }
    const atProvider = pageOf(await browser.go(urlOf(asked)))
    const form = pageOf(await atProvider.submit({ email: 'bea@example.test', name: 'Bea', verified: 'yes' }))
    // In the language that the request asked for before.
    expect(form.text).toContain('<h1 id="title">Einen Moment</h1>')
    codeOf(await form.submit({}))
  })
})
