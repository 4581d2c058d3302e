import type { Context } from '../../context.ts'
import type { Policy } from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import { transaction } from '../../storage/database.ts'
import { type OwnOrganization, findOrganizationOfUser } from '../../storage/organizations.ts'
import { switchOrganization } from '../organizations/accounts.ts'
import { organizationPermissions } from '../organizations/organization-roles.ts'
import { renewRefreshToken } from './refresh.ts'
import { type StartedSession } from './sessions.ts'

/** The organization that a session's tokens speak for, read fresh; null when there is none, or the person left it. */
export const activeOrganization = async (
  ctx: Context,
  { userId, organizationId }: Session,
): Promise<OwnOrganization | null> => {
  const own = organizationId === null ? undefined : await findOrganizationOfUser(ctx.db, userId, organizationId)
  return own && own.membership.joinedAt !== null ? own : null
}

/** The same, with what the person's role there allows. */
export const activeRights = async (
  ctx: Context,
  session: Session,
): Promise<(OwnOrganization & { readonly permissions: readonly string[] }) | null> => {
  const active = await activeOrganization(ctx, session)
  if (!active) return null
  const { organization, membership } = active
  return { ...active, permissions: await organizationPermissions(ctx.db, organization.environmentId, membership.role) }
}

/** Lets the caller's session speak for an organization they are in, or for none, with new tokens of every kind. */
export const activateOrganization = (
  ctx: Context,
  policy: Policy,
  organizationId: string | null,
): Promise<StartedSession> =>
  transaction(ctx.db, async (db) =>
    renewRefreshToken(ctx, db, policy, await switchOrganization(ctx, organizationId, db)),
  )
