// Invitations to an organization: owners ask the owner of an address to join, and take that back.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { type Client, isConfidential, isOwnClient } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { type CursorPage, rowsBehind, toPage } from '../administration/cursors.ts'
import { Failure } from '../../model/failure.ts'
import type { Invitation } from '../../model/invitation.ts'
import type { Organization, Role } from '../../model/organization.ts'
import type { User } from '../../model/user.ts'
import { findClient } from '../../storage/clients.ts'
import type { Database } from '../../storage/database.ts'
import {
  countInvitationsOfOrganization,
  findInvitation,
  listInvitationsOfOrganization,
  revokeInvitation as revoke,
} from '../../storage/invitations.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { requireEmail } from '../people/emails.ts'
import { invite, spendInvitation } from './invitations.ts'
import { requireRedirectUri } from '../authorization/redirects.ts'
import { requireMayGive } from './organization-roles.ts'
import { inOrganization, requireAccess } from './access.ts'

export interface Guest {
  readonly email: string
  readonly role: Role
  /** The client to sign in through; absent: the caller's own, where people can. */
  readonly clientId: string | undefined
  /** Where a browser goes then; one of the client's. */
  readonly redirectUri: string | undefined
}

/** Mails an invitation. The answer does not tell whether the address has a user. */
export const inviteMember = async (ctx: Context, organizationId: string, guest: Guest): Promise<Invitation> => {
  const email = requireEmail(guest.email)
  const { environment, inviter, clientId: ownClient } = callerOf(ctx)
  // Before a mail is counted: nobody uses up the mails of an address for an organization that is not theirs.
  await requireAccess(ctx, ctx.db, organizationId, 'owner')
  requireProvenMaker(ctx)
  const client = await clientForPeople(ctx, environment, organizationId, guest.clientId ?? ownClient, guest.clientId)
  const redirectUri = guest.redirectUri ? requireRedirectUri(client?.redirectUris ?? [], guest.redirectUri) : null
  await spendInvitation(ctx, inviter.id)

  return inOrganization(ctx, organizationId, async (db) => {
    const access = await requireAccess(ctx, db, organizationId, 'owner')
    await requireMayGive(db, access, guest.role)
    const { organization } = access
    const made = await invite(
      ctx,
      db,
      {
        tenantId: environment.tenantId,
        environmentId: environment.id,
        organizationId,
        email,
        role: guest.role,
        roleId: null,
        clientId: client?.id ?? null,
        redirectUri,
        invitedBy: inviter.id,
      },
      { environment, inviter: inviter.address, place: organization.name },
    )
    await recordInvitation(ctx, db, 'invitation.sent', organization, made)
    return made
  })
}

/** Those of an organization, newest first. For owners. */
export const listInvitations = async (
  ctx: Context,
  organizationId: string,
  page: { readonly limit: number; readonly offset: number; readonly cursor?: string | undefined },
): Promise<CursorPage<Invitation> & { total: number }> => {
  await requireAccess(ctx, ctx.db, organizationId, 'owner')
  const rows = await listInvitationsOfOrganization(ctx.db, organizationId, rowsBehind(page))
  return { ...toPage(rows, page.limit), total: await countInvitationsOfOrganization(ctx.db, organizationId) }
}

/** Takes a pending invitation back. One that is over, or of another organization, is refused as one that never was. */
export const revokeInvitation = (ctx: Context, organizationId: string, id: string): Promise<void> =>
  inOrganization(ctx, organizationId, async (db) => {
    const { organization } = await requireAccess(ctx, db, organizationId, 'owner')
    const { tenantId, id: environmentId } = callerOf(ctx).environment
    const invitation = await findInvitation(db, { tenantId, environmentId }, id)
    const isOurs = invitation?.organizationId === organizationId
    const revoked = isOurs ? await revoke(db, id, ctx.clock.now()) : undefined
    if (!revoked) throw new Failure('invitation_not_found')
    await recordInvitation(ctx, db, 'invitation.revoked', organization, revoked)
  })

/** Who invites: a user, or a machine. */
const callerOf = ({ caller }: Context) => {
  if (caller.kind === 'machine') {
    const { environment, client } = caller
    return { environment, clientId: client.id, inviter: { id: client.id, address: null } }
  }
  if (caller.kind !== 'user') throw new Failure('unauthorized')
  const { environment, user, session } = caller
  return { environment, clientId: session.clientId, inviter: { id: user.id, address: shownAddress(user) } }
}

/** An address that nobody proved is not shown as the inviter's. */
export const shownAddress = ({ emailVerifiedAt, email }: User): string | null =>
  emailVerifiedAt === null ? null : email

/** A client that people sign in through: one with a secret is for machines, one of another organization for its members. */
const clientForPeople = async (
  ctx: Context,
  environment: Environment,
  organizationId: string,
  id: string | null,
  asked: string | undefined,
): Promise<Client | null> => {
  const client = id === null ? undefined : await findClient(ctx.db, id)
  const isOurs = client !== undefined && (isOwnClient(client) || client.organizationId === organizationId)
  const isGood = isOurs && client.isActive && client.environmentId === environment.id && !isConfidential(client)
  if (asked !== undefined && !isGood) throw new Failure('client_not_found')
  return isGood ? client : null
}

const recordInvitation = (
  ctx: Context,
  db: Database,
  action: AuditAction,
  { id, environmentId }: Organization,
  invitation: Invitation,
) =>
  record(ctx, db, action, {
    environmentId,
    ...byCaller(ctx),
    data: { organizationId: id, invitationId: invitation.id, role: invitation.role },
  })
