// A place kept for the owner of an address: a link that they alone receive, good for seven days and once.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type Invitation, invitationPage } from '../../model/invitation.ts'
import { policies } from '../../model/policies.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import {
  amendInvitationTo,
  insertInvitation,
  renewInvitation,
  revokeInvitationsTo,
  useInvitation,
} from '../../storage/invitations.ts'
import { countPendingInvitationsBy, countPendingInvitationsOfOrganization } from '../../storage/invitation-lists.ts'
import { queueMail } from '../mails/mail.ts'
import { mayMail } from '../limits/mailboxes.ts'
import { requireRoom } from '../limits/quotas.ts'

const invitationMinutes = 7 * 24 * 60

export type NewInvitation = Pick<
  Invitation,
  | 'tenantId'
  | 'environmentId'
  | 'organizationId'
  | 'email'
  | 'role'
  | 'roleId'
  | 'clientId'
  | 'redirectUri'
  | 'invitedBy'
>

/** What the mail says, beside the link. */
export interface InvitationLetter {
  /** Whose application it is about. */
  readonly environment: Environment
  /** Name or address of who invites. */
  readonly inviter: string | null
  /** Name of what to join; null where that is the application itself. */
  readonly place: string | null
}

/**
 * Invites an address, by mail. An earlier invitation to the same place that is still pending is revoked: the newest mail
 * is the one that works. The token is only in the mail. Where the address has had enough mail, none goes: then the earlier
 * invitation stands, with the role that it gives now.
 */
export const invite = async (
  ctx: Context,
  outer: Database,
  invitation: NewInvitation,
  letter: InvitationLetter,
): Promise<Invitation> => {
  const { tenantId, environmentId, organizationId, email, role, roleId, clientId, redirectUri, invitedBy } = invitation
  const surface = surfaceOf(ctx)
  const slot = ['invitation', tenantId, environmentId ?? '', organizationId ?? '', email].join(' ')
  const token = ctx.ids.secret()
  return exclusively(outer, slot, async (db) => {
    const now = ctx.clock.now()
    const mayGo = await mayMailInvitation(ctx, db, email, letter)
    const given = { role, roleId, clientId, redirectUri, invitedBy, updatedAt: now }
    const amended = mayGo ? undefined : await amendInvitationTo(db, invitation, email, given)
    if (amended) return amended
    const made: Invitation = {
      ...invitation,
      id: ctx.ids.uuid(),
      ...linkOf(token, now),
      surface,
      state: 'pending',
      acceptedAt: null,
      acceptedBy: null,
      createdAt: now,
      updatedAt: now,
    }
    await revokeInvitationsTo(db, invitation, email, now)
    await requireRoomForInvitation(ctx, db, invitation)
    await insertInvitation(db, made)
    if (mayGo) await mailInvitation(ctx, db, made, token, letter)
    return made
  })
}

/** Of an organization, whose lock the caller holds; or of who invites to the application itself. */
const requireRoomForInvitation = async (ctx: Context, outer: Database, invitation: NewInvitation): Promise<void> => {
  const { organizationId, invitedBy } = invitation
  const now = ctx.clock.now()
  if (organizationId !== null) {
    requireRoom(ctx, 'invitationsPerAccount', await countPendingInvitationsOfOrganization(outer, organizationId, now))
  } else if (invitedBy !== null) {
    await exclusively(outer, `invitations of ${invitedBy}`, async (db) =>
      requireRoom(ctx, 'invitationsPerUser', await countPendingInvitationsBy(db, invitedBy, now)),
    )
  }
}

/**
 * Mails a pending invitation once more: with a new link that is good for seven days again, in the name of who sends it now.
 * Where the address has had enough mail, none goes, and a link that is still good stays so. Undefined where it is not
 * pending any more.
 */
export const inviteAgain = async (
  ctx: Context,
  db: Database,
  { id, email, expiresAt, invitedBy }: Pick<Invitation, 'id' | 'email' | 'expiresAt' | 'invitedBy'>,
  letter: InvitationLetter,
): Promise<Invitation | undefined> => {
  const token = ctx.ids.secret()
  const now = ctx.clock.now()
  const mayGo = await mayMailInvitation(ctx, db, email, letter)
  const link = mayGo || expiresAt <= now ? { ...linkOf(token, now), surface: surfaceOf(ctx) } : {}
  const renewed = await renewInvitation(db, id, { ...link, invitedBy, updatedAt: now })
  if (renewed && mayGo) await mailInvitation(ctx, db, renewed, token, letter)
  return renewed
}

/** Counts an invitation against who sends it. */
export const spendInvitation = async (ctx: Context, invitedBy: string): Promise<void> => {
  await ctx.spend('invitationsPerInviter', invitedBy)
}

const mayMailInvitation = (ctx: Context, db: Database, email: string, { environment }: InvitationLetter) =>
  mayMail(ctx, db, { environment, email, user: null, kind: 'invitation' })

/** The one that is asked to invite; machines ask the account surface. */
const surfaceOf = ({ caller }: Context): string =>
  caller.kind === 'user' ? caller.session.surface : policies.account.surface

const linkOf = (token: string, now: number) => ({
  tokenHash: sha256(token),
  expiresAt: now + invitationMinutes * 60_000,
})

const mailInvitation = (
  ctx: Context,
  db: Database,
  { email }: Invitation,
  token: string,
  { environment, inviter, place }: InvitationLetter,
): Promise<void> => {
  const link = new URL(invitationPage, ctx.config.publicUrl)
  link.searchParams.set('token', token)
  return queueMail(ctx, db, environment, 'invitation', email, {
    link: link.href,
    token,
    minutes: invitationMinutes,
    inviter,
    account: place,
  })
}

/** Consumes an invitation; everybody but the one who wins gets `invalid_invitation`, whatever the reason. */
export const takeInvitation = async (ctx: Context, db: Database, token: string): Promise<Invitation> => {
  const taken = await useInvitation(db, sha256(token), ctx.clock.now())
  if (!taken) throw new Failure('invalid_invitation')
  return taken
}
