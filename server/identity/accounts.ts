import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { Membership, Organization } from '../model/organization.ts'
import { audienceTokenSeconds } from '../model/policies.ts'
import { findClient } from '../storage/clients.ts'
import { countOrganizationsOfUser, findOrganizationOfUser, listOrganizationsOfUser } from '../storage/organizations.ts'
import { type AccessToken, issueAccessToken } from './access-tokens.ts'
import { requireUser } from './callers.ts'

export interface OwnOrganization {
  readonly organization: Organization
  readonly membership: Membership
}

/** The organizations the caller is in, oldest first. */
export const listOwnOrganizations = async (
  ctx: Context,
  page: { limit: number; offset: number },
): Promise<{ found: OwnOrganization[]; total: number }> => {
  const { user } = requireUser(ctx)
  const [found, total] = await Promise.all([
    listOrganizationsOfUser(ctx.db, user.id, page),
    countOrganizationsOfUser(ctx.db, user.id),
  ])
  return { found, total }
}

/** An organization the caller is in. One they are not in is refused as one that does not exist. */
export const requireOwnOrganization = async (ctx: Context, organizationId: string): Promise<OwnOrganization> => {
  const own = await findOrganizationOfUser(ctx.db, requireUser(ctx).user.id, organizationId)
  if (!own) throw new Failure('account_not_found')
  return own
}

/** A token that speaks for one organization at one resource server that the session's client is registered for. */
export const issueAudienceToken = async (
  ctx: Context,
  organizationId: string,
  audience: string,
  claimsOf: (membership: Membership) => object,
): Promise<AccessToken> => {
  const { session } = requireUser(ctx)
  const { membership } = await requireOwnOrganization(ctx, organizationId)
  const client = session.clientId ? await findClient(ctx.db, session.clientId) : undefined
  if (!client?.audiences.includes(audience)) throw new Failure('invalid_audience')
  return issueAccessToken(ctx, { session, audience, seconds: audienceTokenSeconds, claims: claimsOf(membership) })
}
