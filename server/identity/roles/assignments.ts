// Who holds which roles of their environment.
import type { Context } from '../../context.ts'
import type { ApplicationRole } from '../../model/role.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { deleteUserRoles, findRole, insertUserRole, listRolesOfUsers } from '../../storage/roles.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireRoom } from '../limits/quotas.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { type ActingAs, requireNoHigher, requireReach, requireUserOf, withAuthority } from './authority.ts'
import { requireRole } from './roles.ts'

/**
 * Makes these the roles of a user: what they held before and is not named is taken. Whoever gives or takes a role holds all that it
 * allows, and stands no lower than it and its holder. Counts at once here, and in tokens from the next ones on.
 */
export const assignRoles = (
  ctx: Context,
  acting: ActingAs,
  userId: string,
  roleIds: readonly string[],
): Promise<{ user: User; roles: ApplicationRole[] }> =>
  withAuthority(ctx, acting, async (db, authority) => {
    requireProvenMaker(ctx)
    const user = await requireUserOf(db, authority, userId)
    const wanted: ApplicationRole[] = []
    for (const id of new Set(roleIds)) {
      wanted.push(await requireRole(db, { environmentIds: [user.environmentId] }, id))
    }
    const held = (await listRolesOfUsers(db, [userId])).map(({ role }) => role)
    const given = without(wanted, held)
    const taken = without(held, wanted)
    await requireNoHigher(db, authority, user)
    await requireReach(db, authority, [...given, ...taken])
    if (given.length > 0) requireRoom(ctx, 'rolesPerUser', wanted.length - 1)
    const idsOf = (roles: readonly ApplicationRole[]) => roles.map(({ id }) => id)
    await deleteUserRoles(db, userId, idsOf(taken))
    for (const { id: roleId } of given) await insertUserRole(db, { userId, roleId, createdAt: ctx.clock.now() })
    await record(ctx, db, 'user.roles_assigned', {
      environmentId: user.environmentId,
      ...byCaller(ctx),
      userId,
      data: { userId, given: idsOf(given), taken: idsOf(taken) },
    })
    return { user, roles: (await listRolesOfUsers(db, [userId])).map(({ role }) => role) }
  })

/** One more role, which somebody may give whom the caller has asked; one that is gone by now is none. */
export const giveRole = async (ctx: Context, db: Database, user: User, roleId: string): Promise<void> => {
  const role = await findRole(db, [user.environmentId], roleId)
  const held = await listRolesOfUsers(db, [user.id])
  if (!role || held.some((one) => one.role.id === roleId)) return
  requireRoom(ctx, 'rolesPerUser', held.length)
  await insertUserRole(db, { userId: user.id, roleId, createdAt: ctx.clock.now() })
  await record(ctx, db, 'user.roles_assigned', {
    environmentId: user.environmentId,
    userId: user.id,
    data: { userId: user.id, given: [roleId], taken: [] },
  })
}

const without = (roles: readonly ApplicationRole[], others: readonly ApplicationRole[]) =>
  roles.filter(({ id }) => !others.some((other) => other.id === id))
