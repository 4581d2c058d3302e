// Who belongs to an organization, and who may decide that: only owners, and nobody gives more than they hold.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { isOwnClient } from '../../model/client.ts'
import { type CursorPage, rowsBehind, toPageBy } from '../administration/cursors.ts'
import { Failure } from '../../model/failure.ts'
import { type Membership, type Organization, type Role, reaches } from '../../model/organization.ts'
import type { Database } from '../../storage/database.ts'
import { listGuests } from '../../storage/invitations.ts'
import { type Member, countMembers, listMembers as findMembers } from '../../storage/members.ts'
import {
  countOwners,
  deleteMembership,
  findMembership,
  findMembershipById,
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
  /** As the page before gave it; then `offset` says nothing. */
  readonly cursor?: string | undefined
  readonly search?: string
}

export const listMembers = async (
  ctx: Context,
  organizationId: string,
  page: MemberPage,
): Promise<CursorPage<ListedMember> & { total: number }> => {
  const { organization } = await requireAccess(ctx, ctx.db, organizationId)
  const search = page.search === undefined ? {} : { search: page.search }
  const rows = await findMembers(ctx.db, organizationId, { ...rowsBehind(page), ...search })
  const { found, nextCursor } = toPageBy(rows, page.limit, ({ membership }) => membership)
  const total = await countMembers(ctx.db, organizationId, search)
  return { found: await withAddresses(ctx, ctx.db, organization, found), total, nextCursor }
}

/**
 * Makes a user of the same environment a member, and tells them. They may leave, and no token of theirs speaks for the
 * organization before they choose it.
 */
export const addMember = (ctx: Context, organizationId: string, member: NewMember): Promise<ListedMember> =>
  inOrganization(ctx, organizationId, async (db) => {
    const access = await requireAccess(ctx, db, organizationId, 'owner')
    requireProvenMaker(ctx)
    await requireMayGive(db, access, member.role)
    return withAddress(ctx, db, access.organization, await putIn(ctx, db, access.organization, member))
  })

export interface NewMember {
  readonly userId: string
  readonly role: Role
}

/** The same for who was found to decide about it; within `inOrganization`. */
export const putIn = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  { userId, role }: NewMember,
): Promise<Member> => {
  const user = await findUser(db, organization.environmentId, userId)
  if (!user || user.status === 'deleted') throw new Failure('user_not_found')
  if (await findMembership(db, organization.id, userId)) throw new Failure('member_exists')
  const given = { organizationId: organization.id, userId, role, hasJoined: false }
  const membership = await makeMembership(ctx, db, given)
  const environment = await findEnvironment(db, user.environmentId)
  if (environment) await tellAdded(ctx, db, environment, user, organization)
  await recordMember(ctx, db, 'member.added', organization, membership)
  return { membership, user }
}

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
    const member = await requireMember(db, access.organization, membershipId)
    const membership = await writeRole(ctx, db, access.organization, member.membership, role)
    return withAddress(ctx, db, access.organization, { ...member, membership })
  })

/** The same for who was found to decide about it; within `inOrganization`. */
export const writeRole = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  member: Membership,
  role: Role,
): Promise<Membership> => {
  if (role !== 'owner') await requireAnotherOwner(db, member)
  const changed = await updateRole(db, organization.id, member.userId, role, ctx.clock.now())
  if (!changed) throw new Failure('member_not_found')
  await recordMember(ctx, db, 'member.role_changed', organization, changed)
  return changed
}

/** Owners remove anybody; everybody else may only leave. */
export const removeMember = (ctx: Context, organizationId: string, membershipId: string): Promise<void> =>
  inOrganization(ctx, organizationId, async (db) => {
    const access = await requireAccess(ctx, db, organizationId)
    const isLeaving = access.membership?.id === membershipId
    if (!isLeaving && !reaches(access.role, 'owner')) throw new Failure('insufficient_role')
    // Whoever was put there as an owner, and may be a stranger to their address, puts nobody out.
    if (!isLeaving) requireProvenMaker(ctx)
    const { membership } = await requireMember(db, access.organization, membershipId)
    await putOut(ctx, db, access.organization, membership)
  })

/** The same for who was found to decide about it; within `inOrganization`. */
export const putOut = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  member: Membership,
): Promise<void> => {
  await requireAnotherOwner(db, member)
  await deleteMembership(db, organization.id, member.userId)
  await recordMember(ctx, db, 'member.removed', organization, member)
}

/** By the id of the membership, or `member_not_found`. */
export const requireMember = async (
  db: Database,
  { id, environmentId }: Organization,
  membershipId: string,
): Promise<Member> => {
  const membership = await findMembershipById(db, id, membershipId)
  const user = membership && (await findUser(db, environmentId, membership.userId))
  if (!user) throw new Failure('member_not_found')
  return { membership, user }
}

/** For a member who is about to be an owner no more. */
export const requireAnotherOwner = async (db: Database, { organizationId, role }: Membership): Promise<void> => {
  if (role === 'owner' && (await countOwners(db, organizationId)) < 2) throw new Failure('last_owner')
}

const withAddress = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  member: Member,
): Promise<ListedMember> => (await withAddresses(ctx, db, organization, [member]))[0]!

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
