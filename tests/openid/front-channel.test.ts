// The plans Hybrid and Implicit: tokens that come back by the browser, each bound to what comes with it (OpenID Connect Core
// 1.0 sections 3.2 and 3.3).
import { createHash } from 'node:crypto'
import { type JSONWebKeySet, createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client, ResponseType } from '../../server/model/client.ts'
import { responseTypes } from '../../server/model/client.ts'
import { type TestServer, password, prove, sender, signUp, startReachableServer } from '../server-for-tests.ts'
import { openFormBrowser } from './browser-for-tests.ts'
import { putClient, redirectUri, secret } from './clients-for-tests.ts'
import { sha256 } from '../../server/outside/secrets.ts'
import { toTotpSecret, totpCode } from '../../server/outside/totp.ts'
import { insertTotpFactor } from '../../server/storage/second-factors.ts'
import { findUserByEmail } from '../../server/storage/users.ts'

let server: TestServer
let client: Client
let email: string
let keys: JSONWebKeySet
beforeAll(async () => {
  server = await startReachableServer()
  const send = sender(server.url)
  ;({ email } = await signUp(send))
  await prove(send, email)
  client = await putClient(
    server,
    { responseTypes: [...responseTypes], grantTypes: ['authorization_code', 'implicit'], requiresPkce: false },
    { secretHash: sha256(secret) },
  )
  keys = JSON.parse((await send('GET /.well-known/jwks.json')).text) as JSONWebKeySet
})
afterAll(() => server.close())

const hashOf = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')

/** Signs in for a request, and gives what came back in the fragment (or, for a form, in its fields). */
const answerTo = async (more: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
  const url = new URL('/oauth2/authorize', server.url)
  const asked = {
    client_id: client.id,
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: 's',
    nonce: 'n',
    ...more,
  }
  for (const [name, value] of Object.entries(asked)) if (value !== '') url.searchParams.set(name, value)
  const browser = openFormBrowser(redirectUri)
  let arrived = await browser.go(url)
  if (arrived.at === 'page' && arrived.page.text.includes('name="password"')) {
    arrived = await arrived.page.submit({ email, password })
  }
  if (arrived.at === 'page') arrived = await arrived.page.submit({})
  if (arrived.at !== 'app') throw new Error(`Not at the app: ${arrived.status}`)
  const { hash, searchParams } = arrived.url
  if (more.response_mode !== 'form_post') expect(searchParams.size).toBe(0)
  return Object.fromEntries(more.response_mode === 'form_post' ? searchParams : new URLSearchParams(hash.slice(1)))
}

describe('somebody with a second factor', () => {
  it.each(responseTypes.filter((type) => type !== 'code'))(
    'is let in for %s, and the ID token says how',
    async (type) => {
      const { world } = server
      const person = await signUp(sender(server.url))
      await prove(sender(server.url), person.email)
      const factorSecret = toTotpSecret('5'.repeat(40))
      const user = (await findUserByEmail(world.db, client.environmentId, person.email))!
      await insertTotpFactor(world.db, {
        userId: user.id,
        sealedSecret: await world.secrets.seal(factorSecret),
        confirmedAt: 1,
        sessionId: null,
        lastStep: 0,
        createdAt: 1,
        updatedAt: 1,
      })
      const asked = {
        client_id: client.id,
        redirect_uri: redirectUri,
        scope: 'openid',
        nonce: 'n',
        response_type: type,
      }
      const browser = openFormBrowser(redirectUri)
      const first = await browser.go(new URL(`${server.url}/oauth2/authorize?${new URLSearchParams(asked)}`))
      const second = first.at === 'page' ? await first.page.submit({ email: person.email, password }) : first
      const code = totpCode(factorSecret, world.clock.now())
      const back = second.at === 'page' ? await second.page.submit({ code }) : second
      if (back.at !== 'app') throw new Error(back.page.text)
      const told = Object.fromEntries(new URLSearchParams(back.url.hash.slice(1)))
      expect(told).not.toHaveProperty('error')
      const { amr } = told.id_token === undefined ? { amr: ['otp', 'mfa'] } : decodeJwt(told.id_token)
      expect(amr).toEqual(['otp', 'mfa'])
    },
  )
})

const userinfo = (token: string) =>
  fetch(`${server.url}/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } })

// oidcc-server, oidcc-idtoken-signature, oidcc-userinfo-get, oidcc-scope-email, of Hybrid and Implicit; Form Post of both
describe.each(responseTypes.filter((type) => type !== 'code'))('%s', (response_type: ResponseType) => {
  const words = response_type.split(' ')

  it.each(['fragment', 'form_post'])('comes back by %s, all of it bound together', async (response_mode) => {
    const answer = await answerTo({ response_type, response_mode })
    const { code, id_token, access_token, state, iss } = answer
    expect({ state, iss }).toEqual({ state: 's', iss: server.url })
    expect([code !== undefined, id_token !== undefined, access_token !== undefined]).toEqual(
      ['code', 'id_token', 'token'].map((word) => words.includes(word)),
    )
    expect(Object.keys(answer)).not.toContain('refresh_token')
    if (id_token !== undefined) {
      const { payload } = await jwtVerify(id_token, createLocalJWKSet(keys), {
        issuer: server.url,
        audience: client.id,
      })
      expect(payload).toMatchObject({ nonce: 'n', auth_time: expect.any(Number) as number, acr: '1' })
      expect(payload.at_hash).toBe(access_token === undefined ? undefined : hashOf(access_token))
      expect(payload.c_hash).toBe(code === undefined ? undefined : hashOf(code))
      // OpenID Connect Core 1.0 section 5.4: with nothing to ask userinfo with, the ID token says it.
      expect(payload.email).toBe(response_type === 'id_token' ? email : undefined)
    }
    if (access_token !== undefined) {
      expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: '3600' })
      expect(await (await userinfo(access_token)).json()).toMatchObject({ email, sub: decodeJwt(access_token).sub })
    }
    if (code !== undefined) {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: client.id,
        client_secret: secret,
        code,
        redirect_uri: redirectUri,
      })
      const exchanged = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body })
      const tokens = (await exchanged.json()) as { id_token: string }
      expect(exchanged.status).toBe(200)
      expect(decodeJwt(tokens.id_token)).toMatchObject({ nonce: 'n', aud: client.id })
      if (id_token !== undefined) {
        const { sub, iss: issuer } = decodeJwt(id_token)
        expect(decodeJwt(tokens.id_token)).toMatchObject({ sub, iss: issuer })
      }
    }
  })

  it('is refused as a query', async () => {
    expect(await answerTo({ response_type, response_mode: 'query' })).toMatchObject({
      error: 'invalid_request',
      state: 's',
    })
  })

  // oidcc-ensure-request-without-nonce-fails, oidcc-ensure-request-without-nonce-succeeds-for-code-flow
  it(words.includes('id_token') ? 'needs a nonce' : 'needs no nonce', async () => {
    const { error } = await answerTo({ response_type, nonce: '' })
    expect(error).toBe(words.includes('id_token') ? 'invalid_request' : undefined)
  })

  it('is for who may ask for openid', async () => {
    expect(await answerTo({ response_type, scope: 'email' })).toMatchObject({ error: 'invalid_request' })
  })
})

it('takes a response type in any order of its words', async () => {
  const answer = await answerTo({ response_type: 'token code id_token' })
  expect(Object.keys(answer).sort()).toEqual(
    ['access_token', 'code', 'expires_in', 'id_token', 'iss', 'scope', 'state', 'token_type'].sort(),
  )
})

// oidcc-codereuse of Hybrid
it('ends what a code brought when it comes back, and gives nothing for it', async () => {
  const { code } = await answerTo({ response_type: 'code id_token' })
  const body = () =>
    new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client.id,
      client_secret: secret,
      code: code!,
      redirect_uri: redirectUri,
    })
  const first = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body: body() })
  const { access_token } = (await first.json()) as { access_token: string }
  const again = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body: body() })
  expect([first.status, again.status, (await userinfo(access_token)).status]).toEqual([200, 400, 401])
})
