/** A passkey of a user: the public half. */
export interface Passkey {
  readonly id: string
  readonly environmentId: string
  readonly userId: string
  /** As the authenticator names it; unique in the environment. */
  readonly credentialId: string
  /** COSE, in base64url. */
  readonly publicKey: string
  /** Of the newest use; zero where the authenticator does not count. One that falls behind was copied. */
  readonly counter: number
  readonly transports: readonly string[]
  /** Whether it is kept elsewhere, too, and outlives the device. */
  readonly isBackedUp: boolean
  readonly name: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** How long a browser has for an answer to a challenge. */
export const passkeySeconds = 300
