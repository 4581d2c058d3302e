/** What a client is still to be told: that a session at our pages has ended, from which it had one. */
export interface LogoutNotice {
  readonly id: string
  readonly clientId: string
  readonly userId: string
  /** As ID tokens name it in `sid`. */
  readonly browserSessionId: string
  readonly createdAt: number
  readonly nextAttemptAt: number
  /** How often it was claimed. */
  readonly attempts: number
  /** ms; nobody else sends it before. */
  readonly leasedUntil: number | null
}
