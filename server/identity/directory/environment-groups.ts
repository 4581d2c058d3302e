// Groups of an environment's directory: its roles, but for those that are built in. A role that a directory makes allows nothing
// until an administrator says so.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { ApplicationRole } from '../../model/role.ts'
import { fullName } from '../../model/user.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import {
  countRoles,
  deleteRole,
  deleteUserRoles,
  findRole,
  insertRole,
  insertUserRole,
  listHolderIds,
  listHolders,
  listRoles,
  listRolesOfUsers,
  updateApplicationRole,
} from '../../storage/roles.ts'
import { findUserIds } from '../../storage/many-users.ts'
import { record } from '../administration/audit.ts'
import { requireRoom } from '../limits/quotas.ts'
import { requireFreeName } from '../roles/roles.ts'
import { type Group, type Groups, type MemberStep, mostMembers, requireFewLeaving } from './group.ts'

export const environmentGroups = (ctx: Context, { id: environmentId, applicationId }: Environment): Groups => {
  const toGroup = async (db: Database, { id, name, createdAt, updatedAt }: ApplicationRole): Promise<Group> => {
    const holders = await listHolders(db, id, mostMembers)
    const members = holders.map((user) => ({ id: user.id, name: fullName(user) || user.email }))
    return { id, name, members, createdAt, updatedAt }
  }
  const recordRole = (db: Database, action: 'role.created' | 'role.changed' | 'role.deleted', roleId: string) =>
    record(ctx, db, action, { environmentId, data: { roleId } })
  return {
    list: async (db) => (await listRoles(db, [environmentId])).filter(({ isSystem }) => !isSystem),
    find: async (db, id) => {
      const role = await findRole(db, [environmentId], id)
      return role && !role.isSystem ? toGroup(db, role) : undefined
    },
    make: async (db, name) => {
      requireRoom(ctx, 'rolesPerEnvironment', await countRoles(db, [environmentId]))
      await requireFreeName(db, environmentId, name)
      const now = ctx.clock.now()
      const id = ctx.ids.uuid()
      const times = { createdAt: now, updatedAt: now }
      await insertRole(db, { id, environmentId, name, description: null, isSystem: false, hierarchyLevel: 0, ...times })
      await recordRole(db, 'role.created', id)
      return id
    },
    rename: async (db, id, name) => {
      await requireFreeName(db, environmentId, name, id)
      await updateApplicationRole(db, id, { name, updatedAt: ctx.clock.now() })
      await recordRole(db, 'role.changed', id)
    },
    change: (db, id, step) => changeHolders(ctx, db, environmentId, id, step),
    remove: async (db, id) => {
      await deleteRole(db, id)
      await recordRole(db, 'role.deleted', id)
    },
    alone: (db, work) => exclusively(db, `roles of ${applicationId}`, work),
  }
}

const changeHolders = async (
  ctx: Context,
  db: Database,
  environmentId: string,
  roleId: string,
  { op, userIds }: MemberStep,
): Promise<void> => {
  const named = [...new Set(userIds)]
  const known = await findUserIds(db, environmentId, named)
  // Whoever is gone is no member either.
  if (op !== 'remove' && known.length < named.length) {
    throw new Failure('invalid_request', 'members: there is no such user')
  }
  const held = new Set(await listHolderIds(db, roleId))
  const wanted = new Set(known)
  const given = op === 'remove' ? [] : known.filter((id) => !held.has(id))
  const taken = [...held].filter((id) =>
    op === 'remove' ? userIds === undefined || wanted.has(id) : op === 'replace' && !wanted.has(id),
  )
  requireFewLeaving(taken.length)
  const note = (userId: string, change: { readonly given: string[]; readonly taken: string[] }) =>
    record(ctx, db, 'user.roles_assigned', { environmentId, userId, data: { userId, ...change } })
  for (const userId of given) {
    requireRoom(ctx, 'rolesPerUser', (await listRolesOfUsers(db, [userId])).length)
    await insertUserRole(db, { userId, roleId, createdAt: ctx.clock.now() })
    await note(userId, { given: [roleId], taken: [] })
  }
  for (const userId of taken) {
    await deleteUserRoles(db, userId, [roleId])
    await note(userId, { given: [], taken: [roleId] })
  }
}
