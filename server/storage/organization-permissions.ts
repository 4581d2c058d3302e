import type { Role } from '../model/organization.ts'
import type { Permission } from '../model/role.ts'
import type { Database } from './database.ts'
import { toPermission } from './permissions.ts'
import { prepared } from './prepared.ts'

/** What a role within organizations allows, by what it is said as. */
export interface OrganizationPermission {
  readonly role: Role
  readonly permission: Permission
}

/** Of all roles, in these environments. */
export const listOrganizationPermissions = async (
  db: Database,
  environmentIds: readonly string[],
): Promise<OrganizationPermission[]> => {
  const rows = await ofEnvironments(db, environmentIds)
  return rows.map(({ role, ...row }) => ({ role: role as Role, permission: toPermission(row) }))
}

const ofEnvironments = prepared((db, environmentIds: readonly string[]) =>
  db
    .selectFrom('organizationPermissions')
    .innerJoin('permissions', 'permissions.id', 'organizationPermissions.permissionId')
    .selectAll('permissions')
    .select('organizationPermissions.role')
    .where('organizationPermissions.environmentId', 'in', environmentIds)
    .orderBy('permissions.resource')
    .orderBy('permissions.action'),
)

/** Whether a role within organizations allows it. */
export const isAllowedInOrganizations = async (db: Database, permissionId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('organizationPermissions')
    .select('permissionId')
    .where('permissionId', '=', permissionId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The role allows these from now on, and nothing else. */
export const replaceOrganizationPermissions = async (
  db: Database,
  { environmentId, role }: { readonly environmentId: string; readonly role: Role },
  permissionIds: readonly string[],
  now: number,
): Promise<void> => {
  await db
    .deleteFrom('organizationPermissions')
    .where('environmentId', '=', environmentId)
    .where('role', '=', role)
    .execute()
  if (permissionIds.length === 0) return
  await db
    .insertInto('organizationPermissions')
    .values(permissionIds.map((permissionId) => ({ environmentId, role, permissionId, createdAt: now })))
    .execute()
}
