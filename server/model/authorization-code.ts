/**
 * In place of a challenge: the app's own backend is to exchange the code, with its secret key. No verifier hashes to this, so
 * that a request which lost its challenge on the way is of no use to anybody else.
 */
export const bySecretKey = 'secret_key'

/** In place of a challenge: the client has a secret, and is registered to go without PKCE. */
export const byClientSecret = 'client_secret'

/** A sign-in on its way to the app that asked for it (RFC 6749 section 4.1). Good once, for a minute. */
export interface AuthorizationCode {
  readonly hash: string
  readonly environmentId: string
  /** Null where an environment's own sign-in page needs no client. */
  readonly clientId: string | null
  readonly surface: string
  readonly userId: string
  readonly redirectUri: string
  /** S256 (RFC 7636 section 4.2), `bySecretKey` or `byClientSecret`. */
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
  /** How the person proved who they are; null where `provider` says it. */
  readonly authenticatedBy: string | null
  /** When the person proved who they are, ms; null: when it was made. */
  readonly authenticatedAt: number | null
  /** The browser's session at our pages that it was made in. */
  readonly browserSessionId: string | null
  /** Of the key whose proof its exchange needs (RFC 9449 section 10). */
  readonly keyThumbprint: string | null
  /** The `claims` that were asked for, as JSON. */
  readonly claims: string | null
  /** The resource server that was asked for (RFC 8707). */
  readonly resource: string | null
}
