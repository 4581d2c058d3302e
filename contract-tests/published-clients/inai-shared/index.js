// What @inai-dev/backend imports from a companion package that the registry no longer has. Written from the documents and
// from how the client uses it; the client itself runs as published.
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose'

export const HEADER_PUBLISHABLE_KEY = 'X-Publishable-Key'
export const DEFAULT_API_URL = 'https://apiauth.inai.dev'

export class InAIAuthError extends Error {
  constructor(message, status, body) {
    super(message)
    this.name = 'InAIAuthError'
    this.status = status
    this.body = { ...body, status }
    this.code = body.type ?? 'UNKNOWN_ERROR'
  }
}

const orNull = (read) => {
  try {
    return read()
  } catch {
    return null
  }
}

export const decodeJWTHeader = (token) => orNull(() => decodeProtectedHeader(token))
export const getClaimsFromToken = (token) => orNull(() => decodeJwt(token))

export const isTokenExpired = (token) => {
  const { exp } = getClaimsFromToken(token) ?? {}
  return typeof exp !== 'number' || exp * 1000 <= Date.now()
}

/** The claims of a token with a good signature, or null. */
export const verifyES256 = async (token, publicKey) => {
  try {
    return (await jwtVerify(token, publicKey, { algorithms: ['ES256'] })).payload
  } catch {
    return null
  }
}

/** Keeps a key set for five minutes. */
export class JWKSClient {
  #url
  #keys
  #fetchedAt = 0

  constructor(url) {
    this.#url = url
  }

  async getKey(kid) {
    if (!this.#keys || Date.now() - this.#fetchedAt > 300_000) {
      const answer = await fetch(this.#url)
      if (!answer.ok) throw new Error(`The key set answered ${answer.status}`)
      this.#keys = await answer.json()
      this.#fetchedAt = Date.now()
      createLocalJWKSet(this.#keys)
    }
    const key = this.#keys.keys.find((one) => one.kid === kid && one.alg === 'ES256')
    if (!key) throw new Error('No such key')
    return importJWK(key, 'ES256')
  }

  invalidate() {
    this.#fetchedAt = 0
  }
}
