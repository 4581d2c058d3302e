import type { ApplicationRole } from '../model/role.ts'
import type { User } from '../model/user.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { type Patch, toFlag } from './rows.ts'
import type { RolesTable } from './schema.ts'
import { toUser } from './users.ts'

const toRole = (row: RolesTable): ApplicationRole => ({ ...row, isSystem: row.isSystem === 1 })

/** Of these environments, the highest first. */
export const listRoles = async (db: Database, environmentIds: readonly string[]): Promise<ApplicationRole[]> => {
  const rows = await rolesOf(db, environmentIds)
  return rows.map(toRole)
}

const rolesOf = prepared((db, environmentIds: readonly string[]) =>
  db
    .selectFrom('roles')
    .selectAll()
    .where('environmentId', 'in', environmentIds)
    .orderBy('hierarchyLevel', 'desc')
    .orderBy('name')
    .orderBy('id'),
)

export const countRoles = async (db: Database, environmentIds: readonly string[]): Promise<number> => {
  const [counted] = await countOf(db, environmentIds)
  return Number(counted!.total)
}

const countOf = prepared((db, environmentIds: readonly string[]) =>
  db
    .selectFrom('roles')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('environmentId', 'in', environmentIds),
)

export const findRole = async (
  db: Database,
  environmentIds: readonly string[],
  id: string,
): Promise<ApplicationRole | undefined> => {
  const [row] = await byId(db, environmentIds, id)
  return row && toRole(row)
}

const byId = prepared((db, environmentIds: readonly string[], id: string) =>
  db.selectFrom('roles').selectAll().where('id', '=', id).where('environmentId', 'in', environmentIds),
)

/** Those that have the permission. */
export const listRolesWith = async (db: Database, permissionId: string): Promise<ApplicationRole[]> => {
  const rows = await db
    .selectFrom('roles')
    .innerJoin('rolePermissions', 'rolePermissions.roleId', 'roles.id')
    .selectAll('roles')
    .where('rolePermissions.permissionId', '=', permissionId)
    .execute()
  return rows.map(toRole)
}

/** Fails with a unique violation where the environment has one of that name. */
export const insertRole = async (db: Database, role: ApplicationRole): Promise<void> => {
  await insert(db, { ...role, isSystem: toFlag(role.isSystem) })
}

const insert = prepared((db, row: RolesTable) => db.insertInto('roles').values(row))

/** The same. */
export const updateApplicationRole = async (
  db: Database,
  id: string,
  patch: Patch<ApplicationRole, 'id' | 'environmentId' | 'isSystem' | 'createdAt'>,
): Promise<ApplicationRole | undefined> => {
  const row = await db.updateTable('roles').set(patch).where('id', '=', id).returningAll().executeTakeFirst()
  return row && toRole(row)
}

/** With it goes that anybody holds it. */
export const deleteRole = async (db: Database, id: string): Promise<void> => {
  await db.deleteFrom('roles').where('id', '=', id).execute()
}

/** How many users hold each of these roles; one that nobody holds is not named. */
export const countHolders = async (db: Database, roleIds: readonly string[]): Promise<Map<string, number>> => {
  if (roleIds.length === 0) return new Map()
  const rows = await countEach(db, roleIds)
  return new Map(rows.map(({ roleId, total }) => [roleId, Number(total)]))
}

const countEach = prepared((db, roleIds: readonly string[]) =>
  db
    .selectFrom('userRoles')
    .select(({ fn }) => ['roleId', fn.countAll<number>().as('total')])
    .where('roleId', 'in', roleIds)
    .groupBy('roleId'),
)

/** A role, and who holds it. */
export interface HeldRole {
  readonly userId: string
  readonly role: ApplicationRole
}

/** What these users hold, the highest first. */
export const listRolesOfUsers = async (db: Database, userIds: readonly string[]): Promise<HeldRole[]> => {
  const [only, ...others] = userIds
  if (only === undefined) return []
  const rows = others.length === 0 ? await heldByOne(db, only) : await heldBy(db, userIds).execute()
  return rows.map(({ userId, ...row }) => ({ userId, role: toRole(row) }))
}

const heldBy = (db: Database, userIds: readonly string[]) =>
  db
    .selectFrom('userRoles')
    .innerJoin('roles', 'roles.id', 'userRoles.roleId')
    .selectAll('roles')
    .select('userRoles.userId')
    .where('userRoles.userId', 'in', userIds)
    .orderBy('roles.hierarchyLevel', 'desc')
    .orderBy('roles.name')

const heldByOne = prepared((db, userId: string) => heldBy(db, [userId]))

/** Who holds a role, the oldest first; as many as `limit`. */
export const listHolders = async (db: Database, roleId: string, limit: number): Promise<User[]> => {
  const rows = await db
    .selectFrom('userRoles')
    .innerJoin('users', 'users.id', 'userRoles.userId')
    .selectAll('users')
    .where('userRoles.roleId', '=', roleId)
    .orderBy('users.createdAt')
    .orderBy('users.id')
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

/** Everybody who holds a role. */
export const listHolderIds = async (db: Database, roleId: string): Promise<string[]> =>
  (await db.selectFrom('userRoles').select('userId').where('roleId', '=', roleId).execute()).map(({ userId }) => userId)

export const insertUserRole = async (
  db: Database,
  held: { readonly userId: string; readonly roleId: string; readonly createdAt: number },
): Promise<void> => {
  await give(db, held)
}

const give = prepared((db, held: { readonly userId: string; readonly roleId: string; readonly createdAt: number }) =>
  db
    .insertInto('userRoles')
    .values(held)
    .onConflict((conflict) => conflict.columns(['userId', 'roleId']).doNothing()),
)

export const deleteUserRoles = async (db: Database, userId: string, roleIds: readonly string[]): Promise<void> => {
  if (roleIds.length === 0) return
  await db.deleteFrom('userRoles').where('userId', '=', userId).where('roleId', 'in', roleIds).execute()
}
