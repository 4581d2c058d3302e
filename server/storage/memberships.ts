import type { Membership, Role } from '../model/organization.ts'
import type { Database } from './database.ts'
import { keptUntilChange } from './kept-rows.ts'
import { prepared } from './prepared.ts'
import type { MembershipsTable } from './schema.ts'

export const toMembership = (row: MembershipsTable): Membership => ({ ...row, role: row.role as Role })

export const findMembership = async (
  db: Database,
  organizationId: string,
  userId: string,
): Promise<Membership | undefined> => {
  const [row] = await membershipOf(db, organizationId, userId)
  return row && toMembership(row)
}

const membershipOf = prepared((db, organizationId: string, userId: string) =>
  db.selectFrom('memberships').selectAll().where('organizationId', '=', organizationId).where('userId', '=', userId),
)

/** By its own id, in its organization only. */
export const findMembershipById = async (
  db: Database,
  organizationId: string,
  id: string,
): Promise<Membership | undefined> => {
  const row = await db
    .selectFrom('memberships')
    .selectAll()
    .where('id', '=', id)
    .where('organizationId', '=', organizationId)
    .executeTakeFirst()
  return row && toMembership(row)
}

/** The oldest thousand, oldest first: others may add a person to more accounts than any answer could name. */
export const listMembershipsOfUser = async (db: Database, userId: string): Promise<readonly Membership[]> =>
  (await listMemberships(db, userId))!

const listMemberships = keptUntilChange(async (db, userId: string) =>
  (await membershipsOfUser(db, userId)).map(toMembership),
)

const membershipsOfUser = prepared((db, userId: string) =>
  db.selectFrom('memberships').selectAll().where('userId', '=', userId).orderBy('createdAt').orderBy('id').limit(1000),
)

/** An organization that a person is in, and how they came to be there. */
export interface Place {
  readonly organizationId: string
  readonly createdBy: string | null
  readonly parentId: string | null
  /** A client of the environment or an administrator put them there, not a user or an organization's own client. */
  readonly isProvisioned: boolean
}

/** All of them, oldest organization first. */
export const listPlaces = async (db: Database, userId: string): Promise<Place[]> => {
  const rows = await places(db, userId)
  return rows.map(({ adder, adderOwner, administrator, ...place }) => ({
    ...place,
    isProvisioned: administrator !== null || (adder !== null && adderOwner === null),
  }))
}

const places = prepared((db, userId: string) =>
  db
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organizationId')
    .leftJoin('clients', 'clients.id', 'memberships.addedBy')
    .leftJoin('administrators', 'administrators.userId', 'memberships.addedBy')
    .select(['memberships.organizationId', 'organizations.createdBy', 'organizations.parentId'])
    .select(['clients.id as adder', 'clients.organizationId as adderOwner', 'administrators.userId as administrator'])
    .where('memberships.userId', '=', userId)
    .orderBy('organizations.createdAt')
    .orderBy('organizations.id'),
)

/** The ids of the environment's organizations that these people own, alone or with others. */
export const listOwnedOrganizationIds = async (
  db: Database,
  environmentId: string,
  userIds: readonly string[],
): Promise<string[]> => {
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organizationId')
    .select('organizationId')
    .distinct()
    .where('memberships.userId', 'in', userIds)
    .where('memberships.role', '=', 'owner')
    .where('organizations.environmentId', '=', environmentId)
    .orderBy('organizationId')
    .execute()
  return rows.map(({ organizationId }) => organizationId)
}

/** The person's memberships in these organizations. */
export const listMembershipsIn = async (
  db: Database,
  userId: string,
  organizationIds: readonly string[],
): Promise<Membership[]> => {
  if (organizationIds.length === 0) return []
  const rows = await ofUserIn(db, userId, organizationIds)
  return rows.map(toMembership)
}

const ofUserIn = prepared((db, userId: string, organizationIds: readonly string[]) =>
  db.selectFrom('memberships').selectAll().where('userId', '=', userId).where('organizationId', 'in', organizationIds),
)

/** Those of these people in one organization. */
export const listMembershipsAmong = async (
  db: Database,
  organizationId: string,
  userIds: readonly string[],
): Promise<Membership[]> => {
  if (userIds.length === 0) return []
  const members = db.selectFrom('memberships').selectAll().where('organizationId', '=', organizationId)
  return (await members.where('userId', 'in', userIds).execute()).map(toMembership)
}

export const countOwners = async (db: Database, organizationId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('memberships')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('organizationId', '=', organizationId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Fails with a unique violation where the person is a member already. */
export const insertMembership = async (db: Database, membership: Membership): Promise<void> => {
  await insert(db, membership)
}

const insert = prepared((db, membership: Membership) => db.insertInto('memberships').values(membership))

/** The person takes it as theirs; the first time counts. */
export const markJoined = async (db: Database, organizationId: string, userId: string, now: number): Promise<void> => {
  await db
    .updateTable('memberships')
    .set({ joinedAt: now })
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('joinedAt', 'is', null)
    .execute()
}

/** The one that the person joined first. */
export const findFirstJoined = async (db: Database, userId: string): Promise<Membership | undefined> => {
  const [row] = await firstJoined(db, userId)
  return row && toMembership(row)
}

const firstJoined = prepared((db, userId: string) =>
  db
    .selectFrom('memberships')
    .selectAll()
    .where('userId', '=', userId)
    .where('joinedAt', 'is not', null)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1),
)

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

/** Everybody but that person. Answers how many. */
export const deleteOtherMemberships = async (db: Database, organizationId: string, userId: string): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('memberships')
    .where('organizationId', '=', organizationId)
    .where('userId', '!=', userId)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Those whom these users and clients added. Answers whose they were. */
export const deleteMembershipsAddedBy = async (
  db: Database,
  organizationId: string,
  adders: readonly string[],
): Promise<string[]> => {
  const rows = await db
    .deleteFrom('memberships')
    .where('organizationId', '=', organizationId)
    .where('addedBy', 'in', adders)
    .returning('userId')
    .execute()
  return rows.map(({ userId }) => userId)
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
