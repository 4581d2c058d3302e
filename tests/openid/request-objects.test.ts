// Requests that clients sign (RFC 9101) or push (RFC 9126), and the FAPI 2.0 Security Profile, which demands the latter.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client, OpenIdSettings } from '../../server/model/client.ts'
import { type TestServer, password, prove, signUp, startServer } from '../server-for-tests.ts'
import {
  type ClientKey,
  assertionClaims,
  issuer,
  makeKey,
  putKeyClient,
  redirectUri,
  signBy,
  unsigned,
  withAssertion,
} from './clients-for-tests.ts'

let server: TestServer
let email: string
let rs: ClientKey
let ps: ClientKey
let es: ClientKey
beforeAll(async () => {
  server = await startServer()
  ;({ email } = await signUp(server.send))
  await prove(server.send, email)
  ;[rs, ps, es] = [await makeKey('RS256'), await makeKey('PS256'), await makeKey('ES256')]
})
afterAll(() => server.close())

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const wanted = {
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid',
  state: 'inside',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}
const now = () => Math.floor(Date.now() / 1000)

/** Where the browser is sent, or what a page says. */
const authorize = async (query: Readonly<Record<string, string>>) => {
  const { status, headers, text } = await server.send(`GET /oauth2/authorize?${new URLSearchParams(query)}`)
  const location = headers.location ? new URL(headers.location) : null
  const told = location ? Object.fromEntries(location.searchParams) : null
  const error = told?.error ?? (status >= 400 ? (JSON.parse(text) as { error: string }).error : undefined)
  return { status, told, error }
}
const ask = (client: Client, request: string, more: Readonly<Record<string, string>> = {}) =>
  authorize({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    request,
    ...more,
  })

describe('a request object', () => {
  // oidcc-request-uri-signed-rs256 asks for one by reference, which is refused; by value: oidcc-ensure-request-object-with-redirect-uri,
  // oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
  // -ensure-different-state-inside-and-outside-request-object, -ensure-different-nonce-inside-and-outside-request-object
  it('says what is asked for, before what stands beside it', async () => {
    const client = await putKeyClient(server, rs)
    const object = { ...wanted, client_id: client.id, prompt: 'none' }
    for (const request of [await signBy(rs, object), unsigned(object)]) {
      const { told } = await ask(client, request, { state: 'outside', prompt: 'login' })
      expect(told).toMatchObject({ error: 'login_required', state: 'inside', iss: issuer })
    }
  })

  it('may say all of it, so that the link names the client alone', async () => {
    const client = await putKeyClient(server, es)
    const request = await signBy(es, { ...wanted, client_id: client.id, prompt: 'none' })
    expect((await authorize({ client_id: client.id, request })).told).toMatchObject({ error: 'login_required' })
  })

  it.each<[string, object]>([
    ['of another client', { client_id: 'cid_inbox_manager' }],
    ['that another client says it signed', { iss: 'cid_inbox_manager' }],
    ['for another server', { aud: 'https://other.example' }],
    ['that has expired', { exp: now() - 60 }],
    ['that is not good yet', { nbf: now() + 600 }],
    ['whose end is no time', { exp: 'never' }],
    ['with another one in it', { request: 'x' }],
    ['with a reference in it', { request_uri: 'https://evil.example/' }],
    ['for another kind of answer', { response_type: 'code id_token' }],
    ['with a state that is no text', { state: { a: 1 } }],
    ['with a nonce that is longer than one in a link', { nonce: 'x'.repeat(1001) }],
    ['with claims that are longer', { claims: { id_token: { ['x'.repeat(4096)]: null } } }],
    ['with a max_age that is no number', { max_age: null }],
  ])('is refused, one %s', async (_, more) => {
    const client = await putKeyClient(server, es)
    const request = await signBy(es, { ...wanted, client_id: client.id, ...more })
    expect((await ask(client, request)).error).toBe('invalid_request_object')
  })

  it('holds text as a link does', async () => {
    const client = await putKeyClient(server, es)
    for (const state of ['\0', '\ud800']) {
      const request = await signBy(es, { ...wanted, client_id: client.id, state })
      expect((await ask(client, request)).error).toBe('invalid_request')
    }
  })

  it('goes to no provider where it wants no page', async () => {
    const client = await putKeyClient(server, es)
    const request = await signBy(es, { ...wanted, client_id: client.id, prompt: 'none' })
    expect((await ask(client, request, { connection: 'google' })).told).toMatchObject({ error: 'login_required' })
  })

  it('is none where it asserts who the client is, nor the other way round', async () => {
    const client = await putKeyClient(server, es)
    const assertion = await signBy(es, { ...wanted, ...assertionClaims(client.id) })
    expect((await ask(client, assertion)).error).toBe('invalid_request_object')
    const request = await signBy(es, { ...wanted, client_id: client.id, iss: client.id, aud: issuer, exp: now() + 60 })
    const body = { token: 'none', ...withAssertion(request) }
    expect((await server.send('POST /oauth2/introspect', { body })).status).toBe(401)
  })

  it('of another key, or of an algorithm that is not registered, is refused', async () => {
    const client = await putKeyClient(server, es, { requestObjectAlg: 'ES256' })
    const stranger = { ...es, privateKey: (await makeKey()).privateKey }
    const object = { ...wanted, client_id: client.id }
    for (const request of [await signBy(stranger, object), unsigned(object), await signBy(rs, object)]) {
      expect((await ask(client, request)).error).toBe('invalid_request_object')
    }
    const must = await putKeyClient(server, es, { requiresSignedRequest: true })
    expect((await ask(must, unsigned({ ...object, client_id: must.id }))).error).toBe('invalid_request_object')
    expect((await authorize({ client_id: must.id, ...wanted })).error).toBe('invalid_request')
  })

  // fapi2-security-profile-final-state-only-outside-request-object-not-used
  it('is all that counts for a client that has to sign', async () => {
    const client = await putKeyClient(server, es, { requiresSignedRequest: true })
    const { state: _, ...stateless } = wanted
    const request = await signBy(es, { ...stateless, client_id: client.id, prompt: 'none' })
    const { told } = await ask(client, request, { state: 'outside' })
    expect(told).toMatchObject({ error: 'login_required' })
    expect(told).not.toHaveProperty('state')
  })
})

const fapi: Partial<OpenIdSettings> = {
  profile: 'fapi2',
  idTokenAlg: 'ES256',
  requiresPushedRequest: true,
  requiresDpop: true,
}
const putFapi = (key = ps) => putKeyClient(server, key, fapi, { redirectUris: [redirectUri] })

const push = async (client: Client, parameters: object, key = ps, claims: Readonly<Record<string, unknown>> = {}) => {
  const proof = withAssertion(await signBy(key, assertionClaims(client.id, claims)))
  const body = new URLSearchParams({ ...parameters, ...proof }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { status, text } = await server.send('POST /oauth2/par', { body, headers })
  const said = JSON.parse(text) as { error?: string; request_uri?: string; expires_in?: number }
  return { status, ...said }
}

describe('a client of the FAPI 2.0 Security Profile', () => {
  // fapi2-security-profile-final-happy-flow (as far as the code), -ensure-authorization-request-without-state-success,
  // -par-ensure-reused-request-uri-prior-to-auth-completion-succeeds, -par-attempt-reuse-request_uri
  it('pushes a request, has it answered once, and may have it looked at before', async () => {
    const client = await putFapi()
    const { request_uri, expires_in, status } = await push(client, wanted)
    expect([status, expires_in! < 600]).toEqual([201, true])
    const query = new URLSearchParams({ client_id: client.id, request_uri: request_uri! })
    expect((await server.send(`GET /oauth2/authorize?${query}`)).status).toBe(200)
    const page = await server.send(`GET /oauth2/authorize?${query}`)
    const form_token = /name="form_token" value="([^"]*)"/.exec(page.text)![1]!
    const answered = await server.send(`POST /oauth2/authorize?${query}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      cookies: { sign_in_form: page.cookies.get('sign_in_form')!.value },
      body: new URLSearchParams({ form_token, email, password }).toString(),
    })
    const told = Object.fromEntries(new URL(answered.headers.location!).searchParams)
    expect(told).toMatchObject({ state: 'inside', iss: issuer })
    expect(told.code).toMatch(/^[\w-]{43}$/)
    expect((await authorize({ client_id: client.id, request_uri: request_uri! })).error).toBe('invalid_request_uri')
  })

  it('answers one of two at the same time', async () => {
    const client = await putFapi()
    const { request_uri } = await push(client, { ...wanted, prompt: 'none' })
    const first = await push(client, wanted)
    const query = new URLSearchParams({ client_id: client.id, request_uri: first.request_uri! })
    const page = await server.send(`GET /oauth2/authorize?${query}`)
    const form_token = /name="form_token" value="([^"]*)"/.exec(page.text)![1]!
    const signedIn = await server.send(`POST /oauth2/authorize?${query}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      cookies: { sign_in_form: page.cookies.get('sign_in_form')!.value },
      body: new URLSearchParams({ form_token, email, password }).toString(),
    })
    const cookies = { browser_session: signedIn.cookies.get('browser_session')!.value }
    const silent = new URLSearchParams({ client_id: client.id, request_uri: request_uri! })
    const both = await Promise.all([0, 1].map(() => server.send(`GET /oauth2/authorize?${silent}`, { cookies })))
    const codes = both.filter(({ headers }) => headers.location?.includes('code='))
    expect(codes).toHaveLength(1)
  })

  // fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails
  it('is refused a request that was not pushed, signed or not', async () => {
    const client = await putFapi()
    expect((await authorize({ client_id: client.id, ...wanted })).error).toBe('invalid_request')
    const times = { iss: client.id, aud: issuer, nbf: now(), exp: now() + 300 }
    const request = await signBy(ps, { ...wanted, ...times, client_id: client.id })
    expect((await authorize({ client_id: client.id, request })).error).toBe('invalid_request')
  })

  it.each<[string, Record<string, string>]>([
    ['-par-without-duplicate-parameters', {}],
    ['-ensure-authorization-request-without-nonce-success', { state: 'with' }],
    ['-ensure-authorization-request-with-64-char-nonce-success', { nonce: 'n'.repeat(64) }],
    ['-ensure-authorization-request-with-long-nonce', { nonce: 'n'.repeat(384) }],
    ['-ensure-authorization-request-with-long-state', { state: 's'.repeat(1024) }],
    ['-ensure-other-scope-order-succeeds', { scope: 'email openid' }],
  ])('pushes a request as %s does, and is shown the page', async (_, more) => {
    const client = await putFapi()
    const { request_uri } = await push(client, { ...wanted, ...more })
    expect((await authorize({ client_id: client.id, request_uri: request_uri! })).status).toBe(200)
  })

  // -par-attempt-invalid-http-method
  it.each(['GET', 'PUT', 'DELETE'])('pushes by no %s', async (method) => {
    expect((await server.send(`${method} /oauth2/par`)).status).toBe(405)
  })

  it.each<[string, object, string]>([
    // -par-ensure-pkce-required, -par-plain-pkce-rejected
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    // -ensure-response-type-code-idtoken-fails, -ensure-response-type-token-fails
    ['a hybrid answer', { response_type: 'code id_token', nonce: 'n' }, 'unauthorized_client'],
    ['a token in the front', { response_type: 'token' }, 'unsupported_response_type'],
    // -ensure-registered-redirect-uri, -ensure-redirect-uri-in-authorization-request
    ['an address of others', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
    ['no address', { redirect_uri: '' }, 'invalid_request'],
    // -par-authorization-request-containing-request_uri, -par-authorization-request-containing-request_uri-form-param
    ['a reference', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request'],
  ])('is refused %s at once', async (_, more, error) => {
    const client = await putFapi()
    expect(await push(client, { ...wanted, ...more })).toMatchObject({ status: 400, error })
  })

  // -par-attempt-to-use-request_uri-for-different-client, -ensure-authorization-code-is-bound-to-client
  it('has its reference to itself', async () => {
    const [mine, theirs] = [await putFapi(), await putFapi()]
    const { request_uri } = await push(mine, wanted)
    expect((await authorize({ client_id: theirs.id, request_uri: request_uri! })).error).toBe('invalid_request_uri')
    expect((await authorize({ client_id: mine.id, request_uri: request_uri! })).status).toBe(200)
  })

  it('proves itself where it pushes, once for each', async () => {
    const client = await putFapi()
    expect(await push(client, wanted, ps, { aud: `${issuer}/oauth2/par` })).toMatchObject({ error: 'invalid_client' })
    expect(await push(client, wanted, ps, { jti: 'once' })).toMatchObject({ status: 201 })
    expect(await push(client, wanted, ps, { jti: 'once' })).toMatchObject({ status: 401, error: 'invalid_client' })
    const bare = new URLSearchParams({ ...wanted, client_id: client.id }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await server.send('POST /oauth2/par', { body: bare, headers })).status).toBe(401)
  })

  const signedNow = () => ({ aud: issuer, nbf: now(), exp: now() + 300 })
  it.each<[string, () => object, 'RS256' | undefined, boolean]>([
    // -ensure-request-object-with-multiple-aud-succeeds, -ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted
    ['for several servers', () => ({ ...signedNow(), aud: [issuer, 'https://other.example'] }), undefined, true],
    ['that begins in some seconds', () => ({ ...signedNow(), nbf: now() + 8 }), undefined, true],
    // -ensure-request-object-with-bad-aud-fails, -ensure-request-object-without-exp-fails,
    // -ensure-request-object-without-nbf-fails, -ensure-request-object-with-exp-over-60-fails,
    // -ensure-request-object-with-nbf-over-60-fails, -ensure-expired-request-object-fails
    ['for another server', () => ({ ...signedNow(), aud: 'https://other.example' }), undefined, false],
    ['for nobody', () => ({ ...signedNow(), aud: undefined }), undefined, false],
    ['without an end', () => ({ ...signedNow(), exp: undefined }), undefined, false],
    ['without a beginning', () => ({ ...signedNow(), nbf: undefined }), undefined, false],
    ['that has expired', () => ({ ...signedNow(), nbf: now() - 400, exp: now() - 300 }), undefined, false],
    ['that is good for 70 minutes', () => ({ ...signedNow(), exp: now() + 70 * 60 }), undefined, false],
    ['that began 70 minutes ago', () => ({ ...signedNow(), nbf: now() - 70 * 60 }), undefined, false],
    // -ensure-request-object-without-redirect-uri-fails
    ['without an address', () => ({ ...signedNow(), redirect_uri: undefined }), undefined, false],
    // -ensure-signed-request-object-with-RS256-fails
    ['by RS256', signedNow, 'RS256', false],
  ])('may push an object %s, or not', async (_, more, key, isGood) => {
    const client = await putKeyClient(server, ps, {
      ...fapi,
      jwks: { keys: [ps.publicJwk, rs.publicJwk] },
    })
    const signer = key === undefined ? ps : rs
    const request = await signBy(
      signer,
      JSON.parse(JSON.stringify({ ...wanted, client_id: client.id, iss: client.id, ...more() })) as Record<
        string,
        unknown
      >,
    )
    expect((await push(client, { request })).status).toBe(isGood ? 201 : 400)
  })

  // -ensure-request-object-signature-algorithm-is-not-none, -ensure-request-object-with-invalid-signature-fails
  it('signs its objects, if it sends any', async () => {
    const client = await putFapi()
    const object = { ...wanted, client_id: client.id, iss: client.id, ...signedNow() }
    const forged = await signBy({ ...ps, privateKey: (await makeKey('PS256')).privateKey }, object)
    for (const request of [unsigned(object), forged]) {
      expect(await push(client, { request })).toMatchObject({ status: 400, error: 'invalid_request_object' })
    }
  })
})
