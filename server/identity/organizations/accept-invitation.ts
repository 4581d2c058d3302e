// From the link in the mail to a signed-in member.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type Invitation, invitationStatus } from '../../model/invitation.ts'
import type { Organization, Role } from '../../model/organization.ts'
import type { Policy, SurfaceName } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findClient } from '../../storage/clients.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { findInvitation, findInvitationByToken, updateGuest, useInvitationTo } from '../../storage/invitations.ts'
import { findMembership, markJoined } from '../../storage/memberships.ts'
import { findOrganization } from '../../storage/organizations.ts'
import { findUser, findUserByEmail } from '../../storage/users.ts'
import { claimAddress } from '../people/addresses.ts'
import { record } from '../administration/audit.ts'
import { requireUser } from '../sessions/callers.ts'
import { hasGoodMaker } from '../clients/client-makers.ts'
import { requireOrigin } from '../clients/origins.ts'
import { takeInvitation } from './invitations.ts'
import { administers, isStillGood } from './invite-user.ts'
import { mayGive } from './organization-roles.ts'
import { makeMembership } from './organizations.ts'
import type { StartedSession } from '../sessions/sessions.ts'
import { startSignedInSession } from '../sign-in/sign-in.ts'
import { type Challenged, issueTicket } from '../sign-in/tickets.ts'
import { askedNext } from '../factors/required-factor.ts'
import { inPlace } from './access.ts'
import { lockPlaces } from '../people/unproven-time.ts'
import { makeUser } from '../people/users.ts'
import { giveRole } from '../roles/assignments.ts'

/** An invitation that still stands, and where it brings whom. */
export interface OpenInvitation {
  readonly token: string
  readonly invitation: Invitation
  /** Null where it is to the application itself. */
  readonly organization: Organization | null
  readonly environment: Environment
  /** Its origins hold for this request. */
  readonly client: Client | null
}

/**
 * Looks at an invitation and uses nothing up. It is good at the surface that sent it, and on the page that its link leads to,
 * which serves all: there `surface` is null. Whatever is wrong with it, the refusal is `invalid_invitation`.
 */
export const openInvitation = async (
  ctx: Context,
  token: string,
  surface: SurfaceName | null,
): Promise<OpenInvitation> => {
  const found = await findInvitationByToken(ctx.db, sha256(token))
  const invitation = surface === null || found?.surface === surface ? found : undefined
  const isPending = invitation && invitationStatus(invitation, ctx.clock.now()) === 'pending'
  const { environmentId = null, organizationId = null, clientId = null } = isPending ? invitation : {}
  const environment = environmentId ? await findEnvironment(ctx.db, environmentId) : undefined
  if (!isPending || !environment?.isActive) {
    throw new Failure('invalid_invitation', undefined, { environmentId: found?.environmentId ?? undefined })
  }
  const organization = await organizationOf(ctx.db, environment, organizationId)
  const client = clientId ? ((await findClient(ctx.db, clientId)) ?? null) : null
  if (organization === undefined || client?.isActive === false) throw new Failure('invalid_invitation')
  requireOrigin(ctx, { allowedOrigins: client?.allowedOrigins ?? [] })
  return { token, invitation, organization, environment, client }
}

/** Null where there is to be none, undefined where it is gone. */
const organizationOf = async (db: Database, { id }: Environment, organizationId: string | null) =>
  organizationId === null ? null : findOrganization(db, id, organizationId)

export type Accepted = { readonly kind: 'signed_in'; readonly user: User } & StartedSession

/**
 * Makes the owner of the invited address a member, with the invited role and no other, and signs them in: who holds the
 * token reads the mail of that address, so nobody else can join by it, whoever is signed in here. An address without a
 * user gets one; somebody who has one already is signed in for this organization alone. Who invited must still be allowed
 * to. Where a second factor is required, somebody new sets one up before they are signed in; they are a member by then.
 */
export const acceptInvitation = async (
  ctx: Context,
  policy: Policy,
  opened: OpenInvitation,
): Promise<Accepted | Challenged> => {
  try {
    return await join(ctx, policy, opened)
  } catch (error) {
    // Two invitations of one new person at once: the other one made the user.
    if (isUniqueViolation(error)) return join(ctx, policy, opened)
    throw error
  }
}

const join = (
  ctx: Context,
  policy: Policy,
  { token, invitation, organization, environment, client }: OpenInvitation,
): Promise<Accepted | Challenged> =>
  transaction(ctx.db, async (db) => {
    const known = await findUserByEmail(db, environment.id, invitation.email)
    await lockPlaces(db, known, organization?.id ?? null)
    const taken = await takeInvitation(ctx, db, token)
    if (!(await mayStillInvite(db, environment, organization, taken))) throw new Failure('invalid_invitation')
    const user = await guestOf(ctx, db, environment, taken, known)
    await letIn(ctx, db, organization, taken, user)
    // Of somebody who was there before, the mail must not open all that they have: they sign in for themselves.
    if (!known?.emailVerifiedAt && (await askedNext(db, user)) === 'enrolment') {
      return { kind: 'challenged', ...(await issueTicket(ctx, db, policy, user, client)) }
    }
    const organizationId = organization?.id
    // A mail that is good for a week must not open all that somebody has: this session speaks for the new place alone.
    const confinedTo = known && organizationId ? organizationId : null
    const started = await startSignedInSession(ctx, db, policy, {
      user,
      client,
      organizationId,
      confinedTo,
      by: 'invitation',
      otherwise: 'invalid_invitation',
    })
    return { kind: 'signed_in', ...started, user }
  })

/**
 * As `acceptInvitation`, for somebody who is signed in and has proven the invited address: then the id is enough. Whatever
 * is wrong with the invitation, the refusal is `invitation_not_found`.
 */
export const acceptOwnInvitation = async (ctx: Context, id: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  // Before anything else, so that it tells nothing of the invitation.
  if (user.emailVerifiedAt === null) throw new Failure('email_not_verified')
  const place = { tenantId: environment.tenantId, environmentId: environment.id }
  const found = await findInvitation(ctx.db, place, id)
  const isTheirs = found?.email === user.email
  const organization = isTheirs ? await organizationOf(ctx.db, environment, found.organizationId) : undefined
  if (organization === undefined) throw new Failure('invitation_not_found')
  await inPlace(ctx, organization?.id ?? null, async (db) => {
    const slot = { id, environmentId: environment.id, email: user.email }
    const taken = await useInvitationTo(db, slot, ctx.clock.now())
    const isGood = taken && (await mayStillInvite(db, environment, organization, taken))
    if (!isGood) throw new Failure('invitation_not_found')
    await letIn(ctx, db, organization, taken, user)
  })
}

/** With the invited role and no other; who is a member already stays what they are. */
const letIn = async (ctx: Context, db: Database, organization: Organization | null, taken: Invitation, user: User) => {
  if (organization && !(await findMembership(db, organization.id, user.id))) {
    const role = taken.role as Role
    await makeMembership(ctx, db, { organizationId: organization.id, userId: user.id, role, hasJoined: true })
  } else if (organization) {
    await markJoined(db, organization.id, user.id, ctx.clock.now())
  } else if (taken.roleId !== null) {
    await giveRole(ctx, db, user, taken.roleId)
  }
  await updateGuest(db, taken.id, user.id)
  await record(ctx, db, 'invitation.accepted', {
    environmentId: user.environmentId,
    userId: user.id,
    data: { organizationId: taken.organizationId, invitationId: taken.id, role: taken.role },
  })
}

/**
 * An owner who was removed, demoted or suspended since, or never proved their address, or a user, machine or administrator that
 * is gone, lets nobody in any more.
 */
const mayStillInvite = async (
  db: Database,
  environment: Environment,
  organization: Organization | null,
  { invitedBy, role, roleId }: Invitation,
): Promise<boolean> => {
  if (invitedBy === null) return false
  if (organization === null) return isStillGood(db, environment, { invitedBy, roleId })
  const inviter = await findMembership(db, organization.id, invitedBy)
  if (inviter) {
    const person = await findUser(db, environment.id, invitedBy)
    const isProven = person?.status === 'active' && person.emailVerifiedAt !== null
    return (
      isProven && inviter.role === 'owner' && (await mayGive(db, { organization, role: inviter.role }, role as Role))
    )
  }
  if (await administers(db, invitedBy, environment)) return true
  const machine = await findClient(db, invitedBy)
  if (!machine?.isActive || !(await hasGoodMaker(db, machine))) return false
  return mayGive(db, { organization, role: 'owner' }, role as Role)
}

/** To the application itself nobody is invited who is there: a sign-in is not what their link is good for. */
const guestOf = async (
  ctx: Context,
  db: Database,
  { id }: Environment,
  { email, organizationId }: Invitation,
  known: User | undefined,
): Promise<User> => {
  if (!known) return makeUser(ctx, db, { environmentId: id, email, emailVerifiedAt: ctx.clock.now() })
  if (known.status !== 'active') throw new Failure('invalid_invitation')
  if (known.emailVerifiedAt !== null && organizationId === null) throw new Failure('user_exists')
  return claimAddress(ctx, db, known)
}
