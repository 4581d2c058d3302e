import type { JsonObject } from './user.ts'

export const signingAlgorithms = ['ES256', 'RS256'] as const

export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** A key pair of one algorithm. Published before it signs, kept until its last token ends. */
export interface SigningKey {
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly publicJwk: JsonObject
  /** The private JWK, sealed with the service's secret. */
  readonly sealedPrivateJwk: string
  readonly createdAt: number
  /** ms; it signs from then on. */
  readonly signsFrom: number
  /** ms; published and trusted until then. Null while nothing is to replace it. */
  readonly retiresAt: number | null
}

/** Of proofs that clients sign with keys of their own: no RSA with PKCS #1 v1.5 (FAPI 2.0 Security Profile section 5.4). */
export const dpopAlgorithms = ['ES256', 'PS256', 'EdDSA', 'Ed25519'] as const
