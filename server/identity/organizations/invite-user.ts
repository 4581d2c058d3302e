// Invitations from one user to another: what is theirs to see, to send, to take back and to mail again.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Invitation } from '../../model/invitation.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { findInvitation, listInvitationsOfPerson, revokeInvitation } from '../../storage/invitations.ts'
import { findMembership } from '../../storage/memberships.ts'
import { findOrganization } from '../../storage/organizations.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireProven, requireUser } from '../sessions/callers.ts'
import { requireEmail } from '../people/emails.ts'
import { invite, inviteAgain, spendInvitation } from './invitations.ts'
import { shownAddress } from './invite-member.ts'
import { inPlace, reachesTo } from './standing.ts'

/** Newest first: those that wait for the caller, and those that they may take back. */
export const listInvitationsOfCaller = (ctx: Context): Promise<Invitation[]> => {
  const { user, environment } = requireUser(ctx)
  const person = { environmentId: environment.id, userId: user.id, provenEmail: shownAddress(user) }
  return listInvitationsOfPerson(ctx.db, person, { now: ctx.clock.now(), limit: 1000 })
}

/**
 * Invites an address to the application itself. Whoever has proven their own may, while people can register at all: it gives
 * nothing that registering would not. Users hold no roles of the application, so they have none to give.
 */
export const inviteUser = async (
  ctx: Context,
  { email: given, roleId }: { email: string; roleId: string | undefined },
): Promise<Invitation> => {
  const email = requireEmail(given)
  const { user, environment } = requireUser(ctx)
  if (roleId !== undefined) throw new Failure('insufficient_role')
  requireOpenDoor(environment, user)
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
        role: 'user',
        roleId: null,
        clientId: null,
        redirectUri: null,
        invitedBy: user.id,
      },
      { environment, inviter: shownAddress(user), place: null },
    )
    await recordInvitation(ctx, db, 'invitation.sent', made)
    return made
  })
}

/** Whether a user may bring others to the application now. */
export const opensDoor = ({ settings }: Environment, { status, emailVerifiedAt }: User): boolean =>
  status === 'active' && emailVerifiedAt !== null && !settings.disableSignUp

const requireOpenDoor = (environment: Environment, user: User): void => {
  if (opensDoor(environment, user)) return
  throw new Failure(environment.settings.disableSignUp ? 'sign_up_disabled' : 'email_not_verified')
}

/** Takes one back that is pending. */
export const cancelInvitation = async (ctx: Context, id: string): Promise<void> => {
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
  const { organizationId, state } = await requireOwnInvitation(ctx, ctx.db, id)
  if (state !== 'pending') throw new Failure('invitation_not_found')
  requireProven(ctx)
  if (organizationId === null) requireOpenDoor(environment, user)
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

/** One that the caller decides about: as an owner of its organization, or as who sent it where it is to none. */
const requireOwnInvitation = async (ctx: Context, db: Database, id: string): Promise<Invitation> => {
  const { user, environment } = requireUser(ctx)
  const place = { tenantId: environment.tenantId, environmentId: environment.id }
  const found = await findInvitation(db, place, id)
  if (!found || !(await decides(ctx, db, user, found))) throw new Failure('invitation_not_found')
  return found
}

const decides = async (ctx: Context, db: Database, { id }: User, { organizationId, invitedBy }: Invitation) => {
  if (organizationId === null) return invitedBy === id
  return reachesTo(ctx, organizationId) && (await findMembership(db, organizationId, id))?.role === 'owner'
}

const recordInvitation = (ctx: Context, db: Database, action: AuditAction, invitation: Invitation) =>
  record(ctx, db, action, {
    environmentId: invitation.environmentId,
    ...byCaller(ctx),
    data: { organizationId: invitation.organizationId, invitationId: invitation.id, role: invitation.role },
  })
