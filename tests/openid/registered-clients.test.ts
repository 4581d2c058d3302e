// Clients that registered themselves: anybody may sign in to one, and nobody is let through without having been asked.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { type TestServer, password, prove, sender, signUp, startReachableServer } from '../server-for-tests.ts'
import { type Arrived, openFormBrowser } from './browser-for-tests.ts'

let server: TestServer
let person: Awaited<ReturnType<typeof signUp>>
beforeAll(async () => {
  server = await startReachableServer()
  person = await signUp(sender(server.url))
  await prove(sender(server.url), person.email)
})
afterAll(() => server.close())

const callback = 'https://suite.example.com:8443/test/a/alias/callback'

const register = async (fields: object = {}) => {
  const sent = { redirect_uris: [callback], client_name: 'Suite', ...fields }
  const { status, text } = await sender(server.url)('POST /oauth2/register', { body: sent })
  return { status, client: JSON.parse(text) as Wire['OAuthRegistration'] & { error?: string } }
}
const urlOf = (client_id: string, more: Readonly<Record<string, string>> = {}) => {
  const url = new URL('/oauth2/authorize', server.url)
  const asked = { client_id, redirect_uri: callback, response_type: 'code', scope: 'openid email', state: 's', ...more }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url
}
const page = (arrived: Arrived) => {
  if (arrived.at !== 'page') throw new Error(`At the app: ${arrived.url.href}`)
  return arrived.page
}
const atApp = (arrived: Arrived) => {
  if (arrived.at !== 'app') throw new Error(`Not at the app: ${arrived.status} ${arrived.page.text.slice(0, 300)}`)
  return arrived.url
}
const signIn = async (browser: ReturnType<typeof openFormBrowser>, url: URL) =>
  page(await browser.go(url)).submit({ email: person.email, password })

// oidcc-server, oidcc-idtoken-rs256, oidcc-redirect-uri-query-OK, oidcc-registration-policy-uri, oidcc-registration-tos-uri (which
// leave to a person to see that the page has the links)
it('signs anybody in, who is asked and sees whose app it is', async () => {
  const withQuery = `${callback}?dummy1=lorem&dummy2=ipsum`
  const { client } = await register({
    redirect_uris: [withQuery],
    policy_uri: 'https://suite.example.com/policy',
    tos_uri: 'https://suite.example.com/terms',
  })
  const browser = openFormBrowser(callback)
  const consent = page(await signIn(browser, urlOf(client.client_id, { redirect_uri: withQuery })))
  expect(consent.text).toContain('Suite')
  expect(consent.text).toContain('https://suite.example.com/policy')
  expect(consent.text).toContain('https://suite.example.com/terms')
  const back = atApp(await consent.submit({ answer: 'allow' }))
  expect(back.href.startsWith(`${withQuery}&code=`)).toBe(true)
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code')!,
    redirect_uri: withQuery,
  })
  const authorization = `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}`
  const exchanged = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body, headers: { authorization } })
  const tokens = (await exchanged.json()) as Wire['OAuthTokens']
  expect(decodeJwt(tokens.id_token!)).toMatchObject({ aud: client.client_id, iss: server.url })
  // It registered for no refresh token, and its access token does nothing in the person's name.
  expect(tokens).not.toHaveProperty('refresh_token')
  const bearer = tokens.access_token
  expect((await sender(server.url)('GET /auth/me', { bearer })).status).toBe(401)
  expect((await sender(server.url)('GET /api/accounts', { bearer })).status).toBe(401)
  expect(JSON.parse((await sender(server.url)('GET /oauth2/userinfo', { bearer })).text)).toMatchObject({
    email: person.email,
  })
})

describe('consent', () => {
  it.each([
    ['with openid', 'openid'],
    ['without it', 'email'],
    ['with nothing at all', ''],
  ])('is asked for %s', async (_, scope) => {
    const { client } = await register({ token_endpoint_auth_method: 'none' })
    const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }
    const arrived = await signIn(openFormBrowser(callback), urlOf(client.client_id, { scope, ...challenge }))
    expect(page(arrived).text).toContain('name="page_token"')
    expect(atApp(await page(arrived).submit({ answer: 'deny' })).searchParams.get('error')).toBe('access_denied')
  })

  it('of one is none of another, and prompt=none gets no further', async () => {
    const [first, second] = [(await register()).client, (await register()).client]
    const browser = openFormBrowser(callback)
    atApp(await page(await signIn(browser, urlOf(first.client_id))).submit({ answer: 'allow' }))
    const silent = { prompt: 'none' }
    expect(atApp(await browser.go(urlOf(first.client_id, silent))).searchParams.has('code')).toBe(true)
    const other = atApp(await browser.go(urlOf(second.client_id, silent)))
    expect(other.searchParams.get('error')).toBe('consent_required')
    const more = atApp(await browser.go(urlOf(first.client_id, { ...silent, scope: 'openid email address' })))
    expect(more.searchParams.get('error')).toBe('consent_required')
  })
})

describe('redirect URIs', () => {
  // oidcc-redirect-uri-query-mismatch, oidcc-redirect-uri-query-added, oidcc-ensure-registered-redirect-uri
  it.each([
    `${callback}?added=1`,
    `${callback}/`,
    `${callback}#x`,
    callback.replace('suite', 'SUITE'),
    callback.replace(':8443', ''),
    callback.replace('https', 'http'),
    `${callback}%2f..`,
    'https://suite.example.com:8443@evil.example/test/a/alias/callback',
    `${callback}\t`,
  ])('lead nobody to %j', async (redirect_uri) => {
    const { client } = await register()
    const arrived = await openFormBrowser(callback).go(urlOf(client.client_id, { redirect_uri }))
    expect(arrived.at === 'page' && arrived.status).toBe(400)
  })
})

describe('what a client says where to look', () => {
  // oidcc-registration-sector-uri, oidcc-registration-sector-bad
  it('has to list its redirect URIs', async () => {
    const site = createServer((request, response) =>
      response.end(request.url === '/good' ? JSON.stringify([callback]) : '["https://other.example/"]'),
    )
    await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
    const at = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    try {
      expect((await register({ sector_identifier_uri: `${at}/good` })).status).toBe(201)
      const bad = await register({ sector_identifier_uri: `${at}/bad` })
      expect([bad.status, bad.client.error]).toEqual([400, 'invalid_client_metadata'])
    } finally {
      site.close()
    }
  })

  // oidcc-3rd_party-init-login
  it('keeps where others may begin a sign-in', async () => {
    const { client } = await register({ initiate_login_uri: 'https://suite.example.com/login' })
    expect(client.initiate_login_uri).toBe('https://suite.example.com/login')
  })
})

it('learns of no tokens but its own', async () => {
  const { client } = await register()
  const authorization = `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}`
  const body = new URLSearchParams({ token: person.access_token })
  const told = await fetch(`${server.url}/oauth2/introspect`, { method: 'POST', body, headers: { authorization } })
  expect(await told.json()).toEqual({ active: false })
})
