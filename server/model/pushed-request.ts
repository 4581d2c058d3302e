/** An authorization request that a client has pushed (RFC 9126), on its way to a browser. Used up by the answer to it. */
export interface PushedRequest {
  readonly hash: string
  readonly clientId: string
  /** What was asked for, as JSON. */
  readonly parameters: string
  readonly createdAt: number
  /** Until when a browser may come with it. */
  readonly expiresAt: number
}
