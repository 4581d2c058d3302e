// Tokens that are bound to a key (RFC 9449): what is taken as a proof of it, and what a token is worth without.
import { SignJWT, base64url, decodeJwt, exportJWK, generateKeyPair } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DpopKey, type ProofOf, dpopProof, newDpopKey } from '../../contract-tests/harness/dpop.ts'
import type { Wire } from '../../generated/operations.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type TestServer, password, signUp, startReachableServer } from '../server-for-tests.ts'
import { openFormBrowser } from './browser-for-tests.ts'

const { account, oauth: confidential } = sandboxCredentials
const verifier = 'v'.repeat(43)
const challenge = '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM'
const atToken = 'POST /oauth2/token'
const atUserinfo = 'GET /oauth2/userinfo'

let server: TestServer
let email: string
let key: DpopKey
beforeAll(async () => {
  server = await startReachableServer()
  ;({ email } = await signUp(server.send))
  key = await newDpopKey()
})
afterAll(() => server.close())

const proofOf = (line: ProofOf['line'], more: Partial<ProofOf> = {}, by = key) =>
  dpopProof(by, { line, base: server.url, ...more })

const codeFor = async (more: Readonly<Record<string, string>> = {}) => {
  const query = {
    client_id: account.client_id,
    redirect_uri: account.redirectUri,
    response_type: 'code',
    scope: 'openid offline_access',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }
  const arrived = await openFormBrowser(account.redirectUri).go(
    new URL(`${server.url}/oauth2/authorize?${new URLSearchParams(query)}`),
  )
  const back = arrived.at === 'page' ? await arrived.page.submit({ email, password }) : arrived
  if (back.at !== 'app') throw new Error(`Nobody came back: ${back.page.text.slice(0, 300)}`)
  return back.url.searchParams.get('code')!
}

interface Asked {
  readonly proof?: string | undefined
  readonly at?: TestServer
}
const ask = async (body: Readonly<Record<string, string>>, { proof, at = server }: Asked = {}) => {
  const sending = proof === undefined ? { body } : { body, headers: { dpop: proof } }
  const { status, text, headers: answered } = await at.send(atToken, sending)
  const tokens = JSON.parse(text) as Wire['OAuthTokens'] & { error?: string; error_description?: string }
  return { ...tokens, status, headers: answered }
}
const exchange = (code: string) => ({
  grant_type: 'authorization_code',
  client_id: account.client_id,
  redirect_uri: account.redirectUri,
  code,
  code_verifier: verifier,
})
const asRefresh = (refresh_token: string) => ({
  grant_type: 'refresh_token',
  client_id: account.client_id,
  refresh_token,
})
const bound = async () => ask(exchange(await codeFor()), { proof: await proofOf(atToken) })
const show = async (token: string, { scheme = 'DPoP', proof }: { scheme?: string; proof?: string | string[] } = {}) => {
  const authorization = `${scheme} ${token}`
  return server.send(atUserinfo, { headers: proof === undefined ? { authorization } : { authorization, dpop: proof } })
}

describe('a token', () => {
  it('is bound to the key of the proof, and says so', async () => {
    const tokens = await bound()
    expect(tokens).toMatchObject({ status: 200, token_type: 'DPoP' })
    expect(decodeJwt(tokens.access_token).cnf).toEqual({ jkt: key.thumbprint })
    const { text } = await server.send('POST /oauth2/introspect', {
      body: {
        token: tokens.access_token,
        client_id: confidential.client_id,
        client_secret: confidential.client_secret,
      },
    })
    expect(JSON.parse(text)).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: key.thumbprint } })
  })

  it('is worth nothing as a bearer, in a header or a form, and the challenge says why', async () => {
    const { access_token: token } = await bound()
    for (const proof of [undefined, await proofOf(atUserinfo, { token })]) {
      const { status, headers } = await show(token, { scheme: 'Bearer', ...(proof && { proof }) })
      expect([status, headers['www-authenticate']]).toEqual([
        401,
        expect.stringMatching(/^DPoP error="invalid_token", algs="ES256 /),
      ])
    }
    const inForm = await server.send('POST /oauth2/userinfo', {
      body: `access_token=${token}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(inForm.status).toBe(401)
    const { status } = await server.send('GET /auth/me', { bearer: token })
    expect(status).toBe(401)
  })

  it('that is bound to no key is no such token', async () => {
    const { access_token: token } = await ask(exchange(await codeFor()))
    expect((await show(token, { proof: await proofOf(atUserinfo, { token }) })).status).toBe(401)
    expect((await show(token, { scheme: 'Bearer' })).status).toBe(200)
  })

  it('gets tokens of its own key alone', async () => {
    const { access_token: token } = await bound()
    const { body: me } = await server.send('GET /auth/me', {
      headers: { authorization: `DPoP ${token}`, dpop: await proofOf('GET /auth/me', { token }) },
    })
    const id = (me as unknown as Wire['SessionProfile']).active_membership!.account_id
    const asked = `/api/accounts/${id}/token` as const
    const sent = async (path: string, body: object) =>
      (
        await server.send(`POST ${path}`, {
          headers: { authorization: `DPoP ${token}`, dpop: await proofOf(`POST ${path}`, { token }) },
          body,
        })
      ).body
    const forAudience = await sent(asked, { audience: account.audience })
    const switched = (await sent('/api/account-views/switch', { account_id: id })) as Wire['AuthenticationResult']
    for (const made of [forAudience, switched.tokens]) {
      expect(made.token_type).toBe('DPoP')
      expect(decodeJwt(made.access_token).cnf).toEqual({ jkt: key.thumbprint })
    }
  })

  it('of a machine is bound too', async () => {
    const { client_id, client_secret } = confidential
    const body = { grant_type: 'client_credentials', client_id, client_secret }
    const made = await ask(body, { proof: await proofOf(atToken) })
    expect([made.token_type, decodeJwt(made.access_token).cnf]).toEqual(['DPoP', { jkt: key.thumbprint }])
    expect((await server.send('GET /api/accounts', { bearer: made.access_token })).status).toBe(401)
  })
})

// fapi2-security-profile-final-dpop-negative-tests
describe('a proof', () => {
  const refusals = async (make: (token: string) => Promise<string | string[]>) => {
    const { access_token: token } = await bound()
    const shown = await show(token, { proof: await make(token) })
    expect((await show(token, { proof: await proofOf(atUserinfo, { token }) })).status).toBe(200)
    return [shown.status, /error="(\w+)"/.exec(shown.headers['www-authenticate'] ?? '')?.[1]]
  }
  const now = () => Math.floor(Date.now() / 1000)

  it.each<[string, (token: string) => Promise<string | string[]>]>([
    ['two of them', async (token) => [await proofOf(atUserinfo, { token }), await proofOf(atUserinfo, { token })]],
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
    [
      'of an address that only begins so',
      (token) => proofOf(atUserinfo, { token, base: `${server.url}@evil.example` }),
    ],
    [
      'of an address with a name',
      (token) => proofOf(atUserinfo, { token, base: server.url.replace('://', '://user@') }),
    ],
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
    ['with htu in capitals', (token) => proofOf(atUserinfo, { token, base: server.url.toUpperCase() })],
    ['with more than it needs', (token) => proofOf(atUserinfo, { token, claims: { more: 1 }, header: { more: 1 } })],
  ])('is good %s', async (_, make) => {
    const { access_token: token } = await bound()
    // fapi2-security-profile-final-access-token-type-header-case-sensitivity
    expect((await show(token, { scheme: 'dpop', proof: await make(token) })).status).toBe(200)
  })

  it('is good once, on every instance', async () => {
    const { access_token: token } = await bound()
    const proof = await proofOf(atUserinfo, { token })
    const both = await Promise.all([show(token, { proof }), show(token, { proof })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    const again = await proofOf(atToken)
    expect((await ask(exchange('x'), { proof: again })).error).toBe('invalid_grant')
    expect((await ask(exchange('x'), { proof: again })).error).toBe('invalid_dpop_proof')
    const kept = await server.world.db.selectFrom('spentAssertions').selectAll().execute()
    expect(kept.every(({ expiresAt }) => expiresAt > Date.now())).toBe(true)
  })

  it('is told the nonce of the next one, and a nonce that is none of ours is refused', async () => {
    const { access_token: token, headers } = await bound()
    const nonce = String(headers['dpop-nonce'])
    const taken = await show(token, { proof: await proofOf(atUserinfo, { token, claims: { nonce } }) })
    expect([taken.status, taken.headers['dpop-nonce']]).toEqual([200, nonce])
    const stale = await show(token, { proof: await proofOf(atUserinfo, { token, claims: { nonce: 'x' } }) })
    expect([stale.status, stale.headers['dpop-nonce']]).toEqual([401, nonce])
    expect(stale.headers['www-authenticate']).toContain('DPoP error="use_dpop_nonce"')
    const asked = await ask(exchange('x'), { proof: await proofOf(atToken, { claims: { nonce: 'x' } }) })
    expect([asked.status, asked.error, asked.headers['dpop-nonce']]).toEqual([400, 'use_dpop_nonce', nonce])
  })
})

describe('a code', () => {
  // fapi2-security-profile-final-ensure-dpop-auth-code-binding-success, -ensure-token-endpoint-fails-with-mismatched-dpop-jkt
  it('that was asked for with a key is exchanged with a proof of that key alone', async () => {
    const code = await codeFor({ dpop_jkt: key.thumbprint })
    const other = await newDpopKey()
    for (const proof of [undefined, await proofOf(atToken, {}, other)]) {
      expect((await ask(exchange(code), { proof })).error).toBe('invalid_grant')
    }
    expect((await ask(exchange(code), { proof: await proofOf(atToken) })).token_type).toBe('DPoP')
  })
})

describe('a refresh token of a client without a secret', () => {
  it('works with its key alone, here and nowhere else', async () => {
    const { refresh_token: token = '' } = await bound()
    const other = await newDpopKey()
    for (const proof of [undefined, await proofOf(atToken, {}, other)]) {
      expect((await ask(asRefresh(token), { proof })).error).toBe('invalid_grant')
    }
    expect((await server.send('POST /auth/refresh', { body: { refresh_token: token } })).status).toBe(401)
    expect((await server.send('GET /auth/me', { cookies: { refresh_token: token } })).status).toBe(401)
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

it('is refused without a nonce where one is demanded, and openid-client brings it', async () => {
  const strict = await startReachableServer({ DPOP_NONCE: 'required' })
  try {
    const person = await signUp(strict.send)
    const without = await ask(exchange('x'), {
      at: strict,
      proof: await dpopProof(key, { line: atToken, base: strict.url }),
    })
    expect(without.error).toBe('use_dpop_nonce')
    const config = await openid.discovery(new URL(strict.url), account.client_id, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    })
    const handle = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: account.redirectUri,
      scope: 'openid offline_access',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      dpop_jkt: await handle.calculateThumbprint(),
    })
    const arrived = await openFormBrowser(account.redirectUri).go(url)
    const back = arrived.at === 'page' ? await arrived.page.submit({ email: person.email, password }) : arrived
    if (back.at !== 'app') throw new Error('Nobody came back')
    const tokens = await openid.authorizationCodeGrant(config, back.url, { pkceCodeVerifier }, undefined, {
      DPoP: handle,
    })
    expect(tokens.token_type).toBe('dpop')
    const { sub } = tokens.claims()!
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub, { DPoP: handle })).toMatchObject({ sub })
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token!, undefined, { DPoP: handle })
    expect(next.token_type).toBe('dpop')
  } finally {
    await strict.close()
  }
})

it('tells pages of other origins the nonce, and lets them send a proof', async () => {
  const { headers } = await server.send('OPTIONS /oauth2/token', {
    headers: { origin: account.origin, 'access-control-request-method': 'POST' },
  })
  expect(headers['access-control-allow-headers']).toMatch(/\bDPoP\b/)
  const answer = await server.send(atToken, {
    headers: { origin: account.origin, dpop: await proofOf(atToken) },
    body: exchange('x'),
  })
  expect(answer.headers['access-control-expose-headers']).toMatch(/\bDPoP-Nonce, WWW-Authenticate\b/)
})
