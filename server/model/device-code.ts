/** A sign-in on a device without a browser, that somebody lets in from another one (RFC 8628). */
export interface DeviceCode {
  /** Of the code that the device has. */
  readonly hash: string
  /** Keyed, because it is short: of the code that the person types. */
  readonly userCodeHash: string
  readonly environmentId: string
  readonly clientId: string
  readonly scope: string | null
  /** What the person said. */
  readonly answer: 'allowed' | 'denied' | null
  readonly answeredAt: number | null
  /** Who did. */
  readonly userId: string | null
  /** How they had proved who they are, where that was kept; and when, ms. */
  readonly authenticatedBy: string | null
  readonly authenticatedAt: number | null
  /** How long the device waits between two questions, ms; and when it may ask next. */
  readonly intervalMs: number
  readonly pollAfter: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number | null
}
