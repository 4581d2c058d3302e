// Signed tokens (RFC 7519): ES256 and nothing else (RFC 8725 section 3.1).
import {
  SignJWT,
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose'
import type { JsonObject } from '../model/user.ts'

export interface KeyPair {
  readonly kid: string
  readonly publicJwk: JWK
  readonly privateKey: CryptoKey
}

/** What a good token has said. */
export interface SignedClaims {
  readonly [claim: string]: unknown
  readonly iss: string
  readonly sub: string
  /** One, and no list: a token that is good at several places is as good as the worst of them. */
  readonly aud: string
  /** Seconds since 1970. */
  readonly iat: number
  readonly exp: number
  readonly jti: string
}

export interface Expectation {
  readonly issuer: string
  /** Absent: any audience, for the caller to judge. */
  readonly audience?: string
  /** Compared to the letter. */
  readonly typ: string
  /** Milliseconds. */
  readonly now: number
  /** From `iat` to `exp`, at most. */
  readonly longestSeconds: number
}

const ALG = 'ES256'
const MAX_LENGTH = 4096
/** By which the clocks of two instances may differ. */
const CLOCK_SECONDS = 10
// RFC 7518 section 3.4: an ES256 signature is 64 bytes, so 86 characters.
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]{86}$/
const KID = /^[\w-]{1,64}$/

/** A new key pair. Its id is the thumbprint of the public key (RFC 7638). */
export const generateKey = async (): Promise<{ kid: string; publicJwk: JWK; privateJwk: JWK }> => {
  const pair = await generateKeyPair(ALG, { extractable: true })
  const { kty, crv, x, y } = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint({ kty, crv, x, y })
  const publicJwk: JWK = { kty, crv, x, y, kid, use: 'sig', alg: ALG }
  return { kid, publicJwk, privateJwk: await exportJWK(pair.privateKey) }
}

/** A key to sign with. Rejects anything but a private P-256 key. */
export const importPrivateKey = async (jwk: JsonObject): Promise<CryptoKey> => {
  if (typeof jwk.d !== 'string') throw new Error('Not a private key')
  return importP256(pick(jwk, ['kty', 'crv', 'x', 'y', 'd']))
}

/** A key to verify with, even from a private one. Rejects anything but a P-256 key. */
export const importPublicKey = async (jwk: JsonObject): Promise<CryptoKey> =>
  importP256(pick(jwk, ['kty', 'crv', 'x', 'y']))

export const signJwt = (
  claims: JWTPayload,
  key: Pick<KeyPair, 'kid' | 'privateKey'>,
  typ = 'at+jwt',
): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: ALG, kid: key.kid, typ }).sign(key.privateKey)

/**
 * The claims of a good token; undefined for any other text, whatever is wrong with it. Rejects only when `keyOf` does.
 * All claims of RFC 9068 section 2.2 must be there but `client_id`; a time that has not come is none to have signed at.
 */
export const verifyJwt = async (
  token: string,
  keyOf: (kid: string) => Promise<CryptoKey | undefined>,
  expected: Expectation,
): Promise<SignedClaims | undefined> => {
  const header = readHeader(token)
  if (!header || header.typ !== expected.typ) return undefined
  const key = await keyOf(header.kid)
  if (!key) return undefined
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALG],
      issuer: expected.issuer,
      audience: expected.audience,
      requiredClaims: ['exp', 'iat', 'sub', 'aud', 'jti'],
      currentDate: new Date(expected.now),
    })
    return isBounded(payload, expected) ? payload : undefined
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** Whoever holds the key signs within these bounds, or it is not us. */
const isBounded = (claims: JWTPayload, { now, longestSeconds }: Expectation): claims is JWTPayload & SignedClaims => {
  const { iss, sub, aud, jti, iat, exp } = claims
  return (
    [iss, sub, aud, jti].every((name) => typeof name === 'string' && name !== '') &&
    iat !== undefined &&
    exp !== undefined &&
    iat <= now / 1000 + CLOCK_SECONDS &&
    exp - iat <= longestSeconds
  )
}

/**
 * The header of a token in exactly the form `signJwt` gives it, before anything is verified. Ours hold three names; one
 * that says more (`crit`, `b64`, `jwk`, `jku`, `x5u`, `x5c`) is not ours, and nothing it points at is ever looked at.
 */
const readHeader = (token: string): { kid: string; typ: unknown } | undefined => {
  if (token.length > MAX_LENGTH || !COMPACT.test(token)) return undefined
  const parts = token.split('.')
  if (!parts.every(isCanonical)) return undefined
  const header = readObject(Buffer.from(parts[0] ?? '', 'base64url').toString())
  if (!header || Object.keys(header).toSorted().join() !== 'alg,kid,typ') return undefined
  const { alg, kid, typ } = header
  if (alg !== ALG || typeof kid !== 'string' || !KID.test(kid)) return undefined
  return { kid, typ }
}

// RFC 4648 section 3.5: several texts decode to the same bytes, and only one of them is right.
const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part

/** An object whose text is just what JSON.stringify makes of it: no name twice, no spaces, no needless escapes. */
const readObject = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isPlain && JSON.stringify(value) === text ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

const importP256 = async (jwk: JsonObject): Promise<CryptoKey> => {
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256') throw new Error('Not a P-256 key')
  return (await importJWK(jwk as JWK, ALG)) as CryptoKey
}

const pick = (jwk: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, jwk[name]]))
