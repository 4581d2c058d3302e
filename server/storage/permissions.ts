import type { Permission } from '../model/role.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { toFlag } from './rows.ts'
import type { PermissionsTable } from './schema.ts'

export const toPermission = (row: PermissionsTable): Permission => ({ ...row, isSystem: row.isSystem === 1 })

/** Of these environments, by what they are said as. */
export const listPermissions = async (db: Database, environmentIds: readonly string[]): Promise<Permission[]> => {
  const rows = await permissionsOf(db, environmentIds)
  return rows.map(toPermission)
}

const permissionsOf = prepared((db, environmentIds: readonly string[]) =>
  db
    .selectFrom('permissions')
    .selectAll()
    .where('environmentId', 'in', environmentIds)
    .orderBy('resource')
    .orderBy('action')
    .orderBy('id'),
)

/** Those of these ids that the environments have. */
export const listPermissionsAmong = async (
  db: Database,
  environmentIds: readonly string[],
  ids: readonly string[],
): Promise<Permission[]> => {
  if (ids.length === 0) return []
  const rows = await byIdsAmong(db, environmentIds, ids)
  return rows.map(toPermission)
}

const byIdsAmong = prepared((db, environmentIds: readonly string[], ids: readonly string[]) =>
  db.selectFrom('permissions').selectAll().where('id', 'in', ids).where('environmentId', 'in', environmentIds),
)

/** Fails with a unique violation where the environment has that resource and action. */
export const insertPermission = async (db: Database, permission: Permission): Promise<void> => {
  await db
    .insertInto('permissions')
    .values({ ...permission, isSystem: toFlag(permission.isSystem) })
    .execute()
}

/** With it goes that any role has it. */
export const deletePermission = async (db: Database, id: string): Promise<void> => {
  await db.deleteFrom('permissions').where('id', '=', id).execute()
}

export const listPermissionsOfRoles = async (db: Database, roleIds: readonly string[]): Promise<Permission[]> => {
  if (roleIds.length === 0) return []
  const rows = await ofRoles(db, roleIds)
  return rows.map(toPermission)
}

const ofRoles = prepared((db, roleIds: readonly string[]) =>
  db
    .selectFrom('permissions')
    .selectAll()
    .where('id', 'in', (inner) =>
      inner.selectFrom('rolePermissions').select('permissionId').where('roleId', 'in', roleIds),
    )
    .orderBy('resource')
    .orderBy('action'),
)

/** Which of these roles has which permission. */
export const listRolePermissions = async (
  db: Database,
  roleIds: readonly string[],
): Promise<{ roleId: string; permission: Permission }[]> => {
  if (roleIds.length === 0) return []
  const rows = await db
    .selectFrom('rolePermissions')
    .innerJoin('permissions', 'permissions.id', 'rolePermissions.permissionId')
    .selectAll('permissions')
    .select('rolePermissions.roleId')
    .where('rolePermissions.roleId', 'in', roleIds)
    .orderBy('permissions.resource')
    .orderBy('permissions.action')
    .execute()
  return rows.map(({ roleId, ...row }) => ({ roleId, permission: toPermission(row) }))
}

/** True where the role did not have it. */
export const insertRolePermission = async (
  db: Database,
  held: { readonly roleId: string; readonly permissionId: string; readonly createdAt: number },
): Promise<boolean> => {
  return (await give(db, held)).length > 0
}

const give = prepared(
  (db, held: { readonly roleId: string; readonly permissionId: string; readonly createdAt: number }) =>
    db
      .insertInto('rolePermissions')
      .values(held)
      .onConflict((conflict) => conflict.columns(['roleId', 'permissionId']).doNothing())
      .returning('roleId'),
)

/** True where the role had it. */
export const deleteRolePermission = async (db: Database, roleId: string, permissionId: string): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('rolePermissions')
    .where('roleId', '=', roleId)
    .where('permissionId', '=', permissionId)
    .executeTakeFirst()
  return numDeletedRows > 0
}
