// The invitations to an application and to its organizations, for its administrators.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Invitation } from '../../model/invitation.ts'
import type { Role } from '../../model/organization.ts'
import { findInvitation, revokeInvitation } from '../../storage/invitations.ts'
import { listInvitations } from '../../storage/invitation-lists.ts'
import { findOrganization } from '../../storage/organizations.ts'
import { requireEnvironmentOf, requireEnvironments } from '../administration/applications.ts'
import { type CursorPage, type CursorWish, rowsBehind, toPage } from '../administration/cursors.ts'
import { requireEmail } from '../people/emails.ts'
import { requireProven } from '../sessions/callers.ts'
import type { OfApplication } from './application-members.ts'
import { inOrganizationOfApplication, requireOrganizationOfApplication } from './application-organizations.ts'
import { invite, inviteAgain, spendInvitation } from './invitations.ts'
import { recordInvitation } from './invite-user.ts'
import { inPlace } from './access.ts'

/** Of one environment of the application, of all of them where none is named; newest first. */
export const listApplicationInvitations = async (
  ctx: Context,
  applicationId: string,
  environmentId: string | undefined,
  { limit, cursor }: CursorWish,
): Promise<CursorPage<Invitation>> => {
  const environments = await requireEnvironments(ctx, applicationId, environmentId)
  const ids = environments.map(({ id }) => id)
  const [{ tenantId }] = environments
  return toPage(await listInvitations(ctx.db, tenantId, ids, rowsBehind({ limit, cursor })), limit)
}

/** To an organization. Administrators hold everything, so that they give any role there. */
export const inviteToApplicationOrganization = async (
  ctx: Context,
  { applicationId, organizationId }: OfApplication,
  { email: given, role }: { email: string; role: Role },
): Promise<Invitation> => {
  const email = requireEmail(given)
  // Before a mail is counted.
  const { environmentId } = await requireOrganizationOfApplication(ctx, applicationId, organizationId)
  const { user } = requireProven(ctx)
  const environment = await requireEnvironmentOf(ctx, applicationId, environmentId)
  await spendInvitation(ctx, user.id)
  return inOrganizationOfApplication(ctx, applicationId, organizationId, async (db, { name }) => {
    const made = await invite(
      ctx,
      db,
      {
        tenantId: environment.tenantId,
        environmentId,
        organizationId,
        email,
        role,
        roleId: null,
        clientId: null,
        redirectUri: null,
        invitedBy: user.id,
      },
      { environment, inviter: null, place: name },
    )
    await recordInvitation(ctx, db, 'invitation.sent', made)
    return made
  })
}

/** Takes one back that is pending. */
export const cancelApplicationInvitation = async (ctx: Context, applicationId: string, id: string): Promise<void> => {
  const { invitation } = await requireInvitation(ctx, applicationId, id)
  await inPlace(ctx, invitation.organizationId, async (db) => {
    const revoked = await revokeInvitation(db, id, ctx.clock.now())
    if (!revoked) throw new Failure('invitation_not_found')
    await recordInvitation(ctx, db, 'invitation.revoked', revoked)
  })
}

/** Mails one again that is pending or has expired. It is the administrator's from now on. */
export const resendApplicationInvitation = async (
  ctx: Context,
  applicationId: string,
  id: string,
): Promise<Invitation> => {
  const { invitation, environment } = await requireInvitation(ctx, applicationId, id)
  const { organizationId } = invitation
  if (invitation.state !== 'pending') throw new Failure('invitation_not_found')
  const { user } = requireProven(ctx)
  await spendInvitation(ctx, user.id)
  return inPlace(ctx, organizationId, async (db) => {
    const organization = organizationId === null ? null : await findOrganization(db, environment.id, organizationId)
    const letter = { environment, inviter: null, place: organization?.name ?? null }
    const renewed = await inviteAgain(ctx, db, { ...invitation, invitedBy: user.id }, letter)
    if (!renewed) throw new Failure('invitation_not_found')
    await recordInvitation(ctx, db, 'invitation.sent', renewed)
    return renewed
  })
}

const requireInvitation = async (
  ctx: Context,
  applicationId: string,
  id: string,
): Promise<{ invitation: Invitation; environment: Environment }> => {
  for (const environment of await requireEnvironments(ctx, applicationId, undefined)) {
    const place = { tenantId: environment.tenantId, environmentId: environment.id }
    const invitation = await findInvitation(ctx.db, place, id)
    if (invitation) return { invitation, environment }
  }
  throw new Failure('invitation_not_found')
}
