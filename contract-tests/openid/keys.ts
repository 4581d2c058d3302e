// Clients that sign: with keys of their own, or with their secret (RFC 7521, 7523).
import { type CryptoKey, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from 'jose'
import { demo } from '../harness/fixtures/people.ts'

export interface ClientKey {
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly publicJwk: Record<string, unknown> & { kty: string }
}

export const makeKey = async (alg = 'ES256', kid: string = crypto.randomUUID()): Promise<ClientKey> => {
  const pair = await generateKeyPair(alg, { extractable: true })
  const { kty = '', ...members } = await exportJWK(pair.publicKey)
  return { alg, privateKey: pair.privateKey, publicJwk: { ...members, kty, kid, alg, use: 'sig' } }
}

/** What a client is registered with that proves itself by that key. */
export const byKey = (...keys: readonly ClientKey[]) => ({
  token_endpoint_auth_method: 'private_key_jwt' as const,
  jwks: { keys: keys.map(({ publicJwk }) => publicJwk) },
})

/** The same, held to the FAPI 2.0 Security Profile. */
export const fapiBy = (...keys: readonly ClientKey[]) => ({
  ...byKey(...keys),
  profile: 'fapi2' as const,
  id_token_signed_response_alg: 'ES256' as const,
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
})

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** What a well-behaved client says of itself; `null` takes a claim away. */
export const assertionClaims = (clientId: string, more: Readonly<Record<string, unknown>> = {}): JWTPayload => {
  const now = Math.floor(Date.now() / 1000)
  const own = { iss: clientId, sub: clientId, aud: demo.publicUrl, iat: now, exp: now + 60, jti: crypto.randomUUID() }
  return Object.fromEntries(Object.entries({ ...own, ...more }).filter(([, value]) => value !== null))
}

export const signBy = (key: ClientKey, claims: JWTPayload, header: Readonly<Record<string, unknown>> = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: String(key.publicJwk.kid), ...header })
    .sign(key.privateKey)

export const signBySecret = (claims: JWTPayload, secret: string) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))

export const withAssertion = (client_assertion: string) => ({ client_assertion_type: assertionType, client_assertion })

/** RFC 7519 section 6. */
export const unsigned = (claims: object): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.`
}
