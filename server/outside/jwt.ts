// Signed tokens (RFC 7519). Access tokens for this service are ES256 and nothing else (RFC 8725 section 3.1); ID tokens, and
// access tokens for other resource servers, may be RS256 too.
import { type JsonWebKey, type KeyObject, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import {
  calculateJwkThumbprint,
  compactVerify,
  errors,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
} from 'jose'
import { type SigningAlgorithm, signingAlgorithms } from '../model/signing-key.ts'
import type { JsonObject } from '../model/user.ts'
import { sha256 } from './secrets.ts'

export interface KeyPair {
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly publicJwk: JWK
  readonly privateKey: KeyObject
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
  /** Absent: ES256 alone. */
  readonly algorithms?: readonly SigningAlgorithm[]
}

const ALG = 'ES256'
const MAX_LENGTH = 4096
/** By which the clocks of two instances may differ. */
const CLOCK_SECONDS = 10
const COMPACT = /^[\w-]+\.[\w-]+\.([\w-]+)$/
/** RFC 7518 section 3.4: an ES256 signature is 64 bytes; one by an RSA key of 2048 bits is 256. In characters. */
const SIGNATURE_LENGTH: Record<SigningAlgorithm, number> = { ES256: 86, RS256: 342 }
const KID = /^[\w-]{1,64}$/

/** A new key pair. Its id is the thumbprint of the public key (RFC 7638). */
export const generateKey = async (
  alg: SigningAlgorithm = ALG,
): Promise<{ kid: string; publicJwk: JWK; privateJwk: JWK }> => {
  const pair = await generateKeyPair(alg, { extractable: true })
  const shown = pick((await exportJWK(pair.publicKey)) as JsonObject, publicNames[alg]) as JWK
  const kid = await calculateJwkThumbprint(shown)
  const publicJwk: JWK = { ...shown, kid, use: 'sig', alg }
  return { kid, publicJwk, privateJwk: await exportJWK(pair.privateKey) }
}

/** A key to sign with. Throws for anything but a private key of the algorithm: P-256, or RSA. */
export const importPrivateKey = (jwk: JsonObject, alg: SigningAlgorithm = ALG): KeyObject => {
  if (typeof jwk.d !== 'string') throw new Error('Not a private key')
  requireKeyOf(alg, jwk)
  return createPrivateKey({ format: 'jwk', key: pick(jwk, [...publicNames[alg], ...privateNames[alg]]) as JsonWebKey })
}

/** A key to verify with, even from a private one. Throws for anything but a key of the algorithm. */
export const importPublicKey = (jwk: JsonObject, alg: SigningAlgorithm = ALG): KeyObject => {
  requireKeyOf(alg, jwk)
  return createPublicKey({ format: 'jwk', key: pick(jwk, publicNames[alg]) as JsonWebKey })
}

export const signJwt = async (
  claims: JWTPayload,
  { kid, privateKey, alg = ALG }: Pick<KeyPair, 'kid' | 'privateKey'> & { readonly alg?: SigningAlgorithm },
  typ = 'at+jwt',
): Promise<string> => {
  const parts = [{ alg, kid, typ }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const input = parts.join('.')
  const signature = await signatureOf(Buffer.from(input), privateKey, alg)
  return `${input}.${signature.toString('base64url')}`
}

const signOnThread = promisify(sign)

/** ES256 takes no longer than to hand it to a thread, where it waits beside passwords that are hashed; RS256 takes ten times as long. */
const signatureOf = async (input: Buffer, key: KeyObject, alg: SigningAlgorithm): Promise<Buffer> =>
  alg === 'ES256' ? sign('sha256', input, by(key, alg)) : signOnThread('sha256', input, key)

/**
 * What a token of ours says that has this type, however old it is: who shows it wants to be known by it, and gets nothing
 * for it. Undefined for any other text.
 */
export const readSigned = async (
  token: string,
  keyOf: (kid: string) => Promise<{ readonly alg: SigningAlgorithm; readonly publicKey: KeyObject } | undefined>,
  expected: Pick<Expectation, 'issuer' | 'typ'>,
): Promise<JsonObject | undefined> => {
  try {
    const { payload } = await compactVerify(token, async ({ kid, alg, typ }) => {
      const key = kid !== undefined && KID.test(kid) ? await keyOf(kid) : undefined
      if (!key || key.alg !== alg || typ !== expected.typ) throw new errors.JWSInvalid('Not one of ours')
      return key.publicKey
    })
    const claims = JSON.parse(new TextDecoder().decode(payload)) as JsonObject
    return claims.iss === expected.issuer ? claims : undefined
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/**
 * The claims of a good token; undefined for any other text, whatever is wrong with it. Rejects only when `keyOf` does.
 * All claims of RFC 9068 section 2.2 must be there but `client_id`; a time that has not come is none to have signed at.
 */
export const verifyJwt = async (
  token: string,
  keyOf: (kid: string, alg: SigningAlgorithm) => Promise<KeyObject | undefined>,
  expected: Expectation,
): Promise<SignedClaims | undefined> => {
  if (token.length > MAX_LENGTH) return undefined
  const hash = sha256(token)
  const { header, claims } = verified.get(hash) ?? { header: readHeader(token), claims: undefined }
  if (!header || header.typ !== expected.typ || !(expected.algorithms ?? [ALG]).includes(header.alg)) return undefined
  // Asked each time: a key that was revoked has signed nothing.
  const key = await keyOf(header.kid, header.alg)
  if (!key) return undefined
  const signed = claims ?? claimsSignedBy(key, header.alg, token)
  if (!signed || !isExpected(signed, expected)) return undefined
  if (!claims) remember(hash, header, signed)
  return signed
}

interface Header {
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly typ: unknown
}

/**
 * Tokens by their hashes whose signature is good: a client shows one for minutes, and a signature takes longer to verify than
 * all else takes. What they say is held to the time and to what is expected each time. Only good tokens get in here, and the
 * id of a key is the hash of it, so that no other key can have it.
 */
const verified = new Map<string, { readonly header: Header; readonly claims: SignedClaims }>()
const mostVerified = 10_000

const remember = (hash: string, header: Header, claims: SignedClaims): void => {
  if (verified.size >= mostVerified) verified.delete(verified.keys().next().value!)
  verified.set(hash, { header, claims: Object.freeze(claims) })
}

/** Of a token in the form that `readHeader` wants. Here and on no thread, for the reason that it is signed here. */
const claimsSignedBy = (key: KeyObject, alg: SigningAlgorithm, token: string): JWTPayload | undefined => {
  const [header, payload, signature] = token.split('.') as [string, string, string]
  const input = Buffer.from(`${header}.${payload}`)
  const isGood = verify('sha256', input, by(key, alg), Buffer.from(signature, 'base64url'))
  return isGood ? readObject(Buffer.from(payload, 'base64url').toString()) : undefined
}

/** ES256 says r and s one behind the other (RFC 7518 section 3.4). */
const by = (key: KeyObject, alg: SigningAlgorithm) =>
  alg === 'ES256' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key

/** Whoever holds the key signs within these bounds, or it is not us. */
const isExpected = (claims: JWTPayload, expected: Expectation): claims is JWTPayload & SignedClaims => {
  const { iss, sub, aud, jti, iat, exp, nbf } = claims
  const seconds = expected.now / 1000
  return (
    [iss, sub, aud, jti].every((name) => typeof name === 'string' && name !== '') &&
    iss === expected.issuer &&
    (expected.audience === undefined || aud === expected.audience) &&
    typeof iat === 'number' &&
    typeof exp === 'number' &&
    exp > Math.floor(seconds) &&
    iat <= seconds + CLOCK_SECONDS &&
    exp - iat <= expected.longestSeconds &&
    (nbf === undefined || (typeof nbf === 'number' && nbf <= seconds))
  )
}

/**
 * The header of a token in exactly the form `signJwt` gives it, before anything is verified. Ours hold three names; one
 * that says more (`crit`, `b64`, `jwk`, `jku`, `x5u`, `x5c`) is not ours, and nothing it points at is ever looked at.
 */
const readHeader = (token: string): Header | undefined => {
  const [, signature] = COMPACT.exec(token) ?? []
  if (signature === undefined) return undefined
  const parts = token.split('.')
  if (!parts.every(isCanonical)) return undefined
  const header = readObject(Buffer.from(parts[0] ?? '', 'base64url').toString())
  if (!header || Object.keys(header).toSorted().join() !== 'alg,kid,typ') return undefined
  const { kid, typ } = header
  const alg = signingAlgorithms.find((one) => one === header.alg)
  if (alg === undefined || signature.length !== SIGNATURE_LENGTH[alg]) return undefined
  return typeof kid === 'string' && KID.test(kid) ? { kid, alg, typ } : undefined
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

const publicNames: Record<SigningAlgorithm, readonly string[]> = {
  ES256: ['kty', 'crv', 'x', 'y'],
  RS256: ['kty', 'n', 'e'],
}
const privateNames: Record<SigningAlgorithm, readonly string[]> = {
  ES256: ['d'],
  RS256: ['d', 'p', 'q', 'dp', 'dq', 'qi'],
}

const requireKeyOf = (alg: SigningAlgorithm, jwk: JsonObject): void => {
  const isOfAlgorithm = alg === 'RS256' ? jwk.kty === 'RSA' : jwk.kty === 'EC' && jwk.crv === 'P-256'
  if (!isOfAlgorithm) throw new Error(`Not a key for ${alg}`)
}

const pick = (jwk: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, jwk[name]]))
