/** What an administrator may do in their tenant. */
export type AdministratorRole = 'owner'

/** A person who runs a tenant. Their user, with password and sessions, is one of the console's. */
export interface Administrator {
  readonly userId: string
  readonly tenantId: string
  readonly role: AdministratorRole
  /** The administrator who asked them to come; null for who registered, or was asked by the operator. */
  readonly invitedBy: string | null
  /** When the newest link that they were mailed ends; null for who was mailed none. */
  readonly invitedUntil: number | null
  readonly createdAt: number
}
