import type { Context } from '../context.ts'
import type { Session } from '../model/session.ts'
import { type OwnOrganization, findOrganizationOfUser } from '../storage/organizations.ts'

/** The organization that a session's tokens speak for, read fresh; null when there is none, or the person left it. */
export const activeOrganization = async (
  ctx: Context,
  { userId, organizationId }: Session,
): Promise<OwnOrganization | null> =>
  organizationId === null ? null : ((await findOrganizationOfUser(ctx.db, userId, organizationId)) ?? null)
