/**
 * In place of a challenge: the app's own backend is to exchange the code, with its secret key. No verifier hashes to this, so
 * that a request which lost its challenge on the way is of no use to anybody else.
 */
export const bySecretKey = 'secret_key'

/** A sign-in on its way to the app that asked for it (RFC 6749 section 4.1). Good once, for a minute. */
export interface AuthorizationCode {
  readonly hash: string
  readonly environmentId: string
  /** Null where an environment's own sign-in page needs no client. */
  readonly clientId: string | null
  readonly surface: string
  readonly userId: string
  readonly redirectUri: string
  /** S256 (RFC 7636 section 4.2), or `bySecretKey`. */
  readonly codeChallenge: string
  readonly scope: string | null
  readonly nonce: string | null
  /** Who vouched for the person; null for a password. */
  readonly provider: string | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number | null
  /** The session it started. */
  readonly sessionId: string | null
}
