export type Role = 'owner' | 'member' | 'viewer'

/** A group of people: an `account` on the account surface. May stand under another. */
export interface Organization {
  readonly id: string
  readonly environmentId: string
  readonly parentId: string | null
  readonly name: string | null
  readonly slug: string | null
  readonly avatarUrl: string | null
  readonly metadata: { [key: string]: unknown } | null
  readonly createdBy: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** A person's place in an organization. */
export interface Membership {
  readonly id: string
  readonly organizationId: string
  readonly userId: string
  readonly role: Role
  readonly createdAt: number
  readonly updatedAt: number
}
