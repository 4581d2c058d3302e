import type { Environment } from './environment.ts'
import type { Organization } from './organization.ts'

/** A company's directory, which keeps the users of an environment, or those of one organization. */
export interface Directory {
  readonly environment: Environment
  /** Null where it keeps all users of the environment. */
  readonly organization: Organization | null
}

/** What a directory's names and ids are unique in. */
export const placeOf = ({ environment, organization }: Directory): string => organization?.id ?? environment.id

/** A user, by the name that a directory has for them. */
export interface DirectoryEntry {
  /** See `placeOf`. */
  readonly place: string
  readonly userId: string
  readonly organizationId: string | null
  readonly userName: string
  /** The same without capital letters: in its directory no other user has it. */
  readonly userNameKey: string
  readonly externalId: string | null
  /** Whether the directory made the user, and did not find them there. */
  readonly isMaker: boolean
  /** Whether the directory switched the user off: what others switched off it does not switch on. */
  readonly isSwitchedOff: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** A group, by the id that a directory has for it. */
export interface DirectoryGroup {
  /** See `placeOf`. */
  readonly place: string
  readonly groupId: string
  /** Null in an organization, whose groups are built in. */
  readonly roleId: string | null
  readonly organizationId: string | null
  readonly externalId: string | null
  readonly updatedAt: number
}

/** What users can be found by. Ids are compared to the letter (RFC 7643 section 3.1). */
export const filteredAttributes = {
  id: 'exact',
  userName: 'text',
  externalId: 'exact',
  displayName: 'text',
  'name.givenName': 'text',
  'name.familyName': 'text',
  emails: 'text',
  'emails.value': 'text',
  active: 'boolean',
  'meta.resourceType': 'text',
} as const

export type FilteredAttribute = keyof typeof filteredAttributes

/** What groups can be found by. */
export const groupAttributes = {
  id: 'exact',
  externalId: 'exact',
  displayName: 'text',
  'meta.resourceType': 'text',
} as const satisfies Partial<typeof filteredAttributes>
