// A client that is held to the FAPI 2.0 Security Profile, from its pushed request to its refreshed token.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DpopKey, dpopProof, newDpopKey } from '../../contract-tests/harness/dpop.ts'
import type { Wire } from '../../generated/operations.ts'
import type { Client } from '../../server/model/client.ts'
import { type TestServer, password, signUp, startReachableServer } from '../server-for-tests.ts'
import { openFormBrowser } from './browser-for-tests.ts'
import { type ClientKey, assertionClaims, makeKey, putKeyClient, signBy, withAssertion } from './clients-for-tests.ts'

const app = 'https://bank.example.com/callback'
const verifier = 'v'.repeat(43)
const challenge = '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM'

let server: TestServer
let email: string
let key: ClientKey
let dpop: DpopKey
let client: Client
beforeAll(async () => {
  server = await startReachableServer()
  ;({ email } = await signUp(server.send))
  ;[key, dpop] = [await makeKey('PS256'), await newDpopKey()]
  const openid = {
    profile: 'fapi2',
    idTokenAlg: 'ES256',
    requiresDpop: true,
    requiresPushedRequest: true,
    requiresPkce: true,
  } as const
  client = await putKeyClient(server, key, openid, { redirectUris: [app] })
})
afterAll(() => server.close())

const signed = async () => withAssertion(await signBy(key, assertionClaims(client.id, { aud: server.url })))

const wanted = {
  redirect_uri: app,
  response_type: 'code',
  scope: 'openid offline_access',
  state: 'x',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}
const push = async (fields: Readonly<Record<string, string>> = wanted) => {
  const body = { ...(await signed()), ...fields }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const sent = { headers, body: new URLSearchParams(body).toString() }
  const { status, text } = await server.send('POST /oauth2/par', sent)
  return { status, ...(JSON.parse(text) as { request_uri?: string; error?: string }) }
}

const arrive = async (query: Readonly<Record<string, string>>) => {
  const url = new URL(`${server.url}/oauth2/authorize?${new URLSearchParams(query)}`)
  const arrived = await openFormBrowser(app).go(url)
  const back =
    arrived.at === 'page' && arrived.status === 200 ? await arrived.page.submit({ email, password }) : arrived
  return back.at === 'app' ? back.url.searchParams : null
}

const ask = async (fields: Readonly<Record<string, string>>, { withKey = true } = {}) => {
  const proof = withKey ? await dpopProof(dpop, { line: 'POST /oauth2/token', base: server.url }) : undefined
  const body = { ...(await signed()), ...fields }
  const { status, text } = await server.send('POST /oauth2/token', {
    body,
    ...(proof !== undefined && { headers: { dpop: proof } }),
  })
  return { status, ...(JSON.parse(text) as Partial<Wire['OAuthTokens']> & { error?: string }) }
}

describe('a client of the FAPI 2.0 Security Profile', () => {
  // fapi2-security-profile-final-happy-flow, fapi2-security-profile-final-refresh-token
  it('pushes, is answered with the issuer, proves itself and its key, and refreshes', async () => {
    const pushed = await push()
    expect(pushed).toMatchObject({ status: 201 })
    const { request_uri } = pushed
    const told = await arrive({ client_id: client.id, request_uri: request_uri! })
    expect([told?.get('iss'), told?.get('state')]).toEqual([server.url, 'x'])
    const exchange = { grant_type: 'authorization_code', redirect_uri: app, code_verifier: verifier }
    const tokens = await ask({ ...exchange, code: told!.get('code')! })
    expect(tokens).toMatchObject({ status: 200, token_type: 'DPoP' })
    expect(decodeJwt(tokens.access_token!).cnf).toEqual({ jkt: dpop.thumbprint })
    const refreshed = await ask({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token! })
    expect(refreshed).toMatchObject({ status: 200, token_type: 'DPoP' })
    const line = 'GET /oauth2/userinfo' as const
    const proof = await dpopProof(dpop, { line, token: refreshed.access_token!, base: server.url })
    const headers = { authorization: `DPoP ${refreshed.access_token}`, dpop: proof }
    expect((await server.send(line, { headers })).status).toBe(200)
    expect((await server.send(line, { bearer: refreshed.access_token! })).status).toBe(401)
  })

  // fapi2-security-profile-final-ensure-holder-of-key-required
  it('gets no token without a proof of its key, and loses no code by that', async () => {
    const { request_uri } = await push()
    const code = (await arrive({ client_id: client.id, request_uri: request_uri! }))!.get('code')!
    const exchange = { grant_type: 'authorization_code', redirect_uri: app, code_verifier: verifier, code }
    expect(await ask(exchange, { withKey: false })).toMatchObject({ status: 400, error: 'invalid_dpop_proof' })
    expect((await ask(exchange)).status).toBe(200)
  })

  // fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails
  it('is not answered where it did not push', async () => {
    const query = {
      client_id: client.id,
      redirect_uri: app,
      response_type: 'code',
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }
    expect((await arrive(query))?.get('error')).toBe('invalid_request')
  })

  // fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected; without one: -ensure-pkce-code-verifier-required
  it('gets nothing with another verifier, or without one', async () => {
    const { request_uri } = await push()
    const code = (await arrive({ client_id: client.id, request_uri: request_uri! }))!.get('code')!
    const exchange = { grant_type: 'authorization_code', redirect_uri: app, code_verifier: 'w'.repeat(43), code }
    const { code_verifier: _, ...without } = exchange
    expect(await ask(without)).toMatchObject({ status: 400, error: 'invalid_request' })
    expect(await ask(exchange)).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  it('gets a code for the key alone that its signed request names', async () => {
    const now = Math.floor(Date.now() / 1000)
    const about = { iss: client.id, aud: server.url, nbf: now, exp: now + 60 }
    const other = await newDpopKey()
    const asked = { ...wanted, ...about, client_id: client.id, dpop_jkt: other.thumbprint }
    const { request_uri } = await push({ request: await signBy(key, asked) })
    const code = (await arrive({ client_id: client.id, request_uri: request_uri! }))!.get('code')!
    const exchange = { grant_type: 'authorization_code', redirect_uri: app, code_verifier: verifier, code }
    expect(await ask(exchange)).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  it('has its request for as long as a person needs for the pages that it has led them to', async () => {
    const { request_uri } = await push()
    const query = new URLSearchParams({ client_id: client.id, request_uri: request_uri! })
    server.world.sandbox!.clock.advance(120)
    const page = await server.send(`GET /oauth2/authorize/sign-up?${query}`, { headers: { accept: 'text/html' } })
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    server.world.sandbox!.clock.advance(3600)
    const late = await server.send(`GET /oauth2/authorize/sign-up?${query}`, { headers: { accept: 'text/html' } })
    expect(late.status).toBe(303)
  })
})
