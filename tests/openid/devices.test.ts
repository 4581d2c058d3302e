// Letting a device in (RFC 8628): what its code is worth when something came between, and what its tokens say.
import { setTimeout as pause } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { deviceGrant } from '../../server/identity/authorization/device-codes.ts'
import { giveSecondFactor } from '../../server/identity/factors/second-factor.ts'
import { setPassword } from '../../server/identity/passwords/set-password.ts'
import { type Client, defaultOpenId } from '../../server/model/client.ts'
import { sandboxCredentials, sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import { transaction } from '../../server/storage/database.ts'
import { findEnvironment } from '../../server/storage/environments.ts'
import { findUserByEmail } from '../../server/storage/users.ts'
import { startServersOn } from '../database-server-for-tests.ts'
import { contextFor } from '../identity/context-for-tests.ts'
import { type TestServer, newEmail, password, signUp, startReachableServer } from '../server-for-tests.ts'
import { type Arrived, codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import { putClient } from './clients-for-tests.ts'

const { account } = sandboxCredentials

let server: TestServer
/** Another instance of the same service. */
let other: TestServer
let foreign: Client
beforeAll(async () => {
  ;[server, other] = (await startServersOn('postgres', [{}, {}])) as [TestServer, TestServer]
  const grantTypes = [...defaultOpenId.grantTypes, deviceGrant] as const
  foreign = await putClient(server, { grantTypes: [...grantTypes] }, { registrationHash: 'of somebody' })
})
afterAll(async () => {
  await other.close()
  await server.close()
})

const startOf = async (client_id: string) => {
  const { text } = await server.send('POST /oauth2/device_authorization', { body: { client_id, scope: 'openid' } })
  return JSON.parse(text) as Wire['OAuthDeviceAuthorization']
}
/** The question whether a device may in, as somebody has it who has just signed in. */
const asked = async ({ client_id = String(account.client_id), browser = openFormBrowser('app:'), email = '' } = {}) => {
  const { user_code, device_code } = await startOf(client_id)
  const first = pageOf(await browser.go(new URL(`${server.url}/oauth2/device`)))
  const next = pageOf(await first.submit({ user_code }))
  const page = email === '' ? next : pageOf(await pageOf(await next.submit({ email, password })).submit({ user_code }))
  const exchange = async () => {
    const body = { grant_type: deviceGrant, client_id, device_code }
    const { text } = await server.send('POST /oauth2/token', { body })
    return JSON.parse(text) as Wire['OAuthTokens'] & { readonly error?: string }
  }
  return { page, exchange }
}
const allow = async (page: { submit: (typed: Readonly<Record<string, string>>) => Promise<Arrived> }) =>
  pageOf(await page.submit({ answer: 'allow' })).text

const userOf = async (email: string) => (await findUserByEmail(server.world.db, sandboxEnvironmentId, email))!

describe('a device that was let in', () => {
  it('gets tokens, and amr says how the person had signed in', async () => {
    const { email } = await signUp(server.send)
    const { page, exchange } = await asked({ email })
    expect(await allow(page)).toContain('The device is connected')
    expect(decodeJwt((await exchange()).id_token!).amr).toEqual(['pwd'])
  })

  it('gets tokens where the person came by a second factor too', async () => {
    const { email } = await signUp(server.send)
    const { code } = await giveSecondFactor(contextFor(server.world), await userOf(email))
    const browser = openFormBrowser(account.redirectUri)
    const query = {
      client_id: account.client_id,
      redirect_uri: account.redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM',
      code_challenge_method: 'S256',
    }
    const first = await browser.go(new URL(`${server.url}/oauth2/authorize?${new URLSearchParams(query)}`))
    await pageOf(await pageOf(first).submit({ email, password })).submit({ code })
    const { page, exchange } = await asked({ browser })
    await allow(page)
    const { id_token } = await exchange()
    expect(decodeJwt(id_token!).amr).toEqual(['otp', 'mfa'])
  })

  it('gets nothing once the password was changed', async () => {
    const { email } = await signUp(server.send)
    const { page, exchange } = await asked({ email })
    await allow(page)
    await changePassword(email)
    expect((await exchange()).error).toBe('invalid_grant')
  })

  it('gets nothing once the app was disallowed', async () => {
    const { email, access_token: bearer } = await signUp(server.send)
    const { page, exchange } = await asked({ email, client_id: foreign.id })
    const own = await asked({ email })
    await allow(page)
    await allow(own.page)
    expect((await server.send(`DELETE /auth/consents/${foreign.id}`, { bearer })).status).toBe(204)
    expect((await exchange()).error).toBe('invalid_grant')
    expect((await own.exchange()).token_type).toBe('Bearer')
  })

  it('is not, where the password is changed while they answer', async () => {
    const { email } = await signUp(server.send)
    const { page, exchange } = await asked({ email })
    const text = await changePassword(email, () => allow(page))
    expect(text).toContain('name="password"')
    expect((await exchange()).error).toBe('authorization_pending')
  })
})

/** On the other instance. `meanwhile` runs before the change is there for all; what it promises is waited for after. */
const changePassword = async (email: string, meanwhile?: () => Promise<string>): Promise<string | undefined> => {
  const ctx = contextFor(other.world)
  const user = await userOf(email)
  const environment = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
  let during: Promise<string> | undefined
  await transaction(ctx.db, async (db) => {
    await setPassword(ctx, db, { environment, user, passwordHash: 'another' })
    during = meanwhile?.()
    await Promise.race([during, pause(500)])
  })
  return during
}

describe('whoever is to let a device in signs in at the one page', () => {
  /** The sign-in page, for a device that waits. */
  const begun = async (site: TestServer, client_id = String(account.client_id)) => {
    const { text } = await site.send('POST /oauth2/device_authorization', { body: { client_id, scope: 'openid' } })
    const { user_code } = JSON.parse(text) as Wire['OAuthDeviceAuthorization']
    const browser = openFormBrowser('app:')
    const first = pageOf(await browser.go(new URL(`${site.url}/oauth2/device`)))
    return { browser, user_code, login: pageOf(await first.submit({ user_code })) }
  }
  let site: TestServer
  beforeAll(async () => {
    site = await startReachableServer()
  })
  afterAll(() => site.close())

  it('with a second factor, and comes back with the code', async () => {
    const { email } = await signUp(site.send)
    const user = (await findUserByEmail(site.world.db, sandboxEnvironmentId, email))!
    const { code } = await giveSecondFactor(contextFor(site.world), user)
    const { login, user_code } = await begun(site)
    const factor = pageOf(await login.submit({ email, password }))
    expect(factor.text).toContain('One more step')
    const back = pageOf(await factor.submit({ code }))
    expect(back.text).toContain('Connect a device')
    expect(back.text).toContain(`value="${user_code}"`)
    const asks = pageOf(await back.submit({ user_code }))
    expect(asks.text).toContain(email)
    expect(pageOf(await asks.submit({ answer: 'allow' })).text).toContain('The device is connected')
  })

  it('with all that the page has: a passkey, a mailed link, providers, a new account', async () => {
    const { login } = await begun(site)
    for (const part of [
      'data-passkey=',
      'Mail me a link instead',
      'connection=google',
      '/sign-up?',
      '/forgot-password?',
    ])
      expect(login.text).toContain(part)
  })

  it('with a mailed link, in the same browser', async () => {
    const { email } = await signUp(site.send)
    const { login, browser, user_code } = await begun(site)
    const [, action = ''] = /formaction="([^"]*)"/.exec(login.text) ?? []
    const [, form_token = ''] = /name="form_token" value="([^"]*)"/.exec(login.text) ?? []
    const url = new URL(action.replaceAll('&amp;', '&'), site.url)
    expect(pageOf(await browser.go(url, new URLSearchParams({ email, form_token }))).text).toContain('Check your mail')
    const { text } = await site.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
    const { messages } = JSON.parse(text) as { messages: { kind: string; link: string | null }[] }
    const link = messages.find(({ kind }) => kind === 'magic_link')?.link
    const press = pageOf(await browser.go(new URL(link!)))
    const back = pageOf(await press.submit({}))
    expect(back.text).toContain(`value="${user_code}"`)
    expect(pageOf(await back.submit({ user_code })).text).toContain(email)
  })

  it('with a provider', async () => {
    const { login, browser, user_code } = await begun(site)
    const [, href = ''] = /href="([^"]*connection=google[^"]*)"/.exec(login.text) ?? []
    const stand = pageOf(await browser.go(new URL(href.replaceAll('&amp;', '&'), site.url)))
    const email = newEmail('google')
    const back = pageOf(await stand.submit({ email, answer: 'allow' }))
    expect(back.text).toContain(`value="${user_code}"`)
    expect(pageOf(await back.submit({ user_code })).text).toContain(email)
  })

  it('and nobody gets a code or a way past the question by that request', async () => {
    const { email } = await signUp(site.send)
    const { login, browser, user_code } = await begun(site)
    const [, action = ''] = /<form method="post" action="([^"]*)"/.exec(login.text) ?? []
    const { client_id, request_uri } = Object.fromEntries(
      new URL(action.replaceAll('&amp;', '&'), site.url).searchParams,
    )
    const more = { redirect_uri: account.redirectUri, response_type: 'code', prompt: 'none', answer: 'allow' }
    const url = new URL('/oauth2/authorize', site.url)
    for (const [name, value] of Object.entries({ ...more, client_id, request_uri })) url.searchParams.set(name, value!)
    const again = pageOf(await browser.go(url))
    const back = pageOf(await again.submit({ email, password, prompt: 'none', response_type: 'code' }))
    expect(back.text).toContain(`value="${user_code}"`)
    // Signed in, it leads to the code again and no further; and it is of its client alone.
    expect(pageOf(await browser.go(url)).text).toContain('Connect a device')
    url.searchParams.set('client_id', sandboxCredentials.oauth.client_id)
    url.searchParams.delete('redirect_uri')
    expect(await browser.go(url)).toMatchObject({ at: 'page', status: 400 })
  })

  it('and no client makes such a request by itself', async () => {
    const body = new URLSearchParams({
      client_id: String(account.client_id),
      redirect_uri: account.redirectUri,
      response_type: 'code',
      isForDevice: 'true',
      code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM',
      code_challenge_method: 'S256',
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const pushed = await site.send('POST /oauth2/par', { headers, body: String(body) })
    expect(pushed.text).toContain('request_uri')
    const { request_uri } = JSON.parse(pushed.text) as { request_uri: string }
    const { email } = await signUp(site.send)
    const query = new URLSearchParams({ client_id: String(account.client_id), request_uri })
    const login = pageOf(
      await openFormBrowser(account.redirectUri).go(new URL(`${site.url}/oauth2/authorize?${query}`)),
    )
    // It comes back to the app, as any other.
    codeOf(await login.submit({ email, password }))
  })
})
