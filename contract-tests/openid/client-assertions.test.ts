// Clients that prove who they are by a signature (RFC 7523), and whoever would like to pass for one.
import { beforeAll, describe, expect, it } from 'vitest'
import { type ClientKey, assertionClaims, byKey, fapiBy, makeKey, signBy, signBySecret, withAssertion } from './keys.ts'
import { type Metadata, onProviders } from './provider.ts'
import { openSite } from './site.ts'

const keys: Record<string, ClientKey> = {}
beforeAll(async () => {
  for (const alg of ['ES256', 'RS256', 'PS256', 'EdDSA']) keys[alg] = await makeKey(alg)
})

onProviders('a client that signs', ({ issuer, seeds, send, client }) => {
  const ask = async (client_assertion: string, more: Readonly<Record<string, string>> = {}) => {
    const sent = { grant_type: 'client_credentials', ...withAssertion(client_assertion), ...more }
    const { status, body } = await send('/oauth2/token', sent)
    return { status, error: body.error }
  }
  const putKeyClient = (key: ClientKey, openid: Metadata = {}) => client({ ...byKey(key), ...openid })
  const putSecretClient = () => client({ token_endpoint_auth_method: 'client_secret_jwt' })
  const good = { status: 200, error: undefined }
  const refused = { status: 401, error: 'invalid_client' }

  describe('private_key_jwt', () => {
    // fapi2-security-profile-final-ensure-client-id-in-token-endpoint
    it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])(
      'takes a signature by %s, with and without client_id',
      async (alg) => {
        const { clientId } = await putKeyClient(keys[alg]!)
        expect(await ask(await signBy(keys[alg]!, assertionClaims(clientId)))).toEqual(good)
        const named = await signBy(keys[alg]!, assertionClaims(clientId))
        expect(await ask(named, { client_id: clientId })).toEqual(good)
      },
    )

    // oidcc-ensure-client-assertion-with-iss-aud-succeeds
    it.each([
      ['the issuer', issuer],
      ['the token endpoint', `${issuer}/oauth2/token`],
      ['both', [`${issuer}/oauth2/token`, issuer]],
    ])('is for %s', async (_, aud) => {
      const { clientId } = await putKeyClient(keys.ES256!)
      expect(await ask(await signBy(keys.ES256!, assertionClaims(clientId, { aud })))).toEqual(good)
    })

    it.each<[string, (now: number) => Record<string, unknown>]>([
      ['for another server', () => ({ aud: 'https://evil.example' })],
      ['for another server too', () => ({ aud: [issuer, 'https://evil.example'] })],
      ['for nobody', () => ({ aud: null })],
      ['for a part of our name', () => ({ aud: `${issuer}.evil.example` })],
      ['that has ended', (now) => ({ exp: now - 300 })],
      ['that never ends', () => ({ exp: null })],
      ['that is good for a day', (now) => ({ exp: now + 86_400 })],
      ['whose end is no time', () => ({ exp: '9999999999' })],
      ['that begins in a while', (now) => ({ nbf: now + 70 })],
      ['that was signed in the future', (now) => ({ iat: now + 70 })],
      ['by another issuer', () => ({ iss: 'cid_inbox_manager' })],
      ['without an issuer', () => ({ iss: null })],
      ['without a subject', () => ({ sub: null })],
      ['about another client', () => ({ sub: 'cid_inbox_manager' })],
      ['without a name', () => ({ jti: null })],
    ])('refuses one %s', async (_, more) => {
      const { clientId } = await putKeyClient(keys.ES256!)
      expect(
        await ask(await signBy(keys.ES256!, assertionClaims(clientId, more(Math.floor(Date.now() / 1000))))),
      ).toEqual(refused)
    })

    it('allows for clocks that differ by some seconds', async () => {
      const { clientId } = await putKeyClient(keys.ES256!)
      const soon = Math.floor(Date.now() / 1000) + 8
      expect(await ask(await signBy(keys.ES256!, assertionClaims(clientId, { nbf: soon, iat: soon })))).toEqual(good)
    })

    it('takes each but once, also of two at the same time', async () => {
      const { clientId } = await putKeyClient(keys.ES256!)
      const assertion = await signBy(keys.ES256!, assertionClaims(clientId))
      const both = await Promise.all([ask(assertion), ask(assertion)])
      expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
      const other = await putKeyClient(keys.ES256!)
      const { jti } = assertionClaims(clientId, { jti: 'same' })
      expect(await ask(await signBy(keys.ES256!, assertionClaims(clientId, { jti })))).toEqual(good)
      expect(await ask(await signBy(keys.ES256!, assertionClaims(other.clientId, { jti })))).toEqual(good)
    })

    it('refuses another key, another algorithm, none at all, and the public key as a secret', async () => {
      const { clientId } = await putKeyClient(keys.ES256!)
      const stranger = { ...keys.ES256!, privateKey: (await makeKey('ES256')).privateKey }
      expect(await ask(await signBy(stranger, assertionClaims(clientId)))).toEqual(refused)
      const rsa = { ...keys.RS256!, publicJwk: keys.ES256!.publicJwk }
      expect(await ask(await signBy(rsa, assertionClaims(clientId)))).toEqual(refused)
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      expect(await ask(`${part({ alg: 'none' })}.${part(assertionClaims(clientId))}.`)).toEqual(refused)
      expect(await ask(await signBySecret(assertionClaims(clientId), JSON.stringify(keys.ES256!.publicJwk)))).toEqual(
        refused,
      )
      expect(await ask('none')).toEqual(refused)
      expect(await ask(await signBy(keys.ES256!, assertionClaims('cid_nobody')))).toEqual(refused)
    })

    it('holds a client to the algorithm that it has registered', async () => {
      const { clientId } = await putKeyClient(keys.RS256!, { token_endpoint_auth_signing_alg: 'PS256' })
      expect(await ask(await signBy(keys.RS256!, assertionClaims(clientId)))).toEqual(refused)
    })

    it('refuses another type of assertion, another client beside it, and a second proof', async () => {
      const { clientId } = await putKeyClient(keys.ES256!)
      const sign = async () => signBy(keys.ES256!, assertionClaims(clientId))
      expect(await ask(await sign(), { client_assertion_type: 'urn:other' })).toEqual(refused)
      expect(await ask(await sign(), { client_id: 'cid_inbox_manager' })).toEqual(refused)
      expect(await ask(await sign(), { client_id: clientId, client_secret: 'x' })).toEqual({
        status: 400,
        error: 'invalid_request',
      })
    })

    // fapi2-security-profile-final-ensure-client-assertion-in-token-endpoint
    it('refuses such a client that shows its id alone, or a secret', async () => {
      const { clientId } = await putKeyClient(keys.ES256!)
      const secrets: Readonly<Record<string, string>>[] = [{}, { client_secret: `sec_${'0'.repeat(43)}` }]
      for (const body of secrets) {
        const sent = { grant_type: 'client_credentials', client_id: clientId, ...body }
        expect((await send('/oauth2/token', sent)).status).toBe(401)
      }
    })

    it('asks about tokens, and ends them', async () => {
      const { clientId } = await putKeyClient(keys.ES256!)
      const prove = async () => withAssertion(await signBy(keys.ES256!, assertionClaims(clientId)))
      const { body } = await send('/oauth2/token', { grant_type: 'client_credentials', ...(await prove()) })
      const token = String(body.access_token)
      const ask = async () => (await send('/oauth2/introspect', { token, ...(await prove()) })).body
      expect(await ask()).toMatchObject({ active: true, client_id: clientId })
      expect((await send('/oauth2/revoke', { token, ...(await prove()) })).status).toBe(200)
      expect(await ask()).toEqual({ active: false })
    })
  })

  // Who it is, is known by then: what it lacks is the proof of its key.
  const taken = { status: 400, error: 'invalid_dpop_proof' }

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
      const { clientId } = await client(fapiBy(keys.PS256!))
      expect(await ask(await signBy(keys.PS256!, assertionClaims(clientId)))).toEqual(taken)
      expect(await ask(await signBy(keys.PS256!, assertionClaims(clientId, more)))).toEqual(refused)
    })

    // fapi2-security-profile-final-ensure-signed-client-assertion-with-RS256-fails
    it('signs with no RS256', async () => {
      const { clientId } = await client(fapiBy(keys.RS256!))
      expect(await ask(await signBy(keys.RS256!, assertionClaims(clientId)))).toEqual(refused)
    })

    // fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted,
    // fapi2-security-profile-final-par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails
    it('may be some seconds ahead, and not a minute', async () => {
      const { clientId } = await client(fapiBy(keys.PS256!))
      const begins = async (seconds: number) =>
        ask(await signBy(keys.PS256!, assertionClaims(clientId, { nbf: Math.floor(Date.now() / 1000) + seconds })))
      expect([await begins(8), await begins(70)]).toEqual([taken, refused])
    })
  })

  describe('client_secret_jwt', () => {
    it('takes what the secret has signed, and nothing else', async () => {
      const { clientId, clientSecret } = await putSecretClient()
      expect(await ask(await signBySecret(assertionClaims(clientId), clientSecret!))).toEqual(good)
      expect(await ask(await signBySecret(assertionClaims(clientId), `${clientSecret!}x`))).toEqual(refused)
      expect(await ask(await signBy(keys.ES256!, assertionClaims(clientId)))).toEqual(refused)
    })

    it('shows its secret in no other way', async () => {
      const { clientId, clientSecret } = await putSecretClient()
      const sent = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret! }
      expect((await send('/oauth2/token', sent)).status).toBe(401)
    })
  })

  // oidcc-registration-jwks-uri
  it('finds keys where a client says they are, and a new one by its name', async () => {
    const [first, second] = [await makeKey('ES256', 'first'), await makeKey('ES256', 'second')]
    let shown = [first.publicJwk]
    const site = await openSite(() => JSON.stringify({ keys: shown }))
    try {
      const jwks_uri = `${site.url}/jwks`
      const { clientId } = await client({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri })
      expect(await ask(await signBy(first, assertionClaims(clientId)))).toEqual(good)
      shown = [second.publicJwk]
      await seeds.wait(60)
      const now = Math.floor(Date.now() / 1000) + 60
      // oidcc-refresh-token-rp-key-rotation
      expect(await ask(await signBy(second, assertionClaims(clientId, { iat: now, exp: now + 60 })))).toEqual(good)
      expect(await ask(await signBy(first, assertionClaims(clientId, { iat: now, exp: now + 60 })))).toEqual(refused)
    } finally {
      site.close()
    }
  })
})
