// Tokens that are bound to a key (RFC 9449): what is taken as a proof of it, and what a token is worth without.
import { SignJWT, base64url, decodeJwt, exportJWK, generateKeyPair } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { type DpopKey, type ProofOf, dpopProof, newDpopKey } from '../harness/fixtures/dpop.ts'
import { pkce } from '../harness/fixtures/people.ts'
import { atApp, callback, onProviders, signIn } from './provider.ts'

const atToken = 'POST /oauth2/token'
const atUserinfo = 'GET /oauth2/userinfo'
type Fields = Readonly<Record<string, string>>
type Tokens = Wire['OAuthTokens'] & { readonly error?: string }

onProviders('DPoP', ({ issuer, seeds, ask: fetchOf, send, client, browser, authorizeUrl }) => {
  let key: DpopKey
  let clientId: string
  beforeEach(async () => {
    key = await newDpopKey()
    ;({ clientId } = await client({}, { type: 'public' }))
  })

  const proofOf = (line: ProofOf['line'], more: Partial<ProofOf> = {}, by = key) => dpopProof(by, { line, ...more })
  const codeFor = async (more: Fields = {}) => {
    const challenge = { code_challenge: pkce.challenge, code_challenge_method: 'S256' }
    const asked = { client_id: clientId, scope: 'openid offline_access', ...challenge, ...more }
    return atApp(await signIn(browser(), authorizeUrl(asked))).code!
  }
  const ask = async (form: Fields, { proof }: { readonly proof?: string | undefined } = {}) => {
    const shown: Fields = proof === undefined ? {} : { dpop: proof }
    const { status, headers, body } = await send<Tokens>('/oauth2/token', form, shown)
    return { ...body, status, headers }
  }
  const exchange = (code: string) => ({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: callback,
    code,
    code_verifier: pkce.verifier,
  })
  const asRefresh = (refresh_token: string) => ({ grant_type: 'refresh_token', client_id: clientId, refresh_token })
  const bound = async () => ask(exchange(await codeFor()), { proof: await proofOf(atToken) })
  const show = (
    token: string,
    { scheme = 'DPoP', proof }: { readonly scheme?: string; readonly proof?: string } = {},
  ) =>
    fetchOf(new URL('/oauth2/userinfo', issuer), {
      headers: { authorization: `${scheme} ${token}`, ...(proof !== undefined && { dpop: proof }) },
    })

  describe('a token', () => {
    it('is worth nothing as a bearer, in a header or a form, and the challenge says why', async () => {
      const { access_token: token } = await bound()
      for (const proof of [undefined, await proofOf(atUserinfo, { token })]) {
        const { status, headers } = await show(token, { scheme: 'Bearer', ...(proof && { proof }) })
        expect([status, headers.get('www-authenticate')]).toEqual([
          401,
          expect.stringMatching(/^DPoP error="invalid_token", algs="ES256 /),
        ])
      }
      expect((await send('/oauth2/userinfo', { access_token: token })).status).toBe(401)
      expect((await seeds.call('account.me', { bearer: token }))?.status).toBe(401)
    })

    it('that is bound to no key is no such token', async () => {
      const { access_token: token } = await ask(exchange(await codeFor()))
      expect((await show(token, { proof: await proofOf(atUserinfo, { token }) })).status).toBe(401)
      expect((await show(token, { scheme: 'Bearer' })).status).toBe(200)
    })
  })

  // fapi2-security-profile-final-dpop-negative-tests
  describe('a proof', () => {
    const refusals = async (make: (token: string) => Promise<string>) => {
      const { access_token: token } = await bound()
      const shown = await show(token, { proof: await make(token) })
      expect((await show(token, { proof: await proofOf(atUserinfo, { token }) })).status).toBe(200)
      return [shown.status, /error="(\w+)"/.exec(shown.headers.get('www-authenticate') ?? '')?.[1]]
    }
    const now = () => Math.floor(Date.now() / 1000)

    it.each<[string, (token: string) => Promise<string>]>([
      [
        'two of them',
        async (token) => `${await proofOf(atUserinfo, { token })}, ${await proofOf(atUserinfo, { token })}`,
      ],
      ['no JWT', async (token) => (await proofOf(atUserinfo, { token })).split('.').slice(0, 2).join('.')],
      ['without a type', (token) => proofOf(atUserinfo, { token, header: { typ: undefined } })],
      ['of another type', (token) => proofOf(atUserinfo, { token, header: { typ: 'JWT' } })],
      ['without a key', (token) => proofOf(atUserinfo, { token, header: { jwk: undefined } })],
      [
        'with the private key',
        async (token) => proofOf(atUserinfo, { token, header: { jwk: await exportJWK(key.privateKey) } }),
      ],
      ['without jti', (token) => proofOf(atUserinfo, { token, claims: { jti: undefined } })],
      ['with a jti that is no text', (token) => proofOf(atUserinfo, { token, claims: { jti: 7 } })],
      ['without htm', (token) => proofOf(atUserinfo, { token, claims: { htm: undefined } })],
      ['without htu', (token) => proofOf(atUserinfo, { token, claims: { htu: undefined } })],
      ['without iat', (token) => proofOf(atUserinfo, { token, claims: { iat: undefined } })],
      ['without ath', (token) => proofOf(atUserinfo, { token, claims: { ath: undefined } })],
      ['of another token', () => proofOf(atUserinfo, { token: 'other' })],
      ['of another method', (token) => proofOf('PUT /oauth2/userinfo', { token })],
      ['of a method in small letters', (token) => proofOf('get /oauth2/userinfo', { token })],
      ['of another address', (token) => proofOf('GET /oauth2/userinfohno', { token })],
      ['of another host', (token) => proofOf(atUserinfo, { token, base: 'https://evil.example' })],
      ['of an address that only begins so', (token) => proofOf(atUserinfo, { token, base: `${issuer}@evil.example` })],
      ['of an address with a name', (token) => proofOf(atUserinfo, { token, base: issuer.replace('://', '://user@') })],
      ['of an hour ago', (token) => proofOf(atUserinfo, { token, claims: { iat: now() - 3600 } })],
      ['of 70 seconds ago', (token) => proofOf(atUserinfo, { token, claims: { iat: now() - 70 } })],
      ['of an hour from now', (token) => proofOf(atUserinfo, { token, claims: { iat: now() + 3600 } })],
      ['of 70 seconds from now', (token) => proofOf(atUserinfo, { token, claims: { iat: now() + 70 } })],
      ['that has ended', (token) => proofOf(atUserinfo, { token, claims: { exp: now() - 60 } })],
      ['whose time has not come', (token) => proofOf(atUserinfo, { token, claims: { nbf: now() + 60 } })],
      ['of another key', async (token) => proofOf(atUserinfo, { token }, await newDpopKey())],
      [
        'signed by another key',
        async (token) => proofOf(atUserinfo, { token, header: { jwk: key.publicJwk } }, await newDpopKey()),
      ],
      [
        'unsigned',
        async (token) => {
          const [, body] = (await proofOf(atUserinfo, { token })).split('.')
          return `${base64url.encode(JSON.stringify({ typ: 'dpop+jwt', alg: 'none', jwk: key.publicJwk }))}.${body}.`
        },
      ],
      [
        'signed with RS256',
        async (token) => {
          const pair = await generateKeyPair('RS256', { extractable: true })
          return new SignJWT(decodeJwt(await proofOf(atUserinfo, { token })))
            .setProtectedHeader({ typ: 'dpop+jwt', alg: 'RS256', jwk: await exportJWK(pair.publicKey) })
            .sign(pair.privateKey)
        },
      ],
      [
        'signed with the public key as a secret',
        async (token) =>
          new SignJWT(decodeJwt(await proofOf(atUserinfo, { token })))
            .setProtectedHeader({ typ: 'dpop+jwt', alg: 'HS256', jwk: key.publicJwk })
            .sign(Buffer.from(JSON.stringify(key.publicJwk))),
      ],
    ])('is none %s', async (_, make) => {
      expect(await refusals(make)).toEqual([401, 'invalid_dpop_proof'])
    })

    // fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-before-succeeds and -ensure-dpopproof-with-iat-10seconds-after-succeeds, -check-dpop-proof-nbf-exp
    it.each<[string, (token: string) => Promise<string>]>([
      ['of ten seconds ago', (token) => proofOf(atUserinfo, { token, claims: { iat: now() - 10 } })],
      ['of ten seconds from now', (token) => proofOf(atUserinfo, { token, claims: { iat: now() + 10 } })],
      ['with a time of its own', (token) => proofOf(atUserinfo, { token, claims: { nbf: now(), exp: now() + 300 } })],
      ['with a query and a fragment in htu', (token) => proofOf('GET /oauth2/userinfo?a=b#c', { token })],
      ['with htu in capitals', (token) => proofOf(atUserinfo, { token, base: issuer.toUpperCase() })],
      ['with more than it needs', (token) => proofOf(atUserinfo, { token, claims: { more: 1 }, header: { more: 1 } })],
    ])('is good %s', async (_, make) => {
      const { access_token: token } = await bound()
      // fapi2-security-profile-final-access-token-type-header-case-sensitivity
      expect((await show(token, { scheme: 'dpop', proof: await make(token) })).status).toBe(200)
    })

    it('is told the nonce of the next one, and a nonce that is none of ours is refused', async () => {
      const { access_token: token, headers } = await bound()
      const nonce = headers.get('dpop-nonce')!
      const taken = await show(token, { proof: await proofOf(atUserinfo, { token, claims: { nonce } }) })
      expect([taken.status, taken.headers.get('dpop-nonce')]).toEqual([200, nonce])
      const stale = await show(token, { proof: await proofOf(atUserinfo, { token, claims: { nonce: 'x' } }) })
      expect([stale.status, stale.headers.get('dpop-nonce')]).toEqual([401, nonce])
      expect(stale.headers.get('www-authenticate')).toContain('DPoP error="use_dpop_nonce"')
      const asked = await ask(exchange('x'), { proof: await proofOf(atToken, { claims: { nonce: 'x' } }) })
      expect([asked.status, asked.error, asked.headers.get('dpop-nonce')]).toEqual([400, 'use_dpop_nonce', nonce])
    })
  })

  describe('a code', () => {
    // fapi2-security-profile-final-ensure-dpop-auth-code-binding-success, -ensure-token-endpoint-fails-with-mismatched-dpop-jkt
    it('that was asked for with a key is exchanged with a proof of that key alone', async () => {
      const code = await codeFor({ dpop_jkt: key.thumbprint })
      const another = await newDpopKey()
      for (const proof of [undefined, await proofOf(atToken, {}, another)]) {
        expect((await ask(exchange(code), { proof })).error).toBe('invalid_grant')
      }
      expect((await ask(exchange(code), { proof: await proofOf(atToken) })).token_type).toBe('DPoP')
    })
  })

  describe('a refresh token of a client without a secret', () => {
    it('works with its key alone, here and nowhere else', async () => {
      const { refresh_token: token = '' } = await bound()
      const another = await newDpopKey()
      for (const proof of [undefined, await proofOf(atToken, {}, another)]) {
        expect((await ask(asRefresh(token), { proof })).error).toBe('invalid_grant')
      }
      expect((await seeds.call('account.refresh', { body: { refresh_token: token } }))?.status).toBe(401)
      expect((await seeds.call('account.me', { cookies: { refresh_token: token } }))?.status).toBe(401)
      const next = await ask(asRefresh(token), { proof: await proofOf(atToken) })
      expect([next.status, decodeJwt(next.access_token).cnf]).toEqual([200, { jkt: key.thumbprint }])
      const after = await ask(asRefresh(next.refresh_token!), { proof: await proofOf(atToken) })
      expect(after.token_type).toBe('DPoP')
    })

    it('is bound by the first refresh that brings a proof', async () => {
      const { refresh_token: token = '' } = await ask(exchange(await codeFor()))
      const next = await ask(asRefresh(token), { proof: await proofOf(atToken) })
      expect(next.token_type).toBe('DPoP')
      expect((await ask(asRefresh(next.refresh_token!))).error).toBe('invalid_grant')
    })
  })
})
