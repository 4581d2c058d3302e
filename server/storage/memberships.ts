import type { Membership, Role } from '../model/organization.ts'
import type { User } from '../model/user.ts'
import { membershipColumns, userColumns } from './columns.ts'
import type { Database } from './database.ts'
import { prefixed, unprefixed } from './rows.ts'
import type { MembershipsTable, UsersTable } from './schema.ts'
import { toUser } from './users.ts'

export const toMembership = (row: MembershipsTable): Membership => ({ ...row, role: row.role as Role })

export const findMembership = async (
  db: Database,
  organizationId: string,
  userId: string,
): Promise<Membership | undefined> => {
  const row = await db
    .selectFrom('memberships')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return row && toMembership(row)
}

/** Oldest first. */
export const listMembershipsOfUser = async (db: Database, userId: string): Promise<Membership[]> => {
  const rows = await db
    .selectFrom('memberships')
    .selectAll()
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(toMembership)
}

/** Who belongs to an organization, oldest membership first. */
export const listMembers = async (
  db: Database,
  organizationId: string,
): Promise<{ membership: Membership; user: User }[]> => {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .select(prefixed('memberships', 'membership', membershipColumns))
    .select(prefixed('users', 'user', userColumns))
    .where('memberships.organizationId', '=', organizationId)
    .orderBy('memberships.createdAt')
    .orderBy('memberships.id')
    .execute()
  return rows.map((row) => ({
    membership: toMembership(unprefixed<MembershipsTable>(row, 'membership', membershipColumns)),
    user: toUser(unprefixed<UsersTable>(row, 'user', userColumns)),
  }))
}

export const countOwners = async (db: Database, organizationId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('memberships')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('organizationId', '=', organizationId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow()
  return total
}

/** Fails with a unique violation where the person is a member already. */
export const insertMembership = async (db: Database, membership: Membership): Promise<void> => {
  await db.insertInto('memberships').values(membership).execute()
}

export const updateRole = async (
  db: Database,
  organizationId: string,
  userId: string,
  role: Role,
  now: number,
): Promise<Membership | undefined> => {
  const row = await db
    .updateTable('memberships')
    .set({ role, updatedAt: now })
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .returningAll()
    .executeTakeFirst()
  return row && toMembership(row)
}

/** True when there was one. */
export const deleteMembership = async (db: Database, organizationId: string, userId: string): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('memberships')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0
}
