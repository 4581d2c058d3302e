// Requests that clients sign (RFC 9101) or push (RFC 9126), and the FAPI 2.0 Security Profile, which demands the latter.
import { beforeAll, describe, expect, it } from 'vitest'
import { pkce } from '../harness/fixtures/people.ts'
import { pageOf } from './browser.ts'
import { type ClientKey, assertionClaims, byKey, fapiBy, makeKey, signBy, unsigned, withAssertion } from './keys.ts'
import { type Metadata, type Registered, atApp, callback, onProviders, signIn } from './provider.ts'

let rs: ClientKey
let ps: ClientKey
let es: ClientKey
beforeAll(async () => {
  ;[rs, ps, es] = [await makeKey('RS256'), await makeKey('PS256'), await makeKey('ES256')]
})

onProviders('a request', ({ issuer, ask: fetchOf, send, client: putClient, browser }) => {
  const wanted = {
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid',
    state: 'inside',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  }
  const putKeyClient = (key: ClientKey, openid: Metadata = {}) => putClient({ ...byKey(key), ...openid })
  const now = () => Math.floor(Date.now() / 1000)

  /** Where the browser is sent, or what a page says. */
  const authorize = async (query: Readonly<Record<string, string>>) => {
    const answer = await fetchOf(new URL(`${issuer}/oauth2/authorize?${new URLSearchParams(query)}`), {})
    const [status, text, location] = [answer.status, await answer.text(), answer.headers.get('location')]
    const told = location === null ? null : Object.fromEntries(new URL(location).searchParams)
    const error = told?.error ?? (status >= 400 ? (JSON.parse(text) as { error: string }).error : undefined)
    return { status, told, error }
  }
  const ask = (client: Registered, request: string, more: Readonly<Record<string, string>> = {}) =>
    authorize({
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid',
      request,
      ...more,
    })

  describe('a request object', () => {
    // oidcc-ensure-request-object-with-redirect-uri,
    // oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
    // -ensure-different-state-inside-and-outside-request-object, -ensure-different-nonce-inside-and-outside-request-object
    it('says what is asked for, before what stands beside it', async () => {
      const client = await putKeyClient(rs)
      const object = { ...wanted, client_id: client.clientId, prompt: 'none' }
      for (const request of [await signBy(rs, object), unsigned(object)]) {
        const { told } = await ask(client, request, { state: 'outside', prompt: 'login' })
        expect(told).toMatchObject({ error: 'login_required', state: 'inside', iss: issuer })
      }
    })

    it('may say all of it, so that the link names the client alone', async () => {
      const client = await putKeyClient(es)
      const request = await signBy(es, { ...wanted, client_id: client.clientId, prompt: 'none' })
      expect((await authorize({ client_id: client.clientId, request })).told).toMatchObject({ error: 'login_required' })
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
      const client = await putKeyClient(es)
      const request = await signBy(es, { ...wanted, client_id: client.clientId, ...more })
      expect((await ask(client, request)).error).toBe('invalid_request_object')
    })

    it('holds text as a link does', async () => {
      const client = await putKeyClient(es)
      for (const state of ['\0', '\ud800']) {
        const request = await signBy(es, { ...wanted, client_id: client.clientId, state })
        expect((await ask(client, request)).error).toBe('invalid_request')
      }
    })

    it('goes to no provider where it wants no page', async () => {
      const client = await putKeyClient(es)
      const request = await signBy(es, { ...wanted, client_id: client.clientId, prompt: 'none' })
      expect((await ask(client, request, { connection: 'google' })).told).toMatchObject({ error: 'login_required' })
    })

    it('is none where it asserts who the client is, nor the other way round', async () => {
      const client = await putKeyClient(es)
      const assertion = await signBy(es, { ...wanted, ...assertionClaims(client.clientId) })
      expect((await ask(client, assertion)).error).toBe('invalid_request_object')
      const request = await signBy(es, {
        ...wanted,
        client_id: client.clientId,
        iss: client.clientId,
        aud: issuer,
        exp: now() + 60,
      })
      expect((await send('/oauth2/introspect', { token: 'none', ...withAssertion(request) })).status).toBe(401)
    })

    it('of another key, or of an algorithm that is not registered, is refused', async () => {
      const client = await putKeyClient(es, { request_object_signing_alg: 'ES256' })
      const stranger = { ...es, privateKey: (await makeKey()).privateKey }
      const object = { ...wanted, client_id: client.clientId }
      for (const request of [await signBy(stranger, object), unsigned(object), await signBy(rs, object)]) {
        expect((await ask(client, request)).error).toBe('invalid_request_object')
      }
      const must = await putKeyClient(es, { require_signed_request_object: true })
      expect((await ask(must, unsigned({ ...object, client_id: must.clientId }))).error).toBe('invalid_request_object')
      expect((await authorize({ client_id: must.clientId, ...wanted })).error).toBe('invalid_request')
    })

    // fapi2-security-profile-final-state-only-outside-request-object-not-used
    it('is all that counts for a client that has to sign', async () => {
      const client = await putKeyClient(es, { require_signed_request_object: true })
      const { state: _, ...stateless } = wanted
      const request = await signBy(es, { ...stateless, client_id: client.clientId, prompt: 'none' })
      const { told } = await ask(client, request, { state: 'outside' })
      expect(told).toMatchObject({ error: 'login_required' })
      expect(told).not.toHaveProperty('state')
    })
  })

  const putFapi = (key = ps) => putClient(fapiBy(key))

  const push = async (
    client: Registered,
    parameters: Readonly<Record<string, string>>,
    key = ps,
    claims: Readonly<Record<string, unknown>> = {},
  ) => {
    const proof = withAssertion(await signBy(key, assertionClaims(client.clientId, claims)))
    const { status, body } = await send('/oauth2/par', { ...parameters, ...proof })
    const said = body as { error?: string; request_uri?: string; expires_in?: number }
    return { status, ...said }
  }

  describe('a client of the FAPI 2.0 Security Profile', () => {
    // fapi2-security-profile-final-happy-flow (as far as the code), -ensure-authorization-request-without-state-success,
    // -par-ensure-reused-request-uri-prior-to-auth-completion-succeeds, -par-attempt-reuse-request_uri
    it('pushes a request, has it answered once, and may have it looked at before', async () => {
      const client = await putFapi()
      const { request_uri, expires_in, status } = await push(client, wanted)
      expect([status, expires_in! < 600]).toEqual([201, true])
      const query = new URLSearchParams({ client_id: client.clientId, request_uri: request_uri! })
      const url = new URL(`${issuer}/oauth2/authorize?${query}`)
      const own = browser()
      pageOf(await own.go(url))
      const told = atApp(await signIn(own, url))
      expect(told).toMatchObject({ state: 'inside', iss: issuer })
      expect(told.code).toMatch(/^[\w-]{43}$/)
      expect((await authorize({ client_id: client.clientId, request_uri: request_uri! })).error).toBe(
        'invalid_request_uri',
      )
    })

    it('answers one of two at the same time', async () => {
      const client = await putFapi()
      const { request_uri } = await push(client, { ...wanted, prompt: 'none' })
      const first = await push(client, wanted)
      const at = (uri: string | undefined) =>
        new URL(`${issuer}/oauth2/authorize?${new URLSearchParams({ client_id: client.clientId, request_uri: uri! })}`)
      const own = browser()
      atApp(await signIn(own, at(first.request_uri)))
      const both = await Promise.all([0, 1].map(() => own.go(at(request_uri))))
      expect(both.filter((arrived) => arrived.at === 'app' && arrived.url.searchParams.has('code'))).toHaveLength(1)
    })

    // fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails
    it('is refused a request that was not pushed, signed or not', async () => {
      const client = await putFapi()
      expect((await authorize({ client_id: client.clientId, ...wanted })).error).toBe('invalid_request')
      const times = { iss: client.clientId, aud: issuer, nbf: now(), exp: now() + 300 }
      const request = await signBy(ps, { ...wanted, ...times, client_id: client.clientId })
      expect((await authorize({ client_id: client.clientId, request })).error).toBe('invalid_request')
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
      expect((await authorize({ client_id: client.clientId, request_uri: request_uri! })).status).toBe(200)
    })

    // -par-attempt-invalid-http-method
    it.each(['GET', 'PUT', 'DELETE'])('pushes by no %s', async (method) => {
      expect((await fetchOf(new URL('/oauth2/par', issuer), { method })).status).toBe(405)
    })

    it.each<[string, Readonly<Record<string, string>>, string]>([
      // -par-ensure-pkce-required, -par-plain-pkce-rejected
      ['no challenge', { code_challenge: '' }, 'invalid_request'],
      ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
      // -ensure-response-type-code-idtoken-fails, -ensure-response-type-token-fails
      ['a hybrid answer', { response_type: 'code id_token', nonce: 'n' }, 'unauthorized_client'],
      ['a token in the front', { response_type: 'token' }, 'unsupported_response_type'],
      // -ensure-registered-redirect-uri, -ensure-redirect-uri-in-authorization-request, -plain-fapi-tolerate-unregistered-redirect-uri
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
      expect((await authorize({ client_id: theirs.clientId, request_uri: request_uri! })).error).toBe(
        'invalid_request_uri',
      )
      expect((await authorize({ client_id: mine.clientId, request_uri: request_uri! })).status).toBe(200)
    })

    it('proves itself where it pushes, once for each', async () => {
      const client = await putFapi()
      expect(await push(client, wanted, ps, { aud: `${issuer}/oauth2/par` })).toMatchObject({ error: 'invalid_client' })
      expect(await push(client, wanted, ps, { jti: 'once' })).toMatchObject({ status: 201 })
      expect(await push(client, wanted, ps, { jti: 'once' })).toMatchObject({ status: 401, error: 'invalid_client' })
      expect((await send('/oauth2/par', { ...wanted, client_id: client.clientId })).status).toBe(401)
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
      const client = await putClient(fapiBy(ps, rs))
      const signer = key === undefined ? ps : rs
      const request = await signBy(
        signer,
        JSON.parse(
          JSON.stringify({ ...wanted, client_id: client.clientId, iss: client.clientId, ...more() }),
        ) as Record<string, unknown>,
      )
      expect((await push(client, { request })).status).toBe(isGood ? 201 : 400)
    })

    // -ensure-matching-key-in-authorization-request
    it('signs its objects with keys of its own', async () => {
      const [mine, theirs] = [await putFapi(), await putFapi(await makeKey('PS256'))]
      const object = { ...wanted, client_id: theirs.clientId, iss: theirs.clientId, ...signedNow() }
      const { status } = await push(mine, { request: await signBy(ps, object) })
      expect(status).toBe(400)
    })

    // -ensure-unsigned-request-at-par-endpoint-fails
    it('pushes no plain request where it has to sign', async () => {
      const client = await putClient({ ...fapiBy(ps), require_signed_request_object: true })
      expect(await push(client, wanted)).toMatchObject({ status: 400, error: 'invalid_request' })
      const object = { ...wanted, client_id: client.clientId, iss: client.clientId, ...signedNow() }
      expect(await push(client, { request: await signBy(ps, object) })).toMatchObject({ status: 201 })
    })

    // -ensure-request-object-signature-algorithm-is-not-none, -ensure-request-object-with-invalid-signature-fails
    it('signs its objects, if it sends any', async () => {
      const client = await putFapi()
      const object = { ...wanted, client_id: client.clientId, iss: client.clientId, ...signedNow() }
      const forged = await signBy({ ...ps, privateKey: (await makeKey('PS256')).privateKey }, object)
      for (const request of [unsigned(object), forged]) {
        expect(await push(client, { request })).toMatchObject({ status: 400, error: 'invalid_request_object' })
      }
    })
  })
})
