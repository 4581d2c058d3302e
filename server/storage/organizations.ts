import type { Membership, Organization } from '../model/organization.ts'
import { membershipColumns, organizationColumns } from './columns.ts'
import { countOf } from './counts.ts'
import type { Database } from './database.ts'
import { inSearch } from './lanes.ts'
import { toMembership } from './memberships.ts'
import { type Page, isAhead, listNewest } from './newest.ts'
import { prepared } from './prepared.ts'
import { containing, fromFreeForm, prefixed, toJson, unprefixed } from './rows.ts'
import type { Patch } from './rows.ts'
import type { MembershipsTable, OrganizationsTable } from './schema.ts'
import { countHolding, holding } from './search.ts'

const toOrganization = (row: OrganizationsTable): Organization => ({ ...row, metadata: fromFreeForm(row.metadata) })

export const findOrganization = (db: Database, environmentId: string, id: string): Promise<Organization | undefined> =>
  findOrganizationAmong(db, [environmentId], id)

/** Of any of these environments. */
export const findOrganizationAmong = async (
  db: Database,
  environmentIds: readonly string[],
  id: string,
): Promise<Organization | undefined> => {
  const [row] = await byIdAmong(db, environmentIds, id)
  return row && toOrganization(row)
}

const byIdAmong = prepared((db, environmentIds: readonly string[], id: string) =>
  db.selectFrom('organizations').selectAll().where('id', '=', id).where('environmentId', 'in', environmentIds),
)

/** Newest first. `search` is any part of the name or the slug as `holding` has it. */
export const listOrganizations = async (
  db: Database,
  environmentIds: readonly string[],
  { search, ...page }: Page & { readonly search?: string | undefined },
): Promise<Organization[]> => {
  const organizationsOf = (environmentId: string) =>
    db.selectFrom('organizations').selectAll().where('environmentId', '=', environmentId)
  if (search === undefined) return (await listNewest(db, environmentIds, organizationsOf, page)).map(toOrganization)
  return inSearch(async () => {
    const holds = await holding(db, 'organizations', search)
    const found = await listNewest(db, environmentIds, (id) => organizationsOf(id).where(holds), page)
    return found.map(toOrganization)
  })
}

/** Of a search no more than `mostFound` are counted. */
export const countOrganizations = async (
  db: Database,
  environmentIds: readonly string[],
  search?: string,
): Promise<number> => {
  return search === undefined
    ? countOf(db, 'organizations', environmentIds)
    : countHolding(db, 'organizations', environmentIds, search)
}

export interface OwnOrganization {
  readonly organization: Organization
  readonly membership: Membership
}

const organizationsOfUser = (db: Database, userId: string) =>
  db
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organizationId')
    .where('memberships.userId', '=', userId)

const toOwnOrganization = (row: object): OwnOrganization => ({
  organization: toOrganization(unprefixed<OrganizationsTable>(row, 'organization', organizationColumns)),
  membership: toMembership(unprefixed<MembershipsTable>(row, 'membership', membershipColumns)),
})

interface Filter {
  /** Any part of the name. */
  readonly search?: string
  /** Only those right below it. */
  readonly parentId?: string
  /** Only this one. */
  readonly id?: string
}

const filtered = (db: Database, userId: string, { search, parentId, id }: Filter) => {
  const all = organizationsOfUser(db, userId)
  const own = id ? all.where('organizations.id', '=', id) : all
  const below = parentId ? own.where('organizations.parentId', '=', parentId) : own
  return search ? below.where(containing('organizations.name', search)) : below
}

/** With the person's membership in each, oldest membership first. */
export const listOrganizationsOfUser = async (
  db: Database,
  userId: string,
  { limit, offset = 0, after, ...filter }: Page & Filter = { limit: 1000 },
): Promise<OwnOrganization[]> => {
  const rows = await filtered(db, userId, filter)
    .$if(after !== undefined, (query) => query.where(isAhead(after!, 'memberships')))
    .select(prefixed('organizations', 'organization', organizationColumns))
    .select(prefixed('memberships', 'membership', membershipColumns))
    .orderBy('memberships.createdAt')
    .orderBy('memberships.id')
    .limit(limit)
    .offset(after ? 0 : offset)
    .execute()
  return rows.map(toOwnOrganization)
}

export const countOrganizationsOfUser = async (db: Database, userId: string, filter: Filter = {}): Promise<number> => {
  const { total } = await filtered(db, userId, filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** One the person is in. */
export const findOrganizationOfUser = async (
  db: Database,
  userId: string,
  organizationId: string,
): Promise<OwnOrganization | undefined> => {
  const [row] = await ofUser(db, userId, organizationId)
  return row && toOwnOrganization(row)
}

const ofUser = prepared((db, userId: string, organizationId: string) =>
  organizationsOfUser(db, userId)
    .select(prefixed('organizations', 'organization', organizationColumns))
    .select(prefixed('memberships', 'membership', membershipColumns))
    .where('memberships.organizationId', '=', organizationId),
)

/** Those right below it, oldest first. */
export const listChildren = async (
  db: Database,
  parentId: string,
  { limit, offset = 0, after }: Page = { limit: 1000 },
): Promise<Organization[]> => {
  const rows = await db
    .selectFrom('organizations')
    .selectAll()
    .where('parentId', '=', parentId)
    .$if(after !== undefined, (query) => query.where(isAhead(after!, 'organizations')))
    .orderBy('createdAt')
    .orderBy('id')
    .limit(limit)
    .offset(after ? 0 : offset)
    .execute()
  return rows.map(toOrganization)
}

/** Those below what is below it. */
export const countGrandchildren = async (db: Database, parentId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('organizations as child')
    .innerJoin('organizations as grandchild', 'grandchild.parentId', 'child.id')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('child.parentId', '=', parentId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

export const countChildren = async (db: Database, parentId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('organizations')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('parentId', '=', parentId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Those that a person made, in all places. */
export const countOrganizationsMadeBy = async (db: Database, userId: string): Promise<number> => {
  const [counted] = await countMadeBy(db, userId)
  return Number(counted!.total)
}

const countMadeBy = prepared((db, userId: string) =>
  db
    .selectFrom('organizations')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('createdBy', '=', userId),
)

export const insertOrganization = async (db: Database, organization: Organization): Promise<void> => {
  await insert(db, { ...organization, metadata: toJson(organization.metadata) })
}

const insert = prepared((db, row: OrganizationsTable) => db.insertInto('organizations').values(row))

export const updateOrganization = async (
  db: Database,
  id: string,
  patch: Patch<Organization, 'id' | 'environmentId' | 'createdAt'>,
): Promise<Organization | undefined> => {
  const row = await db
    .updateTable('organizations')
    .set({ ...patch, metadata: toJson(patch.metadata) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toOrganization(row)
}

/**
 * Takes its memberships and clients along; its sessions go on without an organization, and its children without a
 * parent. True when there was one.
 */
export const deleteOrganization = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('organizations').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0
}
