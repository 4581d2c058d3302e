// Clients that prove who they are by a signature (RFC 7523), and whoever would like to pass for one.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, startServer } from '../server-for-tests.ts'
import {
  type ClientKey,
  assertionClaims,
  issuer,
  makeKey,
  putKeyClient,
  putSecretClient,
  secret,
  signBy,
  signBySecret,
  withAssertion,
} from './clients-for-tests.ts'

let server: TestServer
const keys: Record<string, ClientKey> = {}
beforeAll(async () => {
  server = await startServer()
  for (const alg of ['ES256', 'RS256', 'PS256', 'EdDSA']) keys[alg] = await makeKey(alg)
})
afterAll(() => server.close())

const ask = async (client_assertion: string, more: object = {}) => {
  const body = { grant_type: 'client_credentials', ...withAssertion(client_assertion), ...more }
  const { status, text } = await server.send('POST /oauth2/token', { body })
  return { status, error: (JSON.parse(text) as { error?: string }).error }
}
const good = { status: 200, error: undefined }
const refused = { status: 401, error: 'invalid_client' }

describe('private_key_jwt', () => {
  // fapi2-security-profile-final-ensure-client-id-in-token-endpoint
  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('takes a signature by %s, with and without client_id', async (alg) => {
    const client = await putKeyClient(server, keys[alg]!)
    expect(await ask(await signBy(keys[alg]!, assertionClaims(client.id)))).toEqual(good)
    const named = await signBy(keys[alg]!, assertionClaims(client.id))
    expect(await ask(named, { client_id: client.id })).toEqual(good)
  })

  // oidcc-ensure-client-assertion-with-iss-aud-succeeds
  it.each([
    ['the issuer', issuer],
    ['the token endpoint', `${issuer}/oauth2/token`],
    ['both', [`${issuer}/oauth2/token`, issuer]],
  ])('is for %s', async (_, aud) => {
    const client = await putKeyClient(server, keys.ES256!)
    expect(await ask(await signBy(keys.ES256!, assertionClaims(client.id, { aud })))).toEqual(good)
  })

  it.each<[string, Record<string, unknown>]>([
    ['for another server', { aud: 'https://evil.example' }],
    ['for another server too', { aud: [issuer, 'https://evil.example'] }],
    ['for nobody', { aud: null }],
    ['for a part of our name', { aud: `${issuer}.evil.example` }],
    ['that has ended', { exp: Math.floor(Date.now() / 1000) - 300 }],
    ['that never ends', { exp: null }],
    ['that is good for a day', { exp: Math.floor(Date.now() / 1000) + 86_400 }],
    ['whose end is no time', { exp: '9999999999' }],
    ['that begins in a while', { nbf: Math.floor(Date.now() / 1000) + 70 }],
    ['that was signed in the future', { iat: Math.floor(Date.now() / 1000) + 70 }],
    ['by another issuer', { iss: 'cid_inbox_manager' }],
    ['without an issuer', { iss: null }],
    ['without a subject', { sub: null }],
    ['about another client', { sub: 'cid_inbox_manager' }],
    ['without a name', { jti: null }],
  ])('refuses one %s', async (_, more) => {
    const client = await putKeyClient(server, keys.ES256!)
    expect(await ask(await signBy(keys.ES256!, assertionClaims(client.id, more)))).toEqual(refused)
  })

  it('allows for clocks that differ by some seconds', async () => {
    const client = await putKeyClient(server, keys.ES256!)
    const soon = Math.floor(Date.now() / 1000) + 8
    expect(await ask(await signBy(keys.ES256!, assertionClaims(client.id, { nbf: soon, iat: soon })))).toEqual(good)
  })

  it('takes each but once, also of two at the same time', async () => {
    const client = await putKeyClient(server, keys.ES256!)
    const assertion = await signBy(keys.ES256!, assertionClaims(client.id))
    const both = await Promise.all([ask(assertion), ask(assertion)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    const other = await putKeyClient(server, keys.ES256!)
    const { jti } = assertionClaims(client.id, { jti: 'same' })
    expect(await ask(await signBy(keys.ES256!, assertionClaims(client.id, { jti })))).toEqual(good)
    expect(await ask(await signBy(keys.ES256!, assertionClaims(other.id, { jti })))).toEqual(good)
  })

  it('refuses another key, another algorithm, none at all, and the public key as a secret', async () => {
    const client = await putKeyClient(server, keys.ES256!)
    const stranger = { ...keys.ES256!, privateKey: (await makeKey('ES256')).privateKey }
    expect(await ask(await signBy(stranger, assertionClaims(client.id)))).toEqual(refused)
    const rsa = { ...keys.RS256!, publicJwk: keys.ES256!.publicJwk }
    expect(await ask(await signBy(rsa, assertionClaims(client.id)))).toEqual(refused)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    expect(await ask(`${part({ alg: 'none' })}.${part(assertionClaims(client.id))}.`)).toEqual(refused)
    expect(await ask(await signBySecret(assertionClaims(client.id), JSON.stringify(keys.ES256!.publicJwk)))).toEqual(
      refused,
    )
    expect(await ask('none')).toEqual(refused)
    expect(await ask(await signBy(keys.ES256!, assertionClaims('cid_nobody')))).toEqual(refused)
  })

  it('holds a client to the algorithm that it has registered', async () => {
    const client = await putKeyClient(server, keys.RS256!, { authSigningAlg: 'PS256' })
    expect(await ask(await signBy(keys.RS256!, assertionClaims(client.id)))).toEqual(refused)
  })

  it('refuses another type of assertion, another client beside it, and a second proof', async () => {
    const client = await putKeyClient(server, keys.ES256!)
    const sign = async () => signBy(keys.ES256!, assertionClaims(client.id))
    expect(await ask(await sign(), { client_assertion_type: 'urn:other' })).toEqual(refused)
    expect(await ask(await sign(), { client_id: 'cid_inbox_manager' })).toEqual(refused)
    expect(await ask(await sign(), { client_id: client.id, client_secret: 'x' })).toEqual({
      status: 400,
      error: 'invalid_request',
    })
  })

  // fapi2-security-profile-final-ensure-client-assertion-in-token-endpoint
  it('refuses such a client that shows its id alone, or a secret', async () => {
    const client = await putKeyClient(server, keys.ES256!)
    for (const body of [{}, { client_secret: secret }]) {
      const sent = { grant_type: 'client_credentials', client_id: client.id, ...body }
      expect((await server.send('POST /oauth2/token', { body: sent })).status).toBe(401)
    }
  })

  it('asks about tokens, and ends them', async () => {
    const client = await putKeyClient(server, keys.ES256!)
    const prove = async () => withAssertion(await signBy(keys.ES256!, assertionClaims(client.id)))
    const { text } = await server.send('POST /oauth2/token', {
      body: { grant_type: 'client_credentials', ...(await prove()) },
    })
    const { access_token: token } = JSON.parse(text) as { access_token: string }
    const ask = async () =>
      JSON.parse((await server.send('POST /oauth2/introspect', { body: { token, ...(await prove()) } })).text) as object
    expect(await ask()).toMatchObject({ active: true, client_id: client.id })
    expect((await server.send('POST /oauth2/revoke', { body: { token, ...(await prove()) } })).status).toBe(200)
    expect(await ask()).toEqual({ active: false })
  })
})

describe('a client of the FAPI 2.0 Security Profile', () => {
  // fapi2-security-profile-final-par-test-array-as-audience-fails, -par-test-token-endpoint-url-as-audience-fails,
  // -par-test-par-endpoint-url-as-audience-fails, -ensure-client-assertion-with-wrong-aud-fails,
  // -ensure-client-assertion-with-no-sub-fails, -ensure-client-assertion-with-exp-is-5-minutes-in-past-fails
  it.each<[string, Record<string, unknown>]>([
    ['an array', { aud: [issuer] }],
    ['the token endpoint', { aud: `${issuer}/oauth2/token` }],
    ['the endpoint for pushed requests', { aud: `${issuer}/oauth2/par` }],
    ['another server', { aud: 'https://other.example' }],
    ['nobody as subject', { sub: null }],
    ['a past', { exp: Math.floor(Date.now() / 1000) - 300 }],
  ])('is not taken with %s', async (_, more) => {
    const client = await putKeyClient(server, keys.PS256!, { profile: 'fapi2' })
    expect(await ask(await signBy(keys.PS256!, assertionClaims(client.id)))).toEqual(good)
    expect(await ask(await signBy(keys.PS256!, assertionClaims(client.id, more)))).toEqual(refused)
  })

  // fapi2-security-profile-final-ensure-signed-client-assertion-with-RS256-fails
  it('signs with no RS256', async () => {
    const client = await putKeyClient(server, keys.RS256!, { profile: 'fapi2' })
    expect(await ask(await signBy(keys.RS256!, assertionClaims(client.id)))).toEqual(refused)
  })

  // fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted,
  // fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails
  it('may be some seconds ahead, and not a minute', async () => {
    const client = await putKeyClient(server, keys.PS256!, { profile: 'fapi2' })
    const begins = async (seconds: number) =>
      ask(await signBy(keys.PS256!, assertionClaims(client.id, { nbf: Math.floor(Date.now() / 1000) + seconds })))
    expect([await begins(8), await begins(70)]).toEqual([good, refused])
  })
})

describe('client_secret_jwt', () => {
  it('takes what the secret has signed, and nothing else', async () => {
    const client = await putSecretClient(server)
    expect(await ask(await signBySecret(assertionClaims(client.id)))).toEqual(good)
    expect(await ask(await signBySecret(assertionClaims(client.id), `${secret}x`))).toEqual(refused)
    expect(await ask(await signBy(keys.ES256!, assertionClaims(client.id)))).toEqual(refused)
  })

  it('shows its secret in no other way', async () => {
    const client = await putSecretClient(server)
    const sent = { grant_type: 'client_credentials', client_id: client.id, client_secret: secret }
    expect((await server.send('POST /oauth2/token', { body: sent })).status).toBe(401)
  })
})

// oidcc-registration-jwks-uri
it('finds keys where a client says they are, and a new one by its name', async () => {
  const [first, second] = [await makeKey('ES256', 'first'), await makeKey('ES256', 'second')]
  let shown = [first.publicJwk]
  const site = createServer((_request, response) => response.end(JSON.stringify({ keys: shown })))
  await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
  try {
    const jwksUri = `http://127.0.0.1:${(site.address() as AddressInfo).port}/jwks`
    const client = await putKeyClient(server, first, { jwks: null, jwksUri })
    expect(await ask(await signBy(first, assertionClaims(client.id)))).toEqual(good)
    shown = [second.publicJwk]
    server.world.sandbox!.clock.advance(60)
    const now = Math.floor(server.world.clock.now() / 1000)
    // oidcc-refresh-token-rp-key-rotation
    expect(await ask(await signBy(second, assertionClaims(client.id, { iat: now, exp: now + 60 })))).toEqual(good)
    expect(await ask(await signBy(first, assertionClaims(client.id, { iat: now, exp: now + 60 })))).toEqual(refused)
  } finally {
    server.world.sandbox!.clock.reset()
    site.close()
  }
})
