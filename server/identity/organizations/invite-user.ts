// Invitations from one user to another: what is theirs to see, to send, to take back and to mail again.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Invitation } from '../../model/invitation.ts'
import type { ApplicationRole } from '../../model/role.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { findAdministrator } from '../../storage/administrators.ts'
import { findInvitation, revokeInvitation } from '../../storage/invitations.ts'
import { listInvitationsOfPerson } from '../../storage/invitation-lists.ts'
import { findMembership } from '../../storage/memberships.ts'
import { findOrganization } from '../../storage/organizations.ts'
import { findRole } from '../../storage/roles.ts'
import { findUser } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireProven, requireUser } from '../sessions/callers.ts'
import { requireEmail } from '../people/emails.ts'
import {
  type ActingAs,
  type Authority,
  authorityOfUser,
  hasPermission,
  reachesRoles,
  requireAuthority,
  requirePermission,
  requireReach,
  withPermission,
} from '../roles/authority.ts'
import { requireRole } from '../roles/roles.ts'
import { invite, inviteAgain, spendInvitation } from './invitations.ts'
import { type CursorPage, type CursorWish, rowsBehind, toPage } from '../administration/cursors.ts'
import { shownAddress } from './invite-member.ts'
import { inPlace, reachesTo } from './access.ts'
import { declineOwnInvitation } from './own-places.ts'

/** Newest first: those that wait for the caller, and those that they may take back; with the permission all to the application. */
export const listInvitationsOfCaller = async (
  ctx: Context,
  { limit, cursor }: CursorWish,
): Promise<CursorPage<Invitation>> => {
  const { user, environment } = requireUser(ctx)
  const place = { tenantId: environment.tenantId, environmentId: environment.id }
  const person = { ...place, userId: user.id, provenEmail: shownAddress(user) }
  const seesAll = await hasPermission(ctx, ctx.db, 'invitations:read')
  const page = { ...rowsBehind({ limit, cursor }), now: ctx.clock.now() }
  return toPage(await listInvitationsOfPerson(ctx.db, { ...person, seesAll }, page), limit)
}

/** Invites an address to the application itself, and to a role there if there is one that the caller may give. */
export const inviteUser = async (
  ctx: Context,
  acting: ActingAs,
  { email: given, roleId }: { email: string; roleId: string | undefined },
): Promise<Invitation> => {
  const email = requireEmail(given)
  const { user } = requireProven(ctx)
  const authority = await requireAuthority(ctx, acting)
  const [environment] = authority.environments
  const role = roleId === undefined ? null : await requireGivable(ctx.db, authority, roleId)
  await spendInvitation(ctx, user.id)
  return inPlace(ctx, null, async (db) => {
    const made = await invite(
      ctx,
      db,
      {
        tenantId: environment.tenantId,
        environmentId: environment.id,
        organizationId: null,
        email,
        role: role?.name ?? 'user',
        roleId: role?.id ?? null,
        clientId: null,
        redirectUri: null,
        invitedBy: user.id,
      },
      { environment, inviter: shownInviter(acting, user), place: null },
    )
    await recordInvitation(ctx, db, 'invitation.sent', made)
    return made
  })
}

/** A role of the environment that the caller may give to somebody. */
const requireGivable = async (db: Database, authority: Authority, roleId: string): Promise<ApplicationRole> => {
  const role = await requireRole(db, authority, roleId)
  requirePermission(authority, 'roles:assign')
  await requireReach(db, authority, [role])
  return role
}

/** People of the application know one another; who administers it is nobody to them. */
const shownInviter = ({ kind }: ActingAs, user: User): string | null => (kind === 'user' ? shownAddress(user) : null)

/**
 * Whether an invitation to the application is still what its sender may give: they are an administrator of the tenant, or a user
 * whose roles allow it, and the role that it gives.
 */
export const isStillGood = async (
  db: Database,
  environment: Environment,
  { invitedBy, roleId }: Pick<Invitation, 'invitedBy' | 'roleId'>,
): Promise<boolean> => {
  if (invitedBy === null) return false
  const sender = await findUser(db, environment.id, invitedBy)
  if (!sender) return administers(db, invitedBy, environment)
  if (sender.status !== 'active' || sender.emailVerifiedAt === null) return false
  const authority = await authorityOfUser(db, [environment], sender)
  const role = roleId === null ? undefined : await findRole(db, [environment.id], roleId)
  const mayGive = !role || (authority.may('roles:assign') && (await reachesRoles(db, authority, [role])))
  return authority.may('invitations:write') && mayGive
}

/** Whether somebody is an administrator of the tenant that an environment is of. */
export const administers = async (db: Database, userId: string, { tenantId }: Environment): Promise<boolean> =>
  (await findAdministrator(db, userId))?.tenant.id === tenantId

/** Takes one back that is pending. Whom it is to declines it so. */
export const cancelInvitation = async (ctx: Context, id: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  const found = await findInvitation(ctx.db, { tenantId: environment.tenantId, environmentId: environment.id }, id)
  if (user.emailVerifiedAt !== null && found?.email === user.email) return declineOwnInvitation(ctx, id)
  const { organizationId } = await requireOwnInvitation(ctx, ctx.db, id)
  await inPlace(ctx, organizationId, async (db) => {
    await requireOwnInvitation(ctx, db, id)
    const revoked = await revokeInvitation(db, id, ctx.clock.now())
    if (!revoked) throw new Failure('invitation_not_found')
    await recordInvitation(ctx, db, 'invitation.revoked', revoked)
  })
}

/** Mails one again that is pending or has expired. From now on it is the caller's, and good as long as they may invite. */
export const resendInvitation = async (ctx: Context, id: string): Promise<Invitation> => {
  const { user, environment } = requireUser(ctx)
  const { organizationId, state, roleId } = await requireOwnInvitation(ctx, ctx.db, id)
  if (state !== 'pending') throw new Failure('invitation_not_found')
  requireProven(ctx)
  if (organizationId === null) {
    const authority = await requireAuthority(ctx, withPermission('invitations:write'))
    const role = roleId === null ? undefined : await findRole(ctx.db, [environment.id], roleId)
    if (role) await requireGivable(ctx.db, authority, role.id)
  }
  await spendInvitation(ctx, user.id)
  return inPlace(ctx, organizationId, async (db) => {
    const invitation = await requireOwnInvitation(ctx, db, id)
    const organization = organizationId === null ? null : await findOrganization(db, environment.id, organizationId)
    const letter = { environment, inviter: shownAddress(user), place: organization?.name ?? null }
    const renewed = await inviteAgain(ctx, db, { ...invitation, invitedBy: user.id }, letter)
    if (!renewed) throw new Failure('invitation_not_found')
    await recordInvitation(ctx, db, 'invitation.sent', renewed)
    return renewed
  })
}

/** One that the caller decides about: as an owner of its organization, or as who sent it, or may invite, where it is to none. */
const requireOwnInvitation = async (ctx: Context, db: Database, id: string): Promise<Invitation> => {
  const { user, environment } = requireUser(ctx)
  const place = { tenantId: environment.tenantId, environmentId: environment.id }
  const found = await findInvitation(db, place, id)
  if (!found || !(await decides(ctx, db, user, found))) throw new Failure('invitation_not_found')
  return found
}

const decides = async (ctx: Context, db: Database, { id }: User, { organizationId, invitedBy }: Invitation) => {
  if (organizationId === null) return invitedBy === id || hasPermission(ctx, db, 'invitations:write')
  return reachesTo(ctx, organizationId) && (await findMembership(db, organizationId, id))?.role === 'owner'
}

export const recordInvitation = (ctx: Context, db: Database, action: AuditAction, invitation: Invitation) =>
  record(ctx, db, action, {
    environmentId: invitation.environmentId,
    ...byCaller(ctx),
    data: { organizationId: invitation.organizationId, invitationId: invitation.id, role: invitation.role },
  })
