// What a client with a document gets by being quick, by being many, or by what is another's.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sandboxApplicationId, sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { findClient, updateClient } from '../../server/storage/clients.ts'
import { startServersOn } from '../database-server-for-tests.ts'
import { type TestServer, password, signUp, startReachableServer } from '../server-for-tests.ts'
import { codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import { type DocumentSite, callback, openDocumentSite } from './document-site-for-tests.ts'

let server: TestServer
/** Another instance of the same service. */
let other: TestServer
let site: DocumentSite
beforeAll(async () => {
  ;[server, other] = (await startServersOn('postgres', [{}, {}])) as [TestServer, TestServer]
  site = await openDocumentSite()
})
afterAll(async () => {
  await other.close()
  await server.close()
  await site.close()
})

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const searchOf = (client_id: string, more: Readonly<Record<string, string>> = {}) =>
  new URLSearchParams({
    client_id,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid offline_access',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...more,
  })
const statusAt = async (one: TestServer, id: string) =>
  (await fetch(`${one.url}/oauth2/authorize?${searchOf(id)}`, { headers: { accept: 'text/html' } })).status
const post = async (one: TestServer, path: string, body: Readonly<Record<string, string>>) => {
  const answer = await fetch(`${one.url}${path}`, { method: 'POST', body: new URLSearchParams(body) })
  return { status: answer.status, body: (await answer.json()) as Record<string, string> }
}

it('is one client, however many instances hear of it first at once', async () => {
  const id = site.put('/first.json')
  const all = [server, other, server, other, server, other]
  expect(await Promise.all(all.map((one) => statusAt(one, id)))).toEqual(all.map(() => 200))
  const { db } = server.world
  const rows = await db.selectFrom('auditEvents').select('data').where('action', '=', 'client.registered').execute()
  expect(rows.filter(({ data }) => data?.includes(id))).toHaveLength(1)
})

it('that is suspended while its document is on the way is not let in by it', async () => {
  const [asked, held] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  let isHeld = false
  const slow = createServer((request, response) => {
    const client_id = `http://localhost:${(slow.address() as AddressInfo).port}${request.url}`
    const said = JSON.stringify({ client_id, redirect_uris: [callback], client_name: 'Slow' })
    const answer = () => response.setHeader('content-type', 'application/json').end(said)
    if (!isHeld) return void answer()
    asked.resolve(undefined)
    void held.promise.then(answer)
  })
  await new Promise<void>((ready) => slow.listen(0, '127.0.0.1', ready))
  try {
    const id = `http://localhost:${(slow.address() as AddressInfo).port}/client.json`
    expect(await statusAt(server, id)).toBe(200)
    await updateClient(server.world.db, id, { documentUntil: 1, updatedAt: 1 })
    server.world.sandbox!.clock.advance(31)
    isHeld = true
    const again = statusAt(server, id)
    await asked.promise
    await updateClient(other.world.db, id, { isActive: false, updatedAt: 2 })
    held.resolve(undefined)
    expect(await again).toBe(400)
    expect((await findClient(other.world.db, id))!.isActive).toBe(false)
    expect(await statusAt(server, id)).toBe(400)
  } finally {
    slow.close().closeAllConnections()
  }
})

it('gets nothing for the code or the refresh token of another', async () => {
  const one = await startReachableServer()
  try {
    const [mine, its] = [site.put('/mine.json'), site.put('/its.json')]
    const { email } = await signUp(one.send)
    const codeFor = async (id: string) => {
      const login = pageOf(await openFormBrowser(callback).go(new URL(`${one.url}/oauth2/authorize?${searchOf(id)}`)))
      const consent = pageOf(await login.submit({ email, password }))
      return codeOf(await consent.submit({ answer: 'allow' }))
    }
    const exchange = (client_id: string, code: string) =>
      post(one, '/oauth2/token', {
        ...{ grant_type: 'authorization_code', client_id, code, redirect_uri: callback, code_verifier: verifier },
      })
    const code = await codeFor(its)
    expect((await exchange(mine, code)).body.error).toBe('invalid_grant')
    const { body } = await exchange(its, code)
    const refresh = (client_id: string) =>
      post(one, '/oauth2/token', { grant_type: 'refresh_token', client_id, refresh_token: body.refresh_token! })
    expect((await refresh(mine)).body.error).toBe('invalid_grant')
    const ended = await fetch(`${one.url}/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: mine, token: body.refresh_token! }),
    })
    expect(ended.status).toBe(200)
    expect((await refresh(its)).status).toBe(200)
    // What it was sent here with is its own too.
    const pushed = await post(one, '/oauth2/par', Object.fromEntries(searchOf(its)))
    const search = new URLSearchParams({ client_id: mine, request_uri: pushed.body.request_uri! })
    expect((await fetch(`${one.url}/oauth2/authorize?${search}`, { headers: { accept: 'text/html' } })).status).toBe(
      400,
    )
  } finally {
    await one.close()
  }
})

it('that pushed its request is held to what its document says when somebody comes with it', async () => {
  const one = await startReachableServer()
  try {
    const id = site.put('/pushing.json', {}, { headers: { 'cache-control': 'max-age=300' } })
    await statusAt(one, id)
    one.world.sandbox!.clock.advance(290)
    const pushed = await post(one, '/oauth2/par', Object.fromEntries(searchOf(id)))
    expect(pushed.status).toBe(201)
    site.put('/pushing.json', { redirect_uris: ['https://app.example.com/other'] })
    one.world.sandbox!.clock.advance(31)
    const search = new URLSearchParams({ client_id: id, request_uri: pushed.body.request_uri! })
    const arrived = await openFormBrowser(callback).go(new URL(`${one.url}/oauth2/authorize?${search}`))
    expect(arrived).toMatchObject({ at: 'page', status: 400 })
  } finally {
    await one.close()
  }
})

it('that is one of too many makes room once nobody has used it for an hour', async () => {
  const one = await startReachableServer({ QUOTAS: 'documentClientsPerEnvironment=2' })
  try {
    const ids = [1, 2, 3].map((number) => site.put(`/many/${number}.json`))
    const statuses: number[] = []
    for (const id of ids) statuses.push(await statusAt(one, id))
    expect(statuses).toEqual([200, 200, 503])
    // One that is suspended stays where it is.
    await updateClient(one.world.db, ids[0]!, { isActive: false, updatedAt: 1 })
    one.world.sandbox!.clock.advance(3601)
    expect(await statusAt(one, ids[2]!)).toBe(200)
    expect(await findClient(one.world.db, ids[1]!)).toBeUndefined()
    expect((await findClient(one.world.db, ids[0]!))!.isActive).toBe(false)
  } finally {
    await one.close()
  }
})

it('is no business of administrators of another tenant', async () => {
  const id = site.put('/tenants.json')
  await statusAt(server, id)
  const body = { email: 'dana@acme.test', password: 'a tall yellow kettle', tenantName: 'Acme', tenantSlug: 'acme' }
  const { access_token: bearer } = JSON.parse(
    (await server.send('POST /api/platform/auth/register', { body })).text,
  ) as { access_token: string }
  const line =
    `PATCH /api/platform/applications/${sandboxApplicationId}/third-party-clients/${encodeURIComponent(id)}` as const
  expect((await server.send(line, { bearer, body: { isActive: false } })).status).toBe(404)
  const shop = JSON.parse(
    (await server.send('POST /api/platform/applications', { bearer, body: { name: 'Shop', slug: 'shop' } })).text,
  ) as { data: { id: string } }
  const own = `PATCH /api/platform/applications/${shop.data.id}/third-party-clients/${encodeURIComponent(id)}` as const
  expect((await server.send(own, { bearer, body: { isActive: false } })).status).toBe(404)
  expect((await findClient(server.world.db, id))!.isActive).toBe(true)
})

it('shows no secret: a document is asked for by no Basic credentials, and opens nothing by the secret of others', async () => {
  const id = site.put('/basic.json')
  const authorization = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${sandboxCredentials.oauth.client_secret}`).toString('base64')}`
  const answer = await fetch(`${server.url}/oauth2/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  expect(answer.status).toBe(401)
  const inBody = { grant_type: 'client_credentials', client_id: id, client_secret: 'x' }
  expect((await post(server, '/oauth2/token', inBody)).status).toBe(401)
  expect(site.asked('/basic.json')).toBe(0)
  // Without a secret it is known, and is no machine.
  expect((await post(server, '/oauth2/token', { grant_type: 'client_credentials', client_id: id })).body.error).toBe(
    'unauthorized_client',
  )
})
