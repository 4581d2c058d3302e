// The roles that an import gives: by name, to those who are new and to those who are there.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { insertUserRole, listRoles, listRolesOfUsers } from '../../storage/roles.ts'
import { byCaller, record } from '../administration/audit.ts'

/** What the rows so far have given, and would. */
export interface ImportedRoles {
  /** Those of the named that somebody does not hold yet, or why they cannot. `user` is undefined for somebody new. */
  lacking(
    user: User | undefined,
    names: readonly string[],
  ): { readonly ids: readonly string[]; readonly problem?: string }
  /** Notes that they do from now on. */
  give(user: User, ids: readonly string[]): void
  /** Writes down what was noted, of those who are there. */
  save(isThere: (user: User) => boolean): Promise<void>
}

export const readImportedRoles = async (
  ctx: Context,
  db: Database,
  environment: Environment,
  known: readonly User[],
): Promise<ImportedRoles> => {
  const byName = new Map((await listRoles(db, [environment.id])).map(({ name, id }) => [name, id]))
  const held = new Map<string, Set<string>>()
  const heldBy = (userId: string) => held.get(userId) ?? new Set<string>()
  const ids = known.map(({ id }) => id)
  for (const { userId, role } of await listRolesOfUsers(db, ids)) held.set(userId, heldBy(userId).add(role.id))
  const given: { user: User; ids: readonly string[] }[] = []
  const { max, name: quota } = ctx.config.quotas.rolesPerUser
  return {
    lacking: (user, names) => {
      const unknown = names.find((name) => !byName.has(name))
      if (unknown !== undefined) return { ids: [], problem: `roles: there is no role "${unknown}"` }
      const has = user ? heldBy(user.id) : new Set<string>()
      const lacked = [...new Set(names.map((name) => byName.get(name)!))].filter((id) => !has.has(id))
      if (lacked.length === 0 || has.size + lacked.length <= max) return { ids: lacked }
      return { ids: [], problem: `roles: ${quota}: ${max} at most` }
    },
    give: (user, added) => {
      if (added.length === 0) return
      given.push({ user, ids: added })
      held.set(user.id, new Set([...heldBy(user.id), ...added]))
    },
    save: async (isThere) => {
      for (const { user, ids: roleIds } of given.filter((one) => isThere(one.user))) {
        for (const roleId of roleIds) await insertUserRole(db, { userId: user.id, roleId, createdAt: ctx.clock.now() })
        await record(ctx, db, 'user.roles_assigned', {
          environmentId: environment.id,
          ...byCaller(ctx),
          userId: user.id,
          data: { userId: user.id, given: roleIds, taken: [] },
        })
      }
    },
  }
}
