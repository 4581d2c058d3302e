// Who belongs to an organization, and who may decide that: only owners, and nobody gives more than they hold.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { type Membership, type Organization, type Role, reaches } from '../../model/organization.ts'
import type { Database } from '../../storage/database.ts'
import { listGuests } from '../../storage/invitations.ts'
import {
  type Member,
  countMembers,
  countOwners,
  deleteMembership,
  findMembership,
  findMembershipById,
  listMembers as findMembers,
  updateRole,
} from '../../storage/memberships.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { findUser } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { tellAdded } from './added-members.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { requireMayGive } from './organization-roles.ts'
import { makeMembership } from './organizations.ts'
import { inOrganization, requireAccess } from './access.ts'

export interface ListedMember extends Member {
  /**
   * Whether the others may see the member's address: they came by themselves, and were not merely put there by somebody
   * who happened to know their id.
   */
  readonly showsAddress: boolean
}

interface MemberPage {
  readonly limit: number
  readonly offset: number
  readonly search?: string
}

export const listMembers = async (
  ctx: Context,
  organizationId: string,
  page: MemberPage,
): Promise<{ found: ListedMember[]; total: number }> => {
  const { organization } = await requireAccess(ctx, ctx.db, organizationId)
  const found = await findMembers(ctx.db, organizationId, page)
  const total = await countMembers(ctx.db, organizationId, page)
  return { found: await withAddresses(ctx, ctx.db, organization, found), total }
}

/**
 * Makes a user of the same environment a member, and tells them. They may leave, and no token of theirs speaks for the
 * organization before they choose it.
 */
export const addMember = (
  ctx: Context,
  organizationId: string,
  { userId, role }: { userId: string; role: Role },
): Promise<ListedMember> =>
  inOrganization(ctx, organizationId, async (db) => {
    const access = await requireAccess(ctx, db, organizationId, 'owner')
    requireProvenMaker(ctx)
    await requireMayGive(db, access, role)
    const user = await findUser(db, access.organization.environmentId, userId)
    if (!user || user.status === 'deleted') throw new Failure('user_not_found')
    if (await findMembership(db, organizationId, userId)) throw new Failure('member_exists')
    const membership = await makeMembership(ctx, db, { organizationId, userId, role, hasJoined: false })
    const environment = await findEnvironment(db, user.environmentId)
    if (environment) await tellAdded(ctx, db, environment, user, access.organization)
    await recordMember(ctx, db, 'member.added', access.organization, membership)
    return withAddress(ctx, db, access.organization, membership)
  })

export const changeRole = (
  ctx: Context,
  organizationId: string,
  membershipId: string,
  role: Role,
): Promise<ListedMember> =>
  inOrganization(ctx, organizationId, async (db) => {
    const access = await requireAccess(ctx, db, organizationId, 'owner')
    requireProvenMaker(ctx)
    await requireMayGive(db, access, role)
    const member = await requireMember(db, organizationId, membershipId)
    if (role !== 'owner') await requireAnotherOwner(db, member)
    const changed = await updateRole(db, organizationId, member.userId, role, ctx.clock.now())
    if (!changed) throw new Failure('member_not_found')
    await recordMember(ctx, db, 'member.role_changed', access.organization, changed)
    return withAddress(ctx, db, access.organization, changed)
  })

/** Owners remove anybody; everybody else may only leave. */
export const removeMember = (ctx: Context, organizationId: string, membershipId: string): Promise<void> =>
  inOrganization(ctx, organizationId, async (db) => {
    const access = await requireAccess(ctx, db, organizationId)
    const isLeaving = access.membership?.id === membershipId
    if (!isLeaving && !reaches(access.role, 'owner')) throw new Failure('insufficient_role')
    // Whoever was put there as an owner, and may be a stranger to their address, puts nobody out.
    if (!isLeaving) requireProvenMaker(ctx)
    const member = await requireMember(db, organizationId, membershipId)
    await requireAnotherOwner(db, member)
    await deleteMembership(db, organizationId, member.userId)
    await recordMember(ctx, db, 'member.removed', access.organization, member)
  })

const requireMember = async (db: Database, organizationId: string, membershipId: string): Promise<Membership> => {
  const member = await findMembershipById(db, organizationId, membershipId)
  if (!member) throw new Failure('member_not_found')
  return member
}

/** For a member who is about to be an owner no more. */
const requireAnotherOwner = async (db: Database, { organizationId, role }: Membership): Promise<void> => {
  if (role === 'owner' && (await countOwners(db, organizationId)) < 2) throw new Failure('last_owner')
}

const withAddress = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  membership: Membership,
): Promise<ListedMember> => {
  const user = await findUser(db, organization.environmentId, membership.userId)
  if (!user) throw new Failure('member_not_found')
  const [listed] = await withAddresses(ctx, db, organization, [{ membership, user }])
  return listed!
}

const withAddresses = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  members: readonly Member[],
): Promise<ListedMember[]> => {
  const guests = await listGuests(
    db,
    organization.id,
    members.map(({ user }) => user.id),
  )
  const { caller } = ctx
  const mayKnowAll = caller.kind === 'machine' && isOwnClient(caller.client)
  const known = new Set([...guests, organization.createdBy, caller.kind === 'user' ? caller.user.id : null])
  return members.map((member) => ({ ...member, showsAddress: mayKnowAll || known.has(member.user.id) }))
}

const recordMember = (
  ctx: Context,
  db: Database,
  action: AuditAction,
  { id, environmentId }: Organization,
  { userId, role }: Membership,
) =>
  record(ctx, db, action, {
    environmentId,
    ...byCaller(ctx),
    userId,
    data: { organizationId: id, memberId: userId, role },
  })
