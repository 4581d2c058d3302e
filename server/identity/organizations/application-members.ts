// Who belongs to an organization of an application, for its administrators: they decide as its owners do, and see every address.
import type { Context } from '../../context.ts'
import type { Invitation } from '../../model/invitation.ts'
import type { Role } from '../../model/organization.ts'
import { countInvitationsOfOrganization, listInvitationsOfOrganization } from '../../storage/invitation-lists.ts'
import { type Member, countMembers, listMembers } from '../../storage/members.ts'
import { type CursorPage, rowsOfPage, toPage, toPageBy } from '../administration/cursors.ts'
import type { Page } from '../people/tenant-users.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import {
  inOrganizationOfApplication,
  requireOrganizationOfApplication,
  requireProvenOwner,
} from './application-organizations.ts'
import { type ListedMember, type NewMember, putIn, putOut, requireMember, writeRole } from './members.ts'

/** An organization of an application. */
export interface OfApplication {
  readonly applicationId: string
  readonly organizationId: string
}

/** What narrows a list of members, and where it goes on. */
interface MembersWish {
  /** Any part of an address or a name. */
  readonly search?: string | undefined
  /** As the page before gave it; then `page` says nothing. */
  readonly cursor?: string | undefined
}

/** Longest membership first. */
export const listApplicationMembers = async (
  ctx: Context,
  { applicationId, organizationId }: OfApplication,
  page: Page,
  { search, cursor }: MembersWish = {},
): Promise<CursorPage<ListedMember> & { total: number }> => {
  const { id } = await requireOrganizationOfApplication(ctx, applicationId, organizationId)
  const filter = { search, inAddresses: true }
  const rows = await listMembers(ctx.db, id, { ...rowsOfPage(page, cursor), ...filter })
  const { found, nextCursor } = toPageBy(rows, page.limit, ({ membership }) => membership)
  return { found: found.map(shown), nextCursor, total: await countMembers(ctx.db, id, filter) }
}

/** They are told, may leave, and no token of theirs speaks for the organization before they choose it. */
export const addApplicationMember = (
  ctx: Context,
  { applicationId, organizationId }: OfApplication,
  member: NewMember,
): Promise<ListedMember> =>
  inOrganizationOfApplication(ctx, applicationId, organizationId, async (db, organization) => {
    requireProvenMaker(ctx)
    const added = await putIn(ctx, db, organization, member)
    if (member.role === 'owner') requireProvenOwner(added.user)
    return shown(added)
  })

/** There is always an owner where there was one. */
export const changeApplicationMember = (
  ctx: Context,
  { applicationId, organizationId }: OfApplication,
  membershipId: string,
  role: Role,
): Promise<ListedMember> =>
  inOrganizationOfApplication(ctx, applicationId, organizationId, async (db, organization) => {
    requireProvenMaker(ctx)
    const { membership, user } = await requireMember(db, organization, membershipId)
    if (role === 'owner') requireProvenOwner(user)
    return shown({ user, membership: await writeRole(ctx, db, organization, membership, role) })
  })

export const removeApplicationMember = (
  ctx: Context,
  { applicationId, organizationId }: OfApplication,
  membershipId: string,
): Promise<void> =>
  inOrganizationOfApplication(ctx, applicationId, organizationId, async (db, organization) => {
    const { membership } = await requireMember(db, organization, membershipId)
    await putOut(ctx, db, organization, membership)
  })

/** Newest first. */
export const listApplicationOrganizationInvitations = async (
  ctx: Context,
  { applicationId, organizationId }: OfApplication,
  page: Page,
  cursor?: string,
): Promise<CursorPage<Invitation> & { total: number }> => {
  const { id } = await requireOrganizationOfApplication(ctx, applicationId, organizationId)
  const rows = await listInvitationsOfOrganization(ctx.db, id, rowsOfPage(page, cursor))
  return { ...toPage(rows, page.limit), total: await countInvitationsOfOrganization(ctx.db, id) }
}

const shown = (member: Member): ListedMember => ({ ...member, showsAddress: true })
