export type UserStatus = 'active' | 'suspended' | 'disabled' | 'deleted'

export type JsonObject = { [key: string]: unknown }

/** A person in one environment. The same address in two environments is two users. */
export interface User {
  readonly id: string
  readonly environmentId: string
  /** Canonical: see model/email.ts. Unique in its environment. */
  readonly email: string
  readonly emailVerifiedAt: number | null
  /** When somebody else signed up with the address while nobody had proven it, ms. */
  readonly contestedAt: number | null
  readonly passwordHash: string | null
  readonly status: UserStatus
  readonly firstName: string | null
  readonly lastName: string | null
  readonly avatarUrl: string | null
  readonly externalId: string | null
  /** What the person says of themselves; public by id, key by key. */
  readonly profile: JsonObject | null
  /** What the application keeps about the person. */
  readonly metadata: JsonObject | null
  readonly lastSignInAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** One sign-up with an address that nobody has proven yet. Several may have come for one user. */
export interface SignUpAttempt {
  readonly id: string
  readonly userId: string
  readonly passwordHash: string
  readonly firstName: string | null
  readonly lastName: string | null
  /** Where it came from: a keyed hash. */
  readonly source: string
  readonly createdAt: number
}

/** First and last name in one piece; empty where neither is known. */
export const fullName = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string =>
  [firstName, lastName].filter((part) => part !== null && part !== '').join(' ')
