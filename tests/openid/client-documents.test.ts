// Clients whose id is the address of a document about them: anybody may be one, so each is held to what its document says now.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { deviceGrant } from '../../server/identity/authorization/device-codes.ts'
import { sandboxApplicationId, sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { findClient } from '../../server/storage/clients.ts'
import { type TestServer, password, prove, signUp, startReachableServer } from '../server-for-tests.ts'
import { appUrlOf, codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import { assertionClaims, makeKey, signBy, withAssertion } from './clients-for-tests.ts'
import { type DocumentSite, callback, openDocumentSite } from './document-site-for-tests.ts'

let server: TestServer
let site: DocumentSite
let person: Awaited<ReturnType<typeof signUp>>
beforeAll(async () => {
  site = await openDocumentSite()
  server = await startReachableServer()
  person = await signUp(server.send)
  await prove(server.send, person.email)
})
afterAll(async () => {
  await server.close()
  await site.close()
})
let path: string
let count = 0
beforeEach(() => {
  count += 1
  path = `/clients/${count}.json`
})

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }
const urlOf = (client_id: string, more: Readonly<Record<string, string>> = {}) => {
  const url = new URL('/oauth2/authorize', server.url)
  const asked = { client_id, redirect_uri: callback, response_type: 'code', scope: 'openid email', state: 's' }
  for (const [name, value] of Object.entries({ ...asked, ...challenge, ...more })) url.searchParams.set(name, value)
  return url
}
const signIn = async (url: URL, browser = openFormBrowser(callback)) =>
  pageOf(await browser.go(url)).submit({ email: person.email, password })
/** What was allowed before is not asked again. */
const codeFor = async (url: URL) => {
  const arrived = await signIn(url)
  return codeOf(arrived.at === 'app' ? arrived : await arrived.page.submit({ answer: 'allow' }))
}
const post = async (path: string, body: Readonly<Record<string, string>>) => {
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', body: new URLSearchParams(body) })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
}
const exchange = (client_id: string, code: string, more: Readonly<Record<string, string>> = {}) =>
  post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id,
    code,
    code_verifier: verifier,
    redirect_uri: callback,
    ...more,
  })
const refusalOf = async (client_id: string, more: Readonly<Record<string, string>> = {}) => {
  const arrived = await openFormBrowser(callback).go(urlOf(client_id, more))
  return arrived.at === 'page' && arrived.status === 400 ? arrived.page.text : `not refused: ${JSON.stringify(arrived)}`
}
const advance = (seconds: number) => server.send('POST /sandbox/clock', { body: { advance: seconds } })

describe('a client with a document', () => {
  it('signs somebody in who has seen whose it is, and goes on with a refresh token', async () => {
    const id = site.put(path)
    const consent = pageOf(await signIn(urlOf(id, { scope: 'openid email offline_access' })))
    expect(consent.text).toContain(`Let ${new URL(id).host} in?`)
    expect(consent.text).toContain('calls itself “<bdi>Good Client</bdi>”')
    expect(consent.text).toContain('app.example.com')
    const code = codeOf(await consent.submit({ answer: 'allow' }))
    const { status, body } = await exchange(id, code)
    expect([status, decodeJwt(String(body.id_token)).aud]).toEqual([200, id])
    const refreshed = await post('/oauth2/token', {
      grant_type: 'refresh_token',
      client_id: id,
      refresh_token: String(body.refresh_token),
    })
    expect([refreshed.status, decodeJwt(String(refreshed.body.id_token)).aud]).toEqual([200, id])
    // Its tokens do nothing in the person's name.
    expect((await server.send('GET /auth/me', { bearer: String(body.access_token) })).status).toBe(401)
    const ended = await post('/oauth2/revoke', { client_id: id, token: String(refreshed.body.refresh_token) })
    expect(ended.status).toBe(200)
    const dead = await post('/oauth2/token', {
      grant_type: 'refresh_token',
      client_id: id,
      refresh_token: String(refreshed.body.refresh_token),
    })
    expect([dead.status, dead.body.error]).toEqual([400, 'invalid_grant'])
    expect(site.asked(path)).toBe(1)
  })

  it('is asked about each time where any app on the device may be the one that waits', async () => {
    const app = 'http://127.0.0.1:9876/callback'
    const id = site.put(path, { redirect_uris: ['http://127.0.0.1/callback', callback] })
    const browser = openFormBrowser(app)
    const url = urlOf(id, { redirect_uri: app })
    const first = pageOf(await signIn(url, browser))
    expect(appUrlOf(await first.submit({ answer: 'allow' })).searchParams.has('code')).toBe(true)
    const again = pageOf(await browser.go(url))
    expect(again.text).toContain('name="page_token"')
    expect(appUrlOf(await again.submit({ answer: 'deny' })).searchParams.get('error')).toBe('access_denied')
    const silent = urlOf(id, { redirect_uri: app, prompt: 'none' })
    expect(appUrlOf(await browser.go(silent)).searchParams.get('error')).toBe('consent_required')
    // A site is one place: there what was allowed counts.
    const web = openFormBrowser(callback)
    for (const [name, value] of browser.jar) web.jar.set(name, value)
    expect(appUrlOf(await web.go(urlOf(id))).searchParams.has('code')).toBe(true)
  })

  it('is asked about by name, and taken back by its address', async () => {
    const id = site.put(path)
    await codeFor(urlOf(id))
    const bearer = person.access_token
    const listed = JSON.parse((await server.send('GET /auth/consents', { bearer })).text) as Wire['AccountConsentList']
    expect(listed.data).toContainEqual(expect.objectContaining({ client_id: id, client_name: 'Good Client' }))
    const line = `DELETE /auth/consents/${encodeURIComponent(id)}` as const
    expect((await server.send(line, { bearer })).status).toBe(204)
    expect((await server.send(line, { bearer })).status).toBe(404)
  })

  it('pushes its requests, lets a device ask, and introspects what is its own', async () => {
    const id = site.put(path, { grant_types: ['authorization_code', deviceGrant] })
    const { redirect_uri, scope, response_type } = Object.fromEntries(urlOf(id).searchParams)
    const pushed = await post('/oauth2/par', {
      client_id: id,
      redirect_uri: redirect_uri!,
      scope: scope!,
      response_type: response_type!,
      ...challenge,
    })
    expect(pushed.status).toBe(201)
    const url = new URL('/oauth2/authorize', server.url)
    url.searchParams.set('client_id', id)
    url.searchParams.set('request_uri', String(pushed.body.request_uri))
    expect((await exchange(id, await codeFor(url))).status).toBe(200)
    const device = await post('/oauth2/device_authorization', { client_id: id, scope: 'openid' })
    expect(device.status).toBe(200)
    const browser = openFormBrowser(callback)
    const first = pageOf(await browser.go(new URL(`${server.url}/oauth2/device`)))
    const login = pageOf(await first.submit({ user_code: String(device.body.user_code) }))
    const again = pageOf(await login.submit({ email: person.email, password }))
    const confirm = pageOf(await again.submit({ user_code: String(device.body.user_code) }))
    expect(confirm.text).toContain(new URL(id).host)
    expect(pageOf(await confirm.submit({ answer: 'allow' })).text).toContain('The device is connected')
    const { device_code } = device.body
    const got = await post('/oauth2/token', {
      grant_type: deviceGrant,
      client_id: id,
      device_code: String(device_code),
    })
    expect(got.status).toBe(200)
    // A public client proves nothing, and so asks about no token.
    const asked = await post('/oauth2/introspect', { client_id: id, token: String(got.body.access_token) })
    expect([asked.status, asked.body.error]).toEqual([400, 'unauthorized_client'])
  })

  it('proves itself by the keys that its document has now, at each endpoint', async () => {
    const [key, next] = [await makeKey(), await makeKey()]
    const fields = { token_endpoint_auth_method: 'private_key_jwt' }
    const id = site.put(path, { ...fields, jwks: { keys: [key.publicJwk] } })
    const signed = async (by: typeof key) =>
      withAssertion(await signBy(by, assertionClaims(id, { aud: server.url, exp: Date.now() / 1000 + 600 })))
    const got = await exchange(id, await codeFor(urlOf(id)), await signed(key))
    expect(got.status).toBe(200)
    expect((await exchange(id, await codeFor(urlOf(id)))).status).toBe(401)
    const token = String(got.body.access_token)
    const asked = await post('/oauth2/introspect', { client_id: id, token, ...(await signed(key)) })
    expect(asked.body).toMatchObject({ active: true, client_id: id })
    site.put(path, { ...fields, jwks: { keys: [next.publicJwk] } })
    await advance(601)
    const late = async (by: typeof key) => {
      const now = Math.floor(Date.now() / 1000) + 601
      return withAssertion(await signBy(by, assertionClaims(id, { aud: server.url, iat: now, exp: now + 60 })))
    }
    expect((await post('/oauth2/introspect', { client_id: id, token, ...(await late(key)) })).status).toBe(401)
    expect((await post('/oauth2/introspect', { client_id: id, token, ...(await late(next)) })).status).toBe(200)
  })
})

describe('a document', () => {
  it.each([
    ['of another client', { client_id: 'https://other.example/client.json' }, 'client_id: is not the address'],
    ['without the address', { client_id: undefined }, 'client_id: is not the address'],
    ['with a secret', { client_secret: 'sec_everybody_reads_it' }, 'client_secret: is not for a document'],
    ['with the end of a secret', { client_secret_expires_at: 0 }, 'client_secret_expires_at: is not for'],
    ['that means a secret', { token_endpoint_auth_method: 'client_secret_basic' }, 'token_endpoint_auth_method: must'],
    ['that signs by a secret', { token_endpoint_auth_method: 'client_secret_jwt' }, 'token_endpoint_auth_method: must'],
    [
      'that names another address to ask',
      { sector_identifier_uri: 'https://victim.example/x' },
      'sector_identifier_uri: is',
    ],
    ['whose name turns the text around', { client_name: 'Bank\u202e' }, 'refused: client_name: '],
    ['that leads people to a script', { policy_uri: 'javascript:alert(1)' }, 'policy_uri: must be https'],
    ['that has no keys', { token_endpoint_auth_method: 'private_key_jwt' }, 'needs jwks or jwks_uri'],
    ['with a key that everybody knows', { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }, 'must be a public key'],
    ['without a redirect URI', { redirect_uris: [] }, 'redirect_uris: is missing'],
    ['that leads to a script', { redirect_uris: ['javascript:alert(1)'] }, 'redirect_uris: must be https'],
    ['whose redirect URIs are no list', { redirect_uris: 'https://app.example.com/' }, 'redirect_uris: must be'],
    ['of a machine', { grant_types: ['client_credentials'] }, 'client_credentials is not for'],
    ['whose name is too long', { client_name: 'x'.repeat(300) }, 'client_name: must'],
  ])('%s is refused', async (_, fields, problem) => {
    expect(await refusalOf(site.put(path, fields))).toContain(problem)
    expect(await findClient(server.world.db, `${site.origin}${path}`)).toBeUndefined()
  })

  it.each([
    ['leads elsewhere', { status: 302, headers: { location: '/clients/1.json' } }, 'leads to another address'],
    ['is not there', { status: 404 }, 'is answered with the status 404'],
    ['is no JSON', { headers: { 'content-type': 'text/plain' } }, 'is no JSON'],
    ['is broken', { body: '{' }, 'is no JSON object'],
    ['is a list', { body: '[]' }, 'is no JSON object'],
    ['is longer than ours are', { body: JSON.stringify({ x: 'y'.repeat(17_000) }) }, 'is too long'],
    ['is far longer', { body: 'y'.repeat(200_000) }, 'is too long'],
  ])('that %s is refused', async (_, served, problem) => {
    expect(await refusalOf(site.put(path, {}, served))).toContain(problem)
  })

  it.each([
    ['a query', '?x=1'],
    ['a fragment', '#x'],
    ['a dot segment', '/../1.json'],
    ['an encoded dot segment', '/%2e%2e/1.json'],
    ['a backslash', '\\1.json'],
  ])('is at no address with %s, and nobody is asked', async (_, end) => {
    const id = `${site.put(path)}${end}`
    expect(await refusalOf(id)).toContain('client_id: ')
    expect(site.asked(path)).toBe(0)
  })

  it.each([
    'https://localhost',
    'https://LOCALHOST/x',
    'https://user:word@localhost/x',
    'https://localhost:443/x',
    'http://app.example.com/x',
  ])('is not at %s', async (id) => {
    expect(await refusalOf(id)).toContain('client_id: is no https address')
  })

  it.each(['https://10.0.0.1/x', 'https://[fd00::1]/x', 'https://169.254.169.254/latest', 'https://0x7f.1/x'])(
    'is not fetched from %s',
    async (id) => {
      expect(await refusalOf(id)).toMatch(/cannot be fetched|is no https address/)
    },
  )

  it('names all that its client may be sent to', async () => {
    const id = site.put(path)
    expect(await refusalOf(id, { redirect_uri: 'https://evil.example/callback' })).toContain('no such redirect URI')
  })
})

describe('what a document said', () => {
  it('counts as long as HTTP says, and within bounds', async () => {
    const id = site.put(path, {}, { headers: { 'cache-control': 'no-store' } })
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    await advance(290)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    expect(site.asked(path)).toBe(1)
    site.put(path, {}, { headers: { 'cache-control': 'max-age=99999999' } })
    await advance(11)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    expect(site.asked(path)).toBe(2)
    await advance(23 * 3600)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    expect(site.asked(path)).toBe(2)
    await advance(3601)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    expect(site.asked(path)).toBe(3)
  })

  it('gives way to what it says next: addresses that are gone get nobody', async () => {
    const id = site.put(path)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    site.put(path, { redirect_uris: ['https://app.example.com/new'] })
    await advance(601)
    expect(await refusalOf(id)).toContain('no such redirect URI')
    site.put(path, {}, { status: 404 })
    await advance(601)
    expect(await refusalOf(id, { redirect_uri: 'https://app.example.com/new' })).toContain('the status 404')
  })

  it('carries a public client over a day in which its site is away, and no new sign-in', async () => {
    const id = site.put(path)
    const { body } = await exchange(id, await codeFor(urlOf(id, { scope: 'openid offline_access' })))
    site.put(path, {}, { status: 503 })
    await advance(601)
    expect(await refusalOf(id)).toContain('the status 503')
    const refreshed = (token: unknown) =>
      post('/oauth2/token', { grant_type: 'refresh_token', client_id: id, refresh_token: String(token) })
    const once = await refreshed(body.refresh_token)
    expect(once.status).toBe(200)
    await advance(24 * 3600)
    expect((await refreshed(once.body.refresh_token)).status).toBe(400)
    site.put(path)
    await advance(31)
    expect((await refreshed(once.body.refresh_token)).status).toBe(200)
  })

  it('is asked for once by many at once, and again soon after it failed', async () => {
    const id = site.put(path, {}, { status: 500 })
    await Promise.all([1, 2, 3, 4, 5].map(() => refusalOf(id)))
    expect(site.asked(path)).toBe(1)
    site.put(path)
    expect(await refusalOf(id)).toContain('the status 500')
    await advance(31)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    expect(site.asked(path)).toBe(2)
  })
})

describe('administrators', () => {
  let administrator: string
  const logIn = async () => {
    const { email, password } = sandboxCredentials.platform
    const answer = await server.send('POST /api/platform/auth/login', { body: { email, password } })
    administrator = (JSON.parse(answer.text) as { access_token: string }).access_token
  }
  beforeEach(logIn)
  const application = `/api/platform/applications/${sandboxApplicationId}`
  const at = (id: string) => `${application}/third-party-clients/${encodeURIComponent(id)}` as const
  const change = (id: string, isActive: boolean) =>
    server.send(`PATCH ${at(id)}`, { bearer: administrator, body: { isActive } })

  it('see them among those of third parties', async () => {
    const id = site.put(path)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    const bearer = administrator
    const { text } = await server.send(`GET ${application}/third-party-clients?kind=document&limit=100`, { bearer })
    const { data } = JSON.parse(text) as Wire['ThirdPartyClientPage']
    expect(data).toContainEqual(expect.objectContaining({ clientId: id, kind: 'document', redirectUris: [callback] }))
    const registered = await server.send(`GET ${application}/third-party-clients?kind=registered`, { bearer })
    expect(registered.text).not.toContain(id)
    expect((await server.send(`GET ${at(id)}`, { bearer })).status).toBe(200)
  })

  it('go on behind one, however long its address is', async () => {
    for (const name of ['short', 'a'.repeat(460)]) {
      pageOf(await openFormBrowser(callback).go(urlOf(site.put(`/clients/${count}/${name}.json`))))
    }
    const seen: string[] = []
    for (let cursor = ''; seen.length < 4;) {
      const line = `GET ${application}/third-party-clients?kind=document&limit=1${cursor}` as const
      const { text } = await server.send(line, { bearer: administrator })
      const { data, nextCursor } = JSON.parse(text) as Wire['ThirdPartyClientPage']
      seen.push(...data.map(({ clientId }) => clientId))
      if (nextCursor === null) break
      cursor = `&cursor=${nextCursor}`
    }
    expect(new Set(seen).size).toBe(4)
  })

  it('suspend one, which outlives all that its document says', async () => {
    const id = site.put(path)
    const { body } = await exchange(id, await codeFor(urlOf(id, { scope: 'openid offline_access' })))
    expect((await change(id, false)).status).toBe(200)
    const refresh = { grant_type: 'refresh_token', client_id: id, refresh_token: String(body.refresh_token) }
    expect(await refusalOf(id)).toContain('names no client')
    expect((await post('/oauth2/token', refresh)).status).toBe(401)
    await advance(3 * 24 * 3600)
    expect(await refusalOf(id)).toContain('names no client')
    expect(site.asked(path)).toBe(1)
    await logIn()
    expect((await change(id, true)).status).toBe(200)
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
    expect((await post('/oauth2/token', refresh)).body.error).toBe('invalid_grant')
  })

  it('switch them off for an application, and discovery says so', async () => {
    const id = site.put(path)
    const set = (clientMetadataDocuments: boolean | null) =>
      server.send(`PATCH ${application}`, { bearer: administrator, body: { authConfig: { clientMetadataDocuments } } })
    const said = async () =>
      (
        JSON.parse(
          (await server.send('GET /.well-known/oauth-authorization-server')).text,
        ) as Wire['OpenIdConfiguration']
      ).client_id_metadata_document_supported
    expect(await said()).toBe(true)
    expect((await set(false)).status).toBe(200)
    try {
      expect(await said()).toBe(false)
      expect(await refusalOf(id)).toContain('names no client')
      expect(site.asked(path)).toBe(0)
    } finally {
      await set(null)
    }
    pageOf(await openFormBrowser(callback).go(urlOf(id)))
  })
})

it('is asked for by pages of its own, and by no others', async () => {
  const id = site.put(path)
  pageOf(await openFormBrowser(callback).go(urlOf(id)))
  const from = async (origin: string) => {
    const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: id, refresh_token: 'none' })
    const answer = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body, headers: { origin } })
    return [answer.status, answer.headers.get('access-control-allow-origin')]
  }
  expect(await from('https://app.example.com')).toEqual([400, 'https://app.example.com'])
  expect(await from('https://evil.example')).toEqual([403, null])
  const redirect_uri = 'https://new.example.com/callback'
  site.put(path, { redirect_uris: [redirect_uri] })
  await advance(601)
  pageOf(await openFormBrowser(callback).go(urlOf(id, { redirect_uri })))
  expect(await from('https://new.example.com')).toEqual([400, 'https://new.example.com'])
  expect(await from('https://app.example.com')).toEqual([403, null])
})

it('is quoted with a name that ends no quotes', async () => {
  const id = site.put(path, { client_name: 'Good” of 「accounts.example」, “Client' })
  const arrived = pageOf(await signIn(urlOf(id)))
  expect(arrived.text).toContain('calls itself “<bdi>Good&#39; of &#39;accounts.example&#39;, &#39;Client</bdi>” and')
})

it('is unknown at the account surface', async () => {
  const client_id = site.put(path)
  pageOf(await openFormBrowser(callback).go(urlOf(client_id)))
  const body = { client_id, email: person.email, password }
  expect((await server.send('POST /auth/sign-in', { body })).status).toBe(400)
})

it('has us ask at so many addresses and no more for one that asks', async () => {
  const few = await startReachableServer({ LIMITS: 'clientDocumentsPerIp=2/3600' })
  try {
    const paths = [1, 2, 3].map((number) => `/few/${path}/${number}`)
    const statuses: number[] = []
    for (const one of [...paths, paths[0]!]) {
      const url = new URL(urlOf(site.put(one)).search, `${few.url}/oauth2/authorize`)
      statuses.push((await fetch(url, { headers: { accept: 'text/html' } })).status)
    }
    // What is known costs nothing.
    expect(statuses).toEqual([200, 200, 429, 200])
    expect(site.asked(paths[2]!)).toBe(0)
  } finally {
    await few.close()
  }
})
