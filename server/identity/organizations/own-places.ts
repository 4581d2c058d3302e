// Where somebody is a member, and where they are asked to become one: seen and answered by themselves.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Role } from '../../model/organization.ts'
import { findInvitation, revokeInvitation } from '../../storage/invitations.ts'
import { listInvitationsTo } from '../../storage/invitation-lists.ts'
import { countOwners, markJoined } from '../../storage/memberships.ts'
import { findOrganization, listOrganizationsOfUser } from '../../storage/organizations.ts'
import { transaction } from '../../storage/database.ts'
import { byCaller, record } from '../administration/audit.ts'
import { type CursorPage, type CursorWish, rowsBehind, toPage } from '../administration/cursors.ts'
import { requireUser } from '../sessions/callers.ts'
import { reachesTo, requireAccess } from './access.ts'
import { removeMember } from './members.ts'

/** On one page. */
const most = 100

export interface OwnPlace {
  readonly organizationId: string
  /** Null where nobody has named it. */
  readonly name: string | null
  readonly role: Role
  /** Put there by somebody else, who was not answered yet. */
  readonly isAsked: boolean
  /** Not where they are its only owner. */
  readonly mayLeave: boolean
}

export interface OwnInvitation {
  readonly id: string
  /** Of the organization; null where it has none, or the invitation is to the application itself. */
  readonly name: string | null
}

/** Oldest first. */
export const listOwnPlaces = async (ctx: Context): Promise<OwnPlace[]> => {
  const { user, confinedTo } = requireUser(ctx)
  const filter = confinedTo === null ? {} : { id: confinedTo }
  const found = await listOrganizationsOfUser(ctx.db, user.id, { limit: most, offset: 0, ...filter })
  const places: OwnPlace[] = []
  for (const { organization, membership } of found) {
    const { id: organizationId, name } = organization
    const mayLeave = membership.role !== 'owner' || (await countOwners(ctx.db, organizationId)) > 1
    places.push({ organizationId, name, role: membership.role, isAsked: membership.joinedAt === null, mayLeave })
  }
  return places
}

/** Those to their address that wait, newest first; none where they have not proven it. */
export const listOwnInvitations = async (
  ctx: Context,
  { limit = most, cursor }: Partial<CursorWish> = {},
): Promise<CursorPage<OwnInvitation>> => {
  const { user, environment, confinedTo } = requireUser(ctx)
  const page = rowsBehind({ limit, cursor })
  if (user.emailVerifiedAt === null || confinedTo !== null) return { found: [], nextCursor: null }
  const to = { environmentId: environment.id, email: user.email }
  const rows = await listInvitationsTo(ctx.db, to, { ...page, now: ctx.clock.now() })
  const { found, nextCursor } = toPage(rows, limit)
  const shown: OwnInvitation[] = []
  for (const { id, organizationId } of found) {
    const organization = organizationId === null ? null : await findOrganization(ctx.db, environment.id, organizationId)
    if (organization !== undefined) shown.push({ id, name: organization?.name ?? null })
  }
  return { found: shown, nextCursor }
}

/** Whoever was put there takes it as theirs. */
export const joinOwnPlace = async (ctx: Context, organizationId: string): Promise<void> => {
  const { user } = requireUser(ctx)
  await requireAccess(ctx, ctx.db, organizationId)
  await markJoined(ctx.db, organizationId, user.id, ctx.clock.now())
}

/** Refuses with `last_owner` who is its only one. */
export const leaveOwnPlace = async (ctx: Context, organizationId: string): Promise<void> => {
  const { membership } = await requireAccess(ctx, ctx.db, organizationId)
  if (!membership) throw new Failure('account_not_found')
  await removeMember(ctx, organizationId, membership.id)
}

/** It lets nobody in any more. Whatever is wrong with it, the refusal is `invitation_not_found`. */
export const declineOwnInvitation = async (ctx: Context, id: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  if (user.emailVerifiedAt === null) throw new Failure('email_not_verified')
  const place = { tenantId: environment.tenantId, environmentId: environment.id }
  await transaction(ctx.db, async (db) => {
    const found = await findInvitation(db, place, id)
    const isTheirs =
      found?.email === user.email && (found.organizationId === null || reachesTo(ctx, found.organizationId))
    const declined = isTheirs ? await revokeInvitation(db, id, ctx.clock.now()) : undefined
    if (!declined) throw new Failure('invitation_not_found')
    const { organizationId } = declined
    const about = { environmentId: environment.id, ...byCaller(ctx), data: { organizationId, invitationId: id } }
    await record(ctx, db, 'invitation.declined', about)
  })
}
