// What users hold outside any organization, read fresh wherever it is said.
import type { Context } from '../../context.ts'
import { wordOf } from '../../model/role.ts'
import type { Session } from '../../model/session.ts'
import { listRolePermissions } from '../../storage/permissions.ts'
import { listRolesOfUsers } from '../../storage/roles.ts'

/** Names of roles, and what they allow, as tokens say it. */
export interface Held {
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
}

const nothing: Held = { roles: [], permissions: [] }

export const heldByUsers = async (
  ctx: Context,
  users: readonly { readonly id: string }[],
): Promise<(user: { readonly id: string }) => Held> => {
  const held = await listRolesOfUsers(
    ctx.db,
    users.map(({ id }) => id),
  )
  const roleIds = [...new Set(held.map(({ role }) => role.id))]
  const allowed = Map.groupBy(await listRolePermissions(ctx.db, roleIds), ({ roleId }) => roleId)
  const byUser = Map.groupBy(held, ({ userId }) => userId)
  return ({ id }) => {
    const roles = (byUser.get(id) ?? []).map(({ role }) => role)
    const words = roles.flatMap((role) => (allowed.get(role.id) ?? []).map(({ permission }) => wordOf(permission)))
    return { roles: roles.map(({ name }) => name), permissions: [...new Set(words)].sort() }
  }
}

/** What the tokens of a session say. One that is confined to an organization speaks for that alone. */
export const heldInSession = async (ctx: Context, { userId, confinedTo }: Session): Promise<Held> =>
  confinedTo === null ? (await heldByUsers(ctx, [{ id: userId }]))({ id: userId }) : nothing
