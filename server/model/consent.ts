/** What a person has allowed a client that is not the environment's own. */
export interface Consent {
  readonly userId: string
  readonly clientId: string
  /** The words of all that was allowed, with a space between. */
  readonly scope: string
  /** The resource servers that it may act for them at. */
  readonly resources: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
}
