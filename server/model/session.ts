/** One signed-in person on one device. Its refresh tokens are one family (RFC 9700 section 4.14.2). */
export interface Session {
  readonly id: string
  readonly environmentId: string
  readonly userId: string
  readonly clientId: string | null
  /** The organization its tokens speak for. */
  readonly organizationId: string | null
  /** The one organization that it acts in; null: wherever its user may. */
  readonly confinedTo: string | null
  /** What its tokens may be used for, as the client asked (RFC 6749 section 3.3); null where it did not. */
  readonly scope: string | null
  readonly surface: string
  readonly userAgent: string | null
  readonly ip: string | null
  readonly createdAt: number
  /** Absolute end, ms; no refresh reaches past it. */
  readonly expiresAt: number
  readonly endedAt: number | null
  readonly endReason: string | null
  /** When the person proved who they are, ms; null: when it began. */
  readonly authenticatedAt: number | null
  /** How they did; null in sessions of before. */
  readonly authenticatedBy: string | null
  /** The browser's session at our own pages that it came from; null where it came from none. */
  readonly browserSessionId: string | null
  /** Of the key that its tokens are bound to, because its client has no secret to be known by (RFC 9449 section 5). */
  readonly keyThumbprint: string | null
  /** The `claims` that its client asked for, as JSON (OpenID Connect Core 1.0 section 5.5). */
  readonly claims: string | null
  /** When they last proved it once more, ms; null: not since `authenticatedAt`. */
  readonly provenAt: number | null
  /** The resource server that its tokens are for alone (RFC 8707); null where the client did not say when it asked. */
  readonly resource: string | null
}

export interface RefreshToken {
  readonly hash: string
  readonly sessionId: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number | null
  /** Random, and made when the token is used: what its successor is derived with. */
  readonly successorSalt: string | null
}
