// From the link in the mail to a signed-in member.
import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import { type Invitation, invitationStatus } from '../model/invitation.ts'
import { type Organization, type Role, reaches } from '../model/organization.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { sha256 } from '../outside/secrets.ts'
import { findClient } from '../storage/clients.ts'
import { type Database, isUniqueViolation } from '../storage/database.ts'
import { findEnvironment } from '../storage/environments.ts'
import { findInvitationByToken, updateGuest } from '../storage/invitations.ts'
import { findMembership } from '../storage/memberships.ts'
import { findOrganization } from '../storage/organizations.ts'
import { findUserByEmail } from '../storage/users.ts'
import { claimAddress } from './addresses.ts'
import { record } from './audit.ts'
import { requireOrigin } from './clients.ts'
import { takeInvitation } from './invitations.ts'
import { makeMembership } from './organizations.ts'
import type { StartedSession } from './sessions.ts'
import { startSignedInSession } from './sign-in.ts'
import { inOrganization } from './standing.ts'
import { makeUser } from './users.ts'

/** An invitation to an organization that still stands, and whom it brings where. */
export interface OpenInvitation {
  readonly token: string
  readonly invitation: Invitation
  readonly organization: Organization
  readonly environment: Environment
  /** Its origins hold for this request. */
  readonly client: Client | null
}

/** Looks at an invitation and uses nothing up. Whatever is wrong with it, the refusal is `invalid_invitation`. */
export const openInvitation = async (ctx: Context, token: string): Promise<OpenInvitation> => {
  const invitation = await findInvitationByToken(ctx.db, sha256(token))
  const isPending = invitation && invitationStatus(invitation, ctx.clock.now()) === 'pending'
  const { environmentId = null, organizationId = null, clientId = null } = isPending ? invitation : {}
  const environment = environmentId ? await findEnvironment(ctx.db, environmentId) : undefined
  const organization =
    environment?.isActive && organizationId ? await findOrganization(ctx.db, environment.id, organizationId) : undefined
  const client = clientId ? ((await findClient(ctx.db, clientId)) ?? null) : null
  if (!isPending || !environment || !organization || client?.isActive === false) throw new Failure('invalid_invitation')
  if (client) ctx.client = client
  requireOrigin(ctx, { allowedOrigins: client?.allowedOrigins ?? [] })
  return { token, invitation, organization, environment, client }
}

/**
 * Makes the owner of the invited address a member, with the invited role and no other, and signs them in: who holds the
 * token reads the mail of that address, so nobody else can join by it, whoever is signed in here. An address without a
 * user gets one. Who invited must still be allowed to.
 */
export const acceptInvitation = async (
  ctx: Context,
  policy: Policy,
  opened: OpenInvitation,
): Promise<StartedSession & { readonly user: User }> => {
  try {
    return await join(ctx, policy, opened)
  } catch (error) {
    // Two invitations of one new person at once: the other one made the user.
    if (isUniqueViolation(error)) return join(ctx, policy, opened)
    throw error
  }
}

const join = (ctx: Context, policy: Policy, { token, organization, environment, client }: OpenInvitation) =>
  inOrganization(ctx, organization.id, async (db) => {
    const taken = await takeInvitation(ctx, db, token)
    if (!(await mayStillInvite(db, organization, taken))) throw new Failure('invalid_invitation')
    const user = await guestOf(ctx, db, environment, taken)
    if (!(await findMembership(db, organization.id, user.id))) {
      await makeMembership(ctx, db, organization.id, user.id, taken.role as Role)
    }
    await updateGuest(db, taken.id, user.id)
    await record(ctx, db, 'invitation.accepted', {
      environmentId: environment.id,
      userId: user.id,
      data: { organizationId: organization.id, invitationId: taken.id, role: taken.role },
    })
    const started = await startSignedInSession(ctx, db, policy, { user, client, organizationId: organization.id })
    return { ...started, user }
  })

/** An owner who was removed or demoted since, or a machine that is gone, lets nobody in any more. */
const mayStillInvite = async (
  db: Database,
  { id }: Organization,
  { invitedBy, role }: Invitation,
): Promise<boolean> => {
  if (invitedBy === null) return false
  const inviter = await findMembership(db, id, invitedBy)
  if (inviter) return inviter.role === 'owner' && reaches(inviter.role, role as Role)
  return (await findClient(db, invitedBy))?.isActive ?? false
}

const guestOf = async (ctx: Context, db: Database, { id }: Environment, { email }: Invitation): Promise<User> => {
  const known = await findUserByEmail(db, id, email)
  if (!known) return makeUser(ctx, db, { environmentId: id, email, emailVerifiedAt: ctx.clock.now() })
  if (known.status !== 'active') throw new Failure('invalid_invitation')
  return claimAddress(ctx, db, known)
}
