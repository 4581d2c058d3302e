/** What an administrator may do in their tenant. */
export type AdministratorRole = 'owner'

/** A person who runs a tenant. Their user, with password and sessions, is one of the console's. */
export interface Administrator {
  readonly userId: string
  readonly tenantId: string
  readonly role: AdministratorRole
  readonly createdAt: number
}
