import type { Context } from '../../context.ts'
import { withSecondFactor } from '../../identity/factors/second-factor.ts'
import { heldByUsers } from '../../identity/roles/held-roles.ts'
import type { User } from '../../model/user.ts'
import type { Wire } from '../handle.ts'
import { toUser } from './views.ts'

/** Users of one tenant, with what is kept elsewhere. */
export const describeUsers = async (
  ctx: Context,
  users: readonly User[],
  { tenantId }: { readonly tenantId: string },
): Promise<Wire['AppUser'][]> => {
  const protectedUsers = await withSecondFactor(ctx, users)
  const heldBy = await heldByUsers(ctx, users)
  return users.map((user) => toUser(user, { tenantId, mfaEnabled: protectedUsers.has(user.id), held: heldBy(user) }))
}

export const describeUser = async (
  ctx: Context,
  user: User,
  of: { readonly tenantId: string },
): Promise<Wire['AppUser']> => (await describeUsers(ctx, [user], of))[0]!
