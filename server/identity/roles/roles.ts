// The roles of an application's environments: made, changed, given permissions, and deleted.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { Failure } from '../../model/failure.ts'
import type { ApplicationRole, Permission } from '../../model/role.ts'
import type { Database } from '../../storage/database.ts'
import {
  deleteRolePermission,
  insertRolePermission,
  listPermissionsAmong,
  listPermissionsOfRoles,
} from '../../storage/permissions.ts'
import {
  countHolders,
  countRoles,
  deleteRole,
  findRole,
  insertRole,
  listRoles,
  updateApplicationRole,
} from '../../storage/roles.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireRoom } from '../limits/quotas.ts'
import { type ActingAs, type Authority, requireAuthority, requireReach, withAuthority } from './authority.ts'
import { chosenEnvironment } from './environment-of-role.ts'

/** A role, and how many users hold it. */
export interface CountedRole {
  readonly role: ApplicationRole
  readonly holders: number
}

/** The highest first. */
export const listApplicationRoles = async (ctx: Context, acting: ActingAs): Promise<CountedRole[]> => {
  const { environmentIds } = await requireAuthority(ctx, acting)
  return counted(ctx.db, await listRoles(ctx.db, environmentIds))
}

export const getRole = async (ctx: Context, acting: ActingAs, id: string): Promise<CountedRole> =>
  countedOne(ctx.db, await requireRole(ctx.db, await requireAuthority(ctx, acting), id))

export interface NewRole {
  readonly name: string
  readonly description: string | null
  readonly hierarchyLevel: number
}

/** It allows nothing yet. Refuses one that stands higher than the caller with `insufficient_role`. */
export const makeRole = (ctx: Context, acting: ActingAs, given: NewRole): Promise<CountedRole> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const { id: environmentId } = chosenEnvironment(authority)
    if (given.hierarchyLevel > authority.level) throw new Failure('insufficient_role')
    requireRoom(ctx, 'rolesPerEnvironment', await countRoles(db, [environmentId]))
    await requireFreeName(db, environmentId, given.name)
    const now = ctx.clock.now()
    const made = { ...given, id: ctx.ids.uuid(), environmentId, isSystem: false, createdAt: now, updatedAt: now }
    await insertRole(db, made)
    await recordRole(ctx, db, 'role.created', made)
    return { role: made, holders: 0 }
  })

export const changeRole = (
  ctx: Context,
  acting: ActingAs,
  id: string,
  changes: Partial<Pick<NewRole, 'name' | 'description'>>,
): Promise<CountedRole> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const role = await requireChangeable(db, authority, id)
    if (changes.name !== undefined) await requireFreeName(db, role.environmentId, changes.name, id)
    const changed = await updateApplicationRole(db, id, { ...changes, updatedAt: ctx.clock.now() })
    if (!changed) throw new Failure('role_not_found')
    await recordRole(ctx, db, 'role.changed', changed, { fields: Object.keys(changes) })
    return countedOne(db, changed)
  })

/** Nobody holds it any more. */
export const removeRole = (ctx: Context, acting: ActingAs, id: string): Promise<void> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const role = await requireChangeable(db, authority, id)
    await deleteRole(db, id)
    await recordRole(ctx, db, 'role.deleted', role)
  })

export const permissionsOfRole = async (ctx: Context, acting: ActingAs, id: string): Promise<Permission[]> => {
  const role = await requireRole(ctx.db, await requireAuthority(ctx, acting), id)
  return listPermissionsOfRoles(ctx.db, [role.id])
}

/** What the role has already is skipped. All or nothing. */
export const addPermissions = (
  ctx: Context,
  acting: ActingAs,
  id: string,
  permissionIds: readonly string[],
): Promise<{ assigned: number; skipped: number }> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const role = await requireChangeable(db, authority, id)
    const wanted = [...new Set(permissionIds)]
    const permissions = await listPermissionsAmong(db, [role.environmentId], wanted)
    if (permissions.length < wanted.length) throw new Failure('permission_not_found')
    if (!authority.holds(permissions)) throw new Failure('insufficient_role')
    let assigned = 0
    for (const permission of permissions) {
      const row = { roleId: id, permissionId: permission.id, createdAt: ctx.clock.now() }
      if (await insertRolePermission(db, row)) assigned += 1
    }
    await recordRole(ctx, db, 'role.permissions_added', role, { permissionIds: wanted })
    return { assigned, skipped: permissionIds.length - assigned }
  })

/** Refuses one that the role does not have with `permission_not_found`. */
export const removePermission = (ctx: Context, acting: ActingAs, id: string, permissionId: string): Promise<void> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const role = await requireChangeable(db, authority, id)
    if (!(await deleteRolePermission(db, id, permissionId))) throw new Failure('permission_not_found')
    await recordRole(ctx, db, 'role.permission_removed', role, { permissionIds: [permissionId] })
  })

export const requireRole = async (
  db: Database,
  { environmentIds }: Pick<Authority, 'environmentIds'>,
  id: string,
): Promise<ApplicationRole> => {
  const role = await findRole(db, environmentIds, id)
  if (!role) throw new Failure('role_not_found')
  return role
}

/** One that was made with its environment stays as it is. */
const requireChangeable = async (db: Database, authority: Authority, id: string): Promise<ApplicationRole> => {
  const role = await requireRole(db, authority, id)
  if (role.isSystem) throw new Failure('built_in')
  await requireReach(db, authority, [role])
  return role
}

/** Names are told apart by more than capital letters: people choose roles by them. */
export const requireFreeName = async (
  db: Database,
  environmentId: string,
  name: string,
  own?: string,
): Promise<void> => {
  const others = (await listRoles(db, [environmentId])).filter(({ id }) => id !== own)
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase())) throw new Failure('role_exists')
}

const counted = async (db: Database, roles: readonly ApplicationRole[]): Promise<CountedRole[]> => {
  const holders = await countHolders(
    db,
    roles.map(({ id }) => id),
  )
  return roles.map((role) => ({ role, holders: holders.get(role.id) ?? 0 }))
}

const countedOne = async (db: Database, role: ApplicationRole): Promise<CountedRole> => (await counted(db, [role]))[0]!

const recordRole = (
  ctx: Context,
  db: Database,
  action: AuditAction,
  { id, environmentId }: ApplicationRole,
  more: { readonly [name: string]: string[] } = {},
) => record(ctx, db, action, { environmentId, ...byCaller(ctx), data: { roleId: id, ...more } })
