/** An authenticator app of a user. It counts from the first right code on. */
export interface TotpFactor {
  readonly id: string
  readonly userId: string
  /** How its owner calls it. */
  readonly name: string
  readonly sealedSecret: string
  readonly confirmedAt: number | null
  /** The one that began to enrol it, and alone may confirm it; null where that was before sessions were noted. */
  readonly sessionId: string | null
  /** The newest time step that a code was taken of: none works twice, and no older one after it (RFC 6238 section 5.2). */
  readonly lastStep: number
  /** When a code of it was taken last, the first one left out. */
  readonly lastUsedAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** One that counts. */
export type AuthenticatorApp = TotpFactor & { readonly confirmedAt: number }

/** What one is called that nobody has named. */
export const unnamedApp = 'Authenticator app'

/** From the right password to the code. */
export const ticketSeconds = 300

/** A ticket is dead after so many tries. */
export const ticketTries = 5

/** From the secret that is shown to the first code of it. */
export const enrolmentSeconds = 600

export const backupCodeCount = 10

/** A secret for an authenticator app: to type in, as a link, and as a picture of it. */
export interface Enrolment {
  readonly secret: string
  readonly uri: string
  readonly qr: string
}

/** What somebody is shown who has to set a second factor up before they are signed in. It all counts from the first right code on. */
export interface DueEnrolment extends Enrolment {
  readonly backupCodes: readonly string[]
}

/** What answers the question for a second factor. */
export type FactorKind = 'totp' | 'backup_code' | 'passkey'
