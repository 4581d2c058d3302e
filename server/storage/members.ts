import type { Membership, Role } from '../model/organization.ts'
import type { User } from '../model/user.ts'
import { membershipColumns, userColumns } from './columns.ts'
import type { Database } from './database.ts'
import { inSearch } from './lanes.ts'
import { toMembership } from './memberships.ts'
import { type Page, isAhead } from './newest.ts'
import { prepared } from './prepared.ts'
import { containing, prefixed, unprefixed } from './rows.ts'
import type { MembershipsTable, UsersTable } from './schema.ts'
import { toUser } from './users.ts'

export interface Member {
  readonly membership: Membership
  readonly user: User
}

const names = ['users.firstName', 'users.lastName']

interface MemberFilter {
  /** Any part of a name. */
  readonly search?: string | undefined
  /** Or of an address. */
  readonly inAddresses?: boolean
  readonly role?: Role
}

const membersMatching = (db: Database, organizationId: string, { search, inAddresses, role }: MemberFilter) => {
  const all = db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .where('memberships.organizationId', '=', organizationId)
  const members = role === undefined ? all : all.where('memberships.role', '=', role)
  if (!search) return members
  return members.where(({ or }) =>
    or([...names, ...(inAddresses ? ['users.email'] : [])].map((column) => containing(column, search))),
  )
}

/** A filter looks at all members until it has found enough. */
const searching = <T>(filter: MemberFilter, ask: () => Promise<T>): Promise<T> =>
  isUnfiltered(filter) ? ask() : inSearch(ask)

/** Who belongs to an organization, oldest membership first. */
export const listMembers = async (
  db: Database,
  organizationId: string,
  { limit, offset = 0, after, ...filter }: MemberFilter & Page = { limit: 1000 },
): Promise<Member[]> => {
  const rows = await searching(filter, () =>
    membersMatching(db, organizationId, filter)
      .$if(after !== undefined, (query) => query.where(isAhead(after!, 'memberships')))
      .select(prefixed('memberships', 'membership', membershipColumns))
      .select(prefixed('users', 'user', userColumns))
      .orderBy('memberships.createdAt')
      .orderBy('memberships.id')
      .limit(limit)
      .offset(after ? 0 : offset)
      .execute(),
  )
  return rows.map((row) => ({
    membership: toMembership(unprefixed<MembershipsTable>(row, 'membership', membershipColumns)),
    user: toUser(unprefixed<UsersTable>(row, 'user', userColumns)),
  }))
}

export const countMembers = async (
  db: Database,
  organizationId: string,
  filter: MemberFilter = {},
): Promise<number> => {
  const [counted] = isUnfiltered(filter)
    ? await countAll(db, organizationId)
    : await searching(filter, () =>
        membersMatching(db, organizationId, filter)
          .select(({ fn }) => fn.countAll<number>().as('total'))
          .execute(),
      )
  return Number(counted!.total)
}

const isUnfiltered = ({ search, role }: MemberFilter): boolean => !search && role === undefined

const countAll = prepared((db, organizationId: string) =>
  membersMatching(db, organizationId, {}).select(({ fn }) => fn.countAll<number>().as('total')),
)
