// A client that is held to the FAPI 2.0 Security Profile, from its pushed request to its refreshed token.
import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { type DpopKey, dpopProof, newDpopKey, withDpop } from '../harness/fixtures/dpop.ts'
import type { Wire } from '../../generated/operations.ts'
import { alice, pkce } from '../harness/fixtures/people.ts'
import { type ClientKey, assertionClaims, fapiBy, makeKey, signBy, withAssertion } from './keys.ts'
import { atApp, callback, onProviders, signIn } from './provider.ts'

onProviders('the profile', ({ issuer, seeds, ask: fetchOf, send, client: putClient, browser }) => {
  let key: ClientKey
  let dpop: DpopKey
  let clientId: string
  /** By which the server's clock is ahead. */
  let seconds: number
  beforeEach(async () => {
    seconds = 0
    ;[key, dpop] = [await makeKey('PS256'), await newDpopKey()]
    ;({ clientId } = await putClient(fapiBy(key)))
  })

  const now = () => Math.floor(Date.now() / 1000) + seconds
  const signed = async (as = clientId) =>
    withAssertion(await signBy(key, assertionClaims(as, { iat: now(), exp: now() + 60 })))
  const proven = async () => ({ dpop: await dpopProof(dpop, { line: 'POST /oauth2/token', claims: { iat: now() } }) })

  const wanted = {
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid offline_access',
    state: 'x',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  }
  const push = async (fields: Readonly<Record<string, string>> = wanted) => {
    const { status, body } = await send('/oauth2/par', { ...(await signed()), ...fields })
    return { status, ...(body as { request_uri?: string; error?: string }) }
  }

  const arrive = async (query: Readonly<Record<string, string>>) =>
    atApp(await signIn(browser(), new URL(`${issuer}/oauth2/authorize?${new URLSearchParams(query)}`)))

  const ask = async (fields: Readonly<Record<string, string>>, { withKey = true } = {}) => {
    const proof: Readonly<Record<string, string>> = withKey ? await proven() : {}
    const { status, body } = await send('/oauth2/token', { ...(await signed()), ...fields }, proof)
    return { status, ...(body as Partial<Wire['OAuthTokens']> & { error?: string }) }
  }

  describe('a client of the FAPI 2.0 Security Profile', () => {
    // fapi2-security-profile-final-happy-flow, fapi2-security-profile-final-refresh-token
    it('pushes, is answered with the issuer, proves itself and its key, and refreshes', async () => {
      const pushed = await push()
      expect(pushed).toMatchObject({ status: 201 })
      const { request_uri } = pushed
      const told = await arrive({ client_id: clientId, request_uri: request_uri! })
      expect([told.iss, told.state]).toEqual([issuer, 'x'])
      const exchange = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: pkce.verifier }
      const tokens = await ask({ ...exchange, code: told.code! })
      expect(tokens).toMatchObject({ status: 200, token_type: 'DPoP' })
      expect(decodeJwt(tokens.access_token!).cnf).toEqual({ jkt: dpop.thumbprint })
      const refreshed = await ask({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token! })
      expect(refreshed).toMatchObject({ status: 200, token_type: 'DPoP' })
      const line = 'GET /oauth2/userinfo' as const
      const proof = await dpopProof(dpop, { line, token: refreshed.access_token! })
      const shown = (headers: Readonly<Record<string, string>>) =>
        fetchOf(new URL('/oauth2/userinfo', issuer), { headers })
      expect((await shown({ authorization: `DPoP ${refreshed.access_token}`, dpop: proof })).status).toBe(200)
      expect((await shown({ authorization: `Bearer ${refreshed.access_token}` })).status).toBe(401)
    })

    // fapi2-security-profile-final-refresh-token
    it('keeps its refresh token, which lives on with each use and is worth nothing to others', async () => {
      const { request_uri } = await push()
      const { code } = await arrive({ client_id: clientId, request_uri: request_uri! })
      const exchange = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: pkce.verifier }
      const { refresh_token } = await ask({ ...exchange, code: code! })
      const refresh = { grant_type: 'refresh_token', refresh_token: refresh_token! }
      const [first, second] = await Promise.all([ask(refresh), ask(refresh)])
      expect([first.refresh_token, second.refresh_token]).toEqual([refresh_token, refresh_token])
      const pass = async (days: number) => {
        await seeds.wait(days * 24 * 3600)
        seconds += days * 24 * 3600
      }
      for (const _ of [0, 1]) {
        await pass(10)
        expect(await ask(refresh)).toMatchObject({ status: 200, refresh_token })
      }
      const unproven = await send('/oauth2/token', { ...refresh, client_id: clientId })
      expect(unproven).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
      const { clientId: other } = await putClient(fapiBy(key))
      const stolen = await send('/oauth2/token', { ...refresh, ...(await signed(other)) }, await proven())
      expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
      expect((await ask(refresh)).status).toBe(200)
      await pass(15)
      expect(await ask(refresh)).toMatchObject({ status: 400, error: 'invalid_grant' })
    })

    // fapi2-security-profile-final-test-claims-parameter-identity-claims
    it('may ask for single claims in each way to ask, and unknown ones do no harm', async () => {
      const wishes = {
        email: null,
        email_verified: { essential: true },
        updated_at: { value: 1 },
        'https://example.com/unknown': null,
        unknown: { essential: true, values: ['a', 1] },
      }
      const { request_uri } = await push({ ...wanted, claims: JSON.stringify({ id_token: wishes, userinfo: wishes }) })
      const { code } = await arrive({ client_id: clientId, request_uri: request_uri! })
      const exchange = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: pkce.verifier }
      const { access_token, id_token } = await ask({ ...exchange, code: code! })
      const told = decodeJwt(id_token!)
      expect(told).toMatchObject({ email: alice.email, email_verified: true })
      const shown = await withDpop(dpop, { line: 'GET /oauth2/userinfo', token: access_token! })
      const { body } = await send('/oauth2/userinfo', undefined, shown)
      expect(body).toEqual({ sub: told.sub, email: alice.email, email_verified: true, updated_at: told.updated_at })
    })

    // fapi2-security-profile-final-ensure-holder-of-key-required
    it('gets no token without a proof of its key, and loses no code by that', async () => {
      const { request_uri } = await push()
      const code = (await arrive({ client_id: clientId, request_uri: request_uri! })).code!
      const exchange = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: pkce.verifier, code }
      expect(await ask(exchange, { withKey: false })).toMatchObject({ status: 400, error: 'invalid_dpop_proof' })
      expect((await ask(exchange)).status).toBe(200)
    })

    // fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails
    it('is not answered where it did not push', async () => {
      const query = {
        client_id: clientId,
        redirect_uri: callback,
        response_type: 'code',
        scope: 'openid',
        code_challenge: pkce.challenge,
        code_challenge_method: 'S256',
      }
      expect((await arrive(query)).error).toBe('invalid_request')
    })

    // fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected; without one: -ensure-pkce-code-verifier-required
    it('gets nothing with another verifier, or without one', async () => {
      const { request_uri } = await push()
      const code = (await arrive({ client_id: clientId, request_uri: request_uri! })).code!
      const exchange = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: 'w'.repeat(43), code }
      const { code_verifier: _, ...without } = exchange
      expect(await ask(without)).toMatchObject({ status: 400, error: 'invalid_grant' })
      expect(await ask(exchange)).toMatchObject({ status: 400, error: 'invalid_grant' })
    })

    it('gets a code for the key alone that its signed request names', async () => {
      const about = { iss: clientId, aud: issuer, nbf: now(), exp: now() + 60 }
      const other = await newDpopKey()
      const asked = { ...wanted, ...about, client_id: clientId, dpop_jkt: other.thumbprint }
      const { request_uri } = await push({ request: await signBy(key, asked) })
      const code = (await arrive({ client_id: clientId, request_uri: request_uri! })).code!
      const exchange = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: pkce.verifier, code }
      expect(await ask(exchange)).toMatchObject({ status: 400, error: 'invalid_grant' })
    })

    it('has its request for as long as a person needs for the pages that it has led them to', async () => {
      const { request_uri } = await push()
      const query = new URLSearchParams({ client_id: clientId, request_uri: request_uri! })
      await seeds.wait(120)
      const signUp = () =>
        fetchOf(new URL(`${issuer}/oauth2/authorize/sign-up?${query}`), { headers: { accept: 'text/html' } })
      const page = await signUp()
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      await seeds.wait(3600)
      expect((await signUp()).status).toBe(303)
    })
  })
})
