/** Built in: every organization has these. */
export const roles = ['owner', 'member', 'viewer'] as const

export type Role = (typeof roles)[number]

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
  /** The user or client who put them there; null for who founded it or came by an invitation. */
  readonly addedBy: string | null
  /** When they came by themselves, or chose it; null: somebody put them there, and no token of theirs speaks for it. */
  readonly joinedAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

const ranks: Record<Role, number> = { viewer: 0, member: 1, owner: 2 }

/** Whether who holds one role may do what another one may, or give it away. */
export const reaches = (held: Role, wanted: Role): boolean => ranks[held] >= ranks[wanted]
