// What the caller may do in an organization. Read fresh: a role that was taken away is gone with the next request.
import type { Context } from '../../context.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { type Membership, type Organization, type Role, reaches } from '../../model/organization.ts'
import { type Database, exclusively, transaction } from '../../storage/database.ts'
import { findOrganization, findOrganizationOfUser } from '../../storage/organizations.ts'
import { requireUser } from '../sessions/callers.ts'

export interface OrganizationAccess {
  readonly organization: Organization
  /** What the caller may do here, and give to others at most. */
  readonly role: Role
  /** Null for a machine: it belongs to no organization. */
  readonly membership: Membership | null
}

/**
 * The caller's place in an organization. One they have no place in is refused as one that does not exist; a role below
 * `atLeast` with `insufficient_role`. Roles do not reach down to the organizations below.
 */
export const requireAccess = async (
  ctx: Context,
  db: Database,
  organizationId: string,
  atLeast: Role = 'viewer',
): Promise<OrganizationAccess> => {
  const access = await findAccess(ctx, db, organizationId)
  if (!access) throw new Failure('account_not_found')
  if (!reaches(access.role, atLeast)) throw new Failure('insufficient_role')
  return access
}

const findAccess = async (
  ctx: Context,
  db: Database,
  organizationId: string,
): Promise<OrganizationAccess | undefined> => {
  if (ctx.caller.kind === 'machine') {
    const organization = await findOrganization(db, ctx.caller.environment.id, organizationId)
    return organization && actsFor(ctx.caller.client, organization)
      ? { organization, role: 'owner', membership: null }
      : undefined
  }
  if (!reachesTo(ctx, organizationId)) return undefined
  const own = await findOrganizationOfUser(db, requireUser(ctx).user.id, organizationId)
  return own && { ...own, role: own.membership.role }
}

/**
 * Whether the caller's session may act in an organization at all. One that was signed in through an organization's own
 * client, or by an invitation, acts in that one alone, wherever else its user may: its owner must not come by the rest.
 */
export const reachesTo = (ctx: Context, organizationId: string): boolean => {
  const { confinedTo } = requireUser(ctx)
  return confinedTo === null || confinedTo === organizationId
}

/**
 * A client of the environment acts for every organization of it. One that an organization owns acts for that one, and for
 * those right below that no user made: its like made them.
 */
const actsFor = (client: Client, { id, parentId, createdBy }: Organization): boolean => {
  const { organizationId: own } = client
  return isOwnClient(client) || (own !== null && (own === id || (own === parentId && createdBy === null)))
}

/**
 * Does `work` in a transaction that no other change to the same organization's people overlaps: what it reads of roles
 * and owners holds until it has written.
 */
export const inOrganization = <T>(
  ctx: Context,
  organizationId: string,
  work: (db: Database) => Promise<T>,
): Promise<T> => inOrganizationOf(ctx.db, organizationId, work)

/** The same within a transaction that has begun: the lock is held until that one ends. */
export const inOrganizationOf = <T>(db: Database, organizationId: string, work: (db: Database) => Promise<T>) =>
  exclusively(db, `organization ${organizationId}`, work)

/** As `inOrganization`; outside any, an ordinary transaction. */
export const inPlace = <T>(
  ctx: Context,
  organizationId: string | null,
  work: (db: Database) => Promise<T>,
): Promise<T> => (organizationId === null ? transaction(ctx.db, work) : inOrganization(ctx, organizationId, work))
