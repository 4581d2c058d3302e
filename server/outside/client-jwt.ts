// What clients sign: assertions of who they are (RFC 7523) and request objects (RFC 9101).
import { type JWTPayload, compactVerify, decodeProtectedHeader, errors, importJWK, type JWK, decodeJwt } from 'jose'
import type { JsonObject } from '../model/user.ts'

/** What it may be verified with. */
export type ClientProof =
  { readonly secret: string } | { readonly keys: (kid?: string) => Promise<readonly JsonObject[]> }

/** Longest text of a token that is looked at. */
const maxLength = 16_384
/** Keys that a token without a name of one is tried with. */
const mostTries = 5

export interface ReadJwt {
  readonly alg: string
  readonly claims: JWTPayload
}

/** What a token says of itself, believed by nobody yet; undefined for what is none. */
export const readUnverified = (token: string): ReadJwt | undefined => {
  if (token.length > maxLength) return undefined
  try {
    const { alg } = decodeProtectedHeader(token)
    return typeof alg === 'string' ? { alg, claims: decodeJwt(token) } : undefined
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined
    throw error
  }
}

/** The claims, where one of the algorithms and a key of the client's have signed them. Times are the caller's to judge. */
export const verifyClientJwt = async (
  token: string,
  proof: ClientProof,
  algorithms: readonly string[],
): Promise<JWTPayload | undefined> => {
  const read = readUnverified(token)
  if (!read || !algorithms.includes(read.alg)) return undefined
  const { kid } = decodeProtectedHeader(token)
  const keys: JsonObject[] =
    'secret' in proof
      ? [{ kty: 'oct', k: Buffer.from(proof.secret).toString('base64url') }]
      : (await proof.keys(kid)).filter((key) => mayVerify(key, read.alg, kid)).slice(0, mostTries)
  for (const key of keys) {
    try {
      await compactVerify(token, await importJWK(key as JWK, read.alg), { algorithms: [read.alg] })
      return read.claims
    } catch (error) {
      // A key that is none for this algorithm is as good as a wrong one.
      if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError) && !isBadKey(error)) throw error
    }
  }
  return undefined
}

const keyTypes: Readonly<Record<string, (key: JsonObject) => boolean>> = {
  RS256: ({ kty }) => kty === 'RSA',
  PS256: ({ kty }) => kty === 'RSA',
  ES256: ({ kty, crv }) => kty === 'EC' && crv === 'P-256',
  EdDSA: ({ kty, crv }) => kty === 'OKP' && crv === 'Ed25519',
}

/** By type, name, algorithm and use (RFC 7517 section 4). */
const mayVerify = (key: JsonObject, alg: string, kid: string | undefined): boolean =>
  (keyTypes[alg]?.(key) ?? false) &&
  (kid === undefined || key.kid === kid) &&
  (key.alg === undefined || key.alg === alg) &&
  (key.use === undefined || key.use === 'sig')

/** WebCrypto says so of what it cannot read as a key. */
const isBadKey = (error: unknown): boolean => error instanceof DOMException
