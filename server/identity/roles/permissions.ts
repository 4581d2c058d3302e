// The permissions of an application's environments.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { Failure } from '../../model/failure.ts'
import { type Permission, adminRoleId } from '../../model/role.ts'
import { type Database, isUniqueViolation } from '../../storage/database.ts'
import { isAllowedInOrganizations } from '../../storage/organization-permissions.ts'
import {
  deletePermission,
  insertPermission,
  insertRolePermission,
  listPermissions,
  listPermissionsAmong,
} from '../../storage/permissions.ts'
import { listRolesWith } from '../../storage/roles.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireRoom } from '../limits/quotas.ts'
import { type ActingAs, requireAuthority, withAuthority } from './authority.ts'
import { chosenEnvironment } from './environment-of-role.ts'

export const listApplicationPermissions = async (ctx: Context, acting: ActingAs): Promise<Permission[]> => {
  const { environmentIds } = await requireAuthority(ctx, acting)
  return listPermissions(ctx.db, environmentIds)
}

export type NewPermission = Pick<Permission, 'name' | 'description' | 'resource' | 'action'>

/** Only the built-in role has it: whoever makes one holds it no more than before. */
export const makePermission = (ctx: Context, acting: ActingAs, given: NewPermission): Promise<Permission> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const { id: environmentId } = chosenEnvironment(authority)
    requireRoom(ctx, 'permissionsPerEnvironment', (await listPermissions(db, [environmentId])).length)
    const now = ctx.clock.now()
    const made = { ...given, id: ctx.ids.uuid(), environmentId, isSystem: false, createdAt: now, updatedAt: now }
    await insertPermission(db, made)
    await insertRolePermission(db, { roleId: adminRoleId(environmentId), permissionId: made.id, createdAt: now })
    await recordPermission(ctx, db, 'permission.created', made)
    return made
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new Failure('permission_exists', undefined, { cause: error })
    throw error
  })

/** No role has it any more. Refuses one that the caller does not hold with `insufficient_role`. */
export const removePermissionAltogether = (ctx: Context, acting: ActingAs, id: string): Promise<void> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const [permission] = await listPermissionsAmong(db, authority.environmentIds, [id])
    if (!permission) throw new Failure('permission_not_found')
    if (permission.isSystem) throw new Failure('built_in')
    if (!authority.holds([permission])) throw new Failure('insufficient_role')
    // Whoever stands higher decides what their roles allow. The built-in role holds each, and is nobody's to keep from deleting.
    const losing = (await listRolesWith(db, id)).filter(({ isSystem }) => !isSystem)
    if (losing.some(({ hierarchyLevel }) => hierarchyLevel > authority.level)) throw new Failure('insufficient_role')
    // What roles within organizations allow is said by administrators alone.
    if (acting.kind === 'user' && (await isAllowedInOrganizations(db, id))) throw new Failure('insufficient_role')
    await deletePermission(db, id)
    await recordPermission(ctx, db, 'permission.deleted', permission)
  })

const recordPermission = (ctx: Context, db: Database, action: AuditAction, { id, environmentId }: Permission) =>
  record(ctx, db, action, { environmentId, ...byCaller(ctx), data: { permissionId: id } })
