/** An OAuth client of one environment (RFC 6749 section 2). Public when it has no secret. */
export interface Client {
  /** Whole, with its prefix: `cid_…`. */
  readonly id: string
  readonly environmentId: string
  /** The account that owns it; null for the environment's own clients. */
  readonly organizationId: string | null
  readonly name: string
  readonly secretHash: string | null
  readonly allowedOrigins: readonly string[]
  readonly redirectUris: readonly string[]
  readonly audiences: readonly string[]
  /** What it may ask for. */
  readonly scopes: readonly string[]
  /** What it gets when it does not ask. */
  readonly defaultScopes: readonly string[]
  /** Seconds; null means the surface's default. */
  readonly accessTokenSeconds: number | null
  readonly refreshTokenSeconds: number | null
  readonly isActive: boolean
  /** The user who registered it, or renewed its secret last; null for the environment's own clients. */
  readonly createdBy: string | null
  readonly createdAt: number
  readonly updatedAt: number
}
