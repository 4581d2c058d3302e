// Who is told that somebody has signed out (OpenID Connect Back-Channel and Front-Channel Logout 1.0).
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { deliverLogoutNotices } from '../../server/identity/authorization/logout-notices.ts'
import { revokeOwnSession } from '../../server/identity/sessions/own-sessions.ts'
import type { OpenIdSettings } from '../../server/model/client.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import type { OutsideAnswer } from '../../server/outside/guarded-fetch.ts'
import { findClient, updateClient } from '../../server/storage/clients.ts'
import { findLiveSession } from '../../server/storage/sessions.ts'
import { listSessionsOfBrowser } from '../../server/storage/session-lists.ts'
import { deleteSessionsOfUsers, endSession, endSessionsOfUser } from '../../server/storage/ended-sessions.ts'
import { insertLogoutNotices } from '../../server/storage/logout-notices.ts'
import { contextFor } from '../identity/context-for-tests.ts'
import { type TestServer, password, signUp, startReachableServer } from '../server-for-tests.ts'
import { type Arrived, codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'

const { account, oauth: confidential } = sandboxCredentials
const { redirectUri } = account
const verifier = 'v'.repeat(43)

let server: TestServer
const receiver = createServer()
let receiverUrl: string
let answer = 200
const received: { readonly url: string; readonly token: string }[] = []
beforeAll(async () => {
  server = await startReachableServer()
  receiver.on('request', (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(parts).toString())
      received.push({ url: request.url ?? '', token: form.get('logout_token') ?? '' })
      response.writeHead(answer).end()
    })
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(async () => {
  receiver.close()
  await server.close()
})

const setClient = async (id: string, openid: Partial<OpenIdSettings>) => {
  const client = (await findClient(server.world.db, id))!
  await updateClient(server.world.db, id, { openid: { ...client.openid, ...openid }, updatedAt: Date.now() })
}
beforeEach(async () => {
  answer = 200
  await server.world.db.deleteFrom('logoutNotices').execute()
  received.length = 0
  await setClient(account.client_id, { backchannelLogoutUri: `${receiverUrl}/public`, idTokenAlg: 'ES256' })
  await setClient(confidential.client_id, { backchannelLogoutUri: `${receiverUrl}/confidential` })
})
afterEach(async () => {
  for (const id of [account.client_id, confidential.client_id]) {
    await setClient(id, { backchannelLogoutUri: null, frontchannelLogoutUri: null, idTokenAlg: 'RS256' })
  }
})

const urlOf = (more: Readonly<Record<string, string>>) =>
  new URL(
    `${server.url}/oauth2/authorize?${new URLSearchParams({
      client_id: account.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM',
      code_challenge_method: 'S256',
      ...more,
    })}`,
  )
/** Somebody signs in for one app with a password, and is there for the other one too. */
const signedIn = async (scope = 'openid') => {
  const person = await signUp(server.send)
  const browser = openFormBrowser(redirectUri)
  const tokensFor = async (arrived: Arrived, who: object) => {
    const body = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier, ...who }
    const { text } = await server.send('POST /oauth2/token', { body: { ...body, code: codeOf(arrived) } })
    return JSON.parse(text) as Wire['OAuthTokens']
  }
  const login = pageOf(await browser.go(urlOf({ scope })))
  const { client_id, client_secret } = confidential
  const own = await tokensFor(await login.submit({ email: person.email, password }), {
    client_id: account.client_id,
  })
  const other = await tokensFor(await browser.go(urlOf({ client_id, scope: 'openid' })), { client_id, client_secret })
  return { ...person, browser, own, other }
}
const signOut = ({ own, browser }: Awaited<ReturnType<typeof signedIn>>) =>
  browser.go(
    new URL(`${server.url}/oauth2/logout?id_token_hint=${own.id_token}&post_logout_redirect_uri=${redirectUri}`),
  )
const told = () => received.map(({ url }) => url).sort()

describe('a client with a receiver', () => {
  // oidcc-backchannel-rp-initiated-logout
  it('is told by a signed token of who has signed out, and in which session', async () => {
    const made = await signedIn()
    await signOut(made)
    expect(received).toEqual([])
    await deliverLogoutNotices(server.world)
    expect(told()).toEqual(['/confidential', '/public'])
    const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`))
    for (const [path, audience, alg, idToken] of [
      ['/public', account.client_id, 'ES256', made.own.id_token!],
      ['/confidential', confidential.client_id, 'RS256', made.other.id_token!],
    ] as const) {
      const { token } = received.find(({ url }) => url === path)!
      const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: server.url, audience })
      const { sub, sid } = (await jwtVerify(idToken, keys)).payload
      expect(protectedHeader).toMatchObject({ typ: 'logout+jwt', alg })
      expect(Object.keys(payload).sort()).toEqual(['aud', 'events', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub'])
      expect(payload).toMatchObject({ sub, sid, exp: payload.iat! + 120 })
      expect(payload.events).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} })
      expect(decodeProtectedHeader(idToken).alg).toBe(alg)
    }
    received.length = 0
    await deliverLogoutNotices(server.world)
    expect(received).toEqual([])
  })

  it('is asked again where it could not, and not where it says no', async () => {
    const made = await signedIn()
    await signOut(made)
    answer = 503
    await deliverLogoutNotices(server.world)
    await deliverLogoutNotices(server.world)
    expect(told()).toHaveLength(2)
    server.world.sandbox!.clock.advance(3)
    answer = 400
    await deliverLogoutNotices(server.world)
    server.world.sandbox!.clock.advance(3600)
    await deliverLogoutNotices(server.world)
    expect(told()).toHaveLength(4)
    expect(await server.world.db.selectFrom('logoutNotices').selectAll().execute()).toEqual([])
  })

  it('is asked by one instance alone', async () => {
    const made = await signedIn()
    await signOut(made)
    await Promise.all([deliverLogoutNotices(server.world), deliverLogoutNotices(server.world)])
    expect(told()).toEqual(['/confidential', '/public'])
  })

  it('is forgotten after an hour, and its address is in no log', async () => {
    await setClient(account.client_id, { backchannelLogoutUri: 'http://10.0.0.7/secret-path' })
    const made = await signedIn()
    await signOut(made)
    await deliverLogoutNotices(server.world)
    const kept = () => server.world.db.selectFrom('logoutNotices').select('clientId').execute()
    expect(await kept()).toEqual([{ clientId: account.client_id }])
    server.world.sandbox!.clock.advance(3600)
    await deliverLogoutNotices(server.world)
    expect(await kept()).toEqual([])
    expect(server.logText()).toContain('private_address')
    expect(server.logText()).not.toContain('secret-path')
  })

  it('is told where a person ends the session of their browser', async () => {
    const made = await signedIn('openid offline_access')
    const { db, clock } = server.world
    const id = decodeJwt(made.own.id_token!).sid as string
    const live = (await findLiveSession(db, id, clock.now()))!
    const ctx = contextFor(server.world, { caller: { kind: 'user', ...live, keyThumbprint: null } })
    await revokeOwnSession(ctx, id)
    await deliverLogoutNotices(server.world)
    expect(told()).toEqual(['/confidential', '/public'])
    // What was let go on without the person goes on, and its client knows that nobody is there.
    const body = { grant_type: 'refresh_token', client_id: account.client_id, refresh_token: made.own.refresh_token }
    expect((await server.send('POST /oauth2/token', { body })).status).toBe(200)
    expect((await server.send('GET /oauth2/userinfo', { bearer: made.other.access_token })).status).toBe(401)
  })

  it('is told where a person ends all their sessions', async () => {
    const made = await signedIn('openid offline_access')
    const { db, clock } = server.world
    await endSessionsOfUser(db, made.profile.id.slice('uid_'.length), clock.now(), 'revoked_by_user')
    await deliverLogoutNotices(server.world)
    expect(told()).toEqual(['/confidential', '/public'])
  })
})

describe('what a client with a receiver is told of', () => {
  const userOf = ({ profile }: Awaited<ReturnType<typeof signedIn>>) => profile.id.slice('uid_'.length)
  const sidOf = ({ own }: Awaited<ReturnType<typeof signedIn>>) => decodeJwt(own.id_token!).sid as string
  const sessionAt = async (made: Awaited<ReturnType<typeof signedIn>>, clientId: string) => {
    const ofBrowser = await listSessionsOfBrowser(server.world.db, sidOf(made))
    return ofBrowser.find((session) => session.clientId === clientId)!.id
  }
  const deliver = async () => {
    await deliverLogoutNotices(server.world)
    return told()
  }

  it('is the end of the browser session, also where its own session was over by then', async () => {
    const made = await signedIn()
    const { db, clock } = server.world
    const own = await sessionAt(made, account.client_id)
    await db.updateTable('sessions').set({ expiresAt: clock.now() }).where('id', '=', own).execute()
    await endSession(db, await sessionAt(made, confidential.client_id), clock.now(), 'too_many')
    expect(await deliver()).toEqual([])
    await endSessionsOfUser(db, userOf(made), clock.now(), 'password_changed')
    expect(await deliver()).toEqual(['/confidential', '/public'])
  })

  it('is that the person was deleted, of this environment alone', async () => {
    const made = await signedIn()
    const { db, clock } = server.world
    expect(await deleteSessionsOfUsers(db, 'another', [userOf(made)], clock.now())).toBe(0)
    const sending = { bearer: sandboxCredentials.project.apiKey, body: { userIds: [userOf(made)] } }
    expect((await server.send('DELETE /api/auth/users', sending)).status).toBe(200)
    expect(await deliver()).toEqual(['/confidential', '/public'])
  })

  it('is not what it did itself while the browser session goes on, and later is that one', async () => {
    const made = await signedIn()
    const body = { client_id: account.client_id, token: made.own.access_token }
    expect((await server.send('POST /oauth2/revoke', { body })).status).toBe(200)
    const { db, clock } = server.world
    await endSession(db, await sessionAt(made, confidential.client_id), clock.now(), 'refresh_token_reused')
    expect(await deliver()).toEqual([])
    await signOut(made)
    expect(await deliver()).toEqual(['/confidential', '/public'])
  })

  it('is that the person ended its session, while the browser session goes on', async () => {
    const made = await signedIn()
    const { db, clock } = server.world
    await endSession(db, await sessionAt(made, account.client_id), clock.now(), 'revoked_by_user')
    expect(await deliver()).toEqual(['/public'])
    received.length = 0
    await signOut(made)
    expect(await deliver()).toEqual(['/confidential'])
  })

  it('is not that somebody signed in anew in that browser, nor of a session that is kept', async () => {
    const made = await signedIn()
    const { db, clock } = server.world
    await endSession(db, sidOf(made), clock.now(), 'replaced')
    expect(await deliver()).toEqual([])
    const another = await signedIn()
    const kept = await sessionAt(another, account.client_id)
    await endSessionsOfUser(db, userOf(another), clock.now(), 'password_changed', kept)
    expect(await deliver()).toEqual(['/confidential'])
  })
})

describe('a client whose receiver is slow', () => {
  it('holds up no other one, is asked at most four times at once, and not again in that round', async () => {
    const made = await signedIn()
    const { db, clock } = server.world
    const silent = 'http://127.0.0.1:9/silent'
    await setClient(account.client_id, { backchannelLogoutUri: silent })
    const of = (clientId: string, name: string) => ({
      clientId,
      id: name,
      userId: made.profile.id,
      surface: 'account' as const,
      browserSessionId: name,
    })
    const many = (clientId: string, count: number) => Array.from({ length: count }, (_, at) => of(clientId, `b${at}`))
    await insertLogoutNotices(db, many(account.client_id, 30), clock.now() - 1000)
    await insertLogoutNotices(db, many(confidential.client_id, 10), clock.now())
    // Whose a notice is, its id need not say.
    await db
      .updateTable('logoutNotices')
      .set({ id: sql`'notice ' || id` })
      .execute()
    const tired = Promise.withResolvers<OutsideAnswer>()
    let asked = 0
    const { fetchOutside } = server.world
    const round = deliverLogoutNotices({
      ...server.world,
      fetchOutside: (url, request) => {
        if (url !== silent) return fetchOutside(url, request)
        asked += 1
        return tired.promise
      },
    })
    await expect.poll(() => received.length).toBe(10)
    expect(asked).toBe(4)
    tired.resolve({ kind: 'refused', why: 'too_slow' })
    await round
    expect(asked).toBe(4)
  })
})

describe('a client with a page for it', () => {
  // oidcc-frontchannel-rp-initiated-logout
  it('is shown to the browser before that goes on, and nobody else may be', async () => {
    await setClient(account.client_id, { frontchannelLogoutUri: `${receiverUrl}/front?app=1` })
    const made = await signedIn()
    const { pathname, search } = new URL(
      `${server.url}/oauth2/logout?${new URLSearchParams({ id_token_hint: made.own.id_token!, post_logout_redirect_uri: redirectUri, state: 'x' })}`,
    )
    const { status, text, headers } = await server.send(`GET ${pathname}${search}`, {
      cookies: { browser_session: made.browser.jar.get('browser_session')! },
    })
    const { payload } = await jwtVerify(
      made.own.id_token!,
      createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`)),
    )
    const shown = `${receiverUrl}/front?app=1&iss=${encodeURIComponent(server.url)}&sid=${String(payload.sid)}`
    expect(status).toBe(200)
    expect([...text.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map(([, src]) => src!.replaceAll('&amp;', '&'))).toEqual([
      shown,
    ])
    expect(headers['content-security-policy']).toContain(`frame-src ${receiverUrl};`)
    expect(headers.refresh).toBe(`3; url=${redirectUri}?state=x`)
    expect(headers.location).toBeUndefined()
  })
})
