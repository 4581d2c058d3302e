// A place kept for the owner of an address: a link that they alone receive, good for seven days and once.
import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Invitation } from '../model/invitation.ts'
import { sha256 } from '../outside/secrets.ts'
import { type Database, exclusively } from '../storage/database.ts'
import { insertInvitation, revokeInvitationsTo, useInvitation } from '../storage/invitations.ts'
import { queueMail } from './mail.ts'

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
  /** Name of what to join. */
  readonly place: string | null
  /** Where the link leads, as an absolute URL; the token is added to its query. */
  readonly url: string
}

/**
 * Invites an address, by mail. An earlier invitation to the same place that is still pending is revoked: the newest mail
 * is the one that works. The token is only in the mail.
 */
export const invite = async (
  ctx: Context,
  outer: Database,
  invitation: NewInvitation,
  { environment, inviter, place, url }: InvitationLetter,
): Promise<Invitation> => {
  const { tenantId, environmentId, organizationId, email } = invitation
  const slot = ['invitation', tenantId, environmentId ?? '', organizationId ?? '', email].join(' ')
  const token = ctx.ids.secret()
  return exclusively(outer, slot, async (db) => {
    const now = ctx.clock.now()
    const made: Invitation = {
      ...invitation,
      id: ctx.ids.uuid(),
      tokenHash: sha256(token),
      state: 'pending',
      expiresAt: now + invitationMinutes * 60_000,
      acceptedAt: null,
      acceptedBy: null,
      createdAt: now,
      updatedAt: now,
    }
    await revokeInvitationsTo(db, invitation, email, now)
    await insertInvitation(db, made)
    const link = new URL(url)
    link.searchParams.set('token', token)
    await queueMail(ctx, db, environment, 'invitation', email, {
      link: link.href,
      token,
      minutes: invitationMinutes,
      inviter,
      account: place,
    })
    return made
  })
}

/** Consumes an invitation; everybody but the one who wins gets `invalid_invitation`, whatever the reason. */
export const takeInvitation = async (ctx: Context, db: Database, token: string): Promise<Invitation> => {
  const taken = await useInvitation(db, sha256(token), ctx.clock.now())
  if (!taken) throw new Failure('invalid_invitation')
  return taken
}
