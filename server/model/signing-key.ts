import type { JsonObject } from './user.ts'

/** An ES256 key pair. Published before it signs, kept until its last token ends. */
export interface SigningKey {
  readonly kid: string
  readonly publicJwk: JsonObject
  /** The private JWK, sealed with the service's secret. */
  readonly sealedPrivateJwk: string
  readonly createdAt: number
  /** ms; it signs from then on. */
  readonly signsFrom: number
  /** ms; published and trusted until then. Null while nothing is to replace it. */
  readonly retiresAt: number | null
}
