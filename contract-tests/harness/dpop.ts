// Keys that clients prove to hold, and the proofs (RFC 9449).
import { type CryptoKey, type JWK, SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { demo } from './people.ts'

export interface DpopKey {
  readonly thumbprint: string
  readonly publicJwk: JWK
  readonly privateKey: CryptoKey
}

export const newDpopKey = async (): Promise<DpopKey> => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const publicJwk = await exportJWK(pair.publicKey)
  return { publicJwk, privateKey: pair.privateKey, thumbprint: await calculateJwkThumbprint(publicJwk) }
}

/** What one proof is for: `POST /oauth2/token`, say. */
export interface ProofOf {
  readonly line: `${string} ${string}`
  /** The access token beside it. */
  readonly token?: string
  readonly base?: string
  /** Instead of what a good one says. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
}

export const dpopProof = async (
  { publicJwk, privateKey }: DpopKey,
  { line, token, base = demo.publicUrl, claims, header }: ProofOf,
): Promise<string> => {
  const [htm, path = ''] = line.split(' ')
  const good = {
    jti: crypto.randomUUID(),
    htm,
    htu: `${base}${path}`,
    iat: Math.floor(Date.now() / 1000),
    ...(token !== undefined && { ath: await hashOf(token) }),
  }
  return new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: publicJwk, ...header })
    .sign(privateKey)
}

/** The two headers that show a token which is bound to the key. */
export const withDpop = async (key: DpopKey, about: ProofOf & { readonly token: string }) => ({
  authorization: `DPoP ${about.token}`,
  dpop: await dpopProof(key, about),
})

const hashOf = async (token: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('base64url')
