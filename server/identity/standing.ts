// What the caller may do in an organization. Read fresh: a role that was taken away is gone with the next request.
import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import { type Membership, type Organization, type Role, reaches } from '../model/organization.ts'
import { type Database, exclusively } from '../storage/database.ts'
import { findOrganizationOfUser } from '../storage/organizations.ts'
import { requireUser } from './callers.ts'

export interface Standing {
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
export const requireStanding = async (
  ctx: Context,
  db: Database,
  organizationId: string,
  atLeast: Role = 'viewer',
): Promise<Standing> => {
  const standing = await findStanding(ctx, db, organizationId)
  if (!standing) throw new Failure('account_not_found')
  if (!reaches(standing.role, atLeast)) throw new Failure('insufficient_role')
  return standing
}

const findStanding = async (ctx: Context, db: Database, organizationId: string): Promise<Standing | undefined> => {
  const own = await findOrganizationOfUser(db, requireUser(ctx).user.id, organizationId)
  return own && { ...own, role: own.membership.role }
}

/**
 * Does `work` in a transaction that no other change to the same organization's people overlaps: what it reads of roles
 * and owners holds until it has written.
 */
export const inOrganization = <T>(
  ctx: Context,
  organizationId: string,
  work: (db: Database) => Promise<T>,
): Promise<T> => exclusively(ctx.db, `organization ${organizationId}`, work)
