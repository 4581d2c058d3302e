/** A person who waits for a feature, in one organization. */
export interface WaitlistEntry {
  readonly organizationId: string
  readonly userId: string
  readonly feature: string
  readonly createdAt: number
}
