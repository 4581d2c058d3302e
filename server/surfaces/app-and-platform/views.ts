// Model to wire, for the app and platform surfaces, which speak one dialect. Every field is named: a spread would one
// day send a password hash.
import type { AccessToken } from '../../identity/sessions/access-tokens.ts'
import type { OrganizationChanges } from '../../identity/organizations/organizations.ts'
import type { ListedMember } from '../../identity/organizations/members.ts'
import type { Held } from '../../identity/roles/held-roles.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import type { Challenged } from '../../identity/sign-in/tickets.ts'
import type { Environment } from '../../model/environment.ts'
import { type Invitation, invitationStatus } from '../../model/invitation.ts'
import type { Membership, Organization } from '../../model/organization.ts'
import type { Enrolment } from '../../model/second-factor.ts'
import type { Session } from '../../model/session.ts'
import type { User } from '../../model/user.ts'
import type { Wire } from '../handle.ts'

/** What a view of a user needs beside the user. */
export interface AboutUser {
  readonly tenantId: string
  readonly mfaEnabled: boolean
  readonly held: Held
}

export const toUser = (user: User, { tenantId, mfaEnabled, held }: AboutUser): Wire['AppUser'] => ({
  id: user.id,
  tenantId,
  email: user.email,
  firstName: user.firstName,
  lastName: user.lastName,
  avatarUrl: user.avatarUrl,
  isActive: user.status === 'active',
  emailVerified: user.emailVerifiedAt !== null,
  mfaEnabled,
  externalId: user.externalId,
  roles: [...held.roles],
  permissions: [...held.permissions],
  createdAt: toTime(user.createdAt),
  updatedAt: toTime(user.updatedAt),
  lastLoginAt: user.lastSignInAt === null ? null : toTime(user.lastSignInAt),
})

export const toTokenPair = (
  access: AccessToken,
  { refreshToken }: Pick<StartedSession, 'refreshToken'>,
  { roles, permissions }: Held,
): Wire['TokenPair'] => ({
  access_token: access.token,
  refresh_token: refreshToken,
  token_type: 'Bearer',
  expires_in: access.expiresInSeconds,
  roles: [...roles],
  permissions: [...permissions],
})

/** The organization that a token speaks for, and the place of its user in it. */
export interface Active {
  readonly organization: Organization
  readonly membership: Membership
  /** What that place allows, as tokens say it. */
  readonly permissions: readonly string[]
}

/** The claims of an end user's access token. Those of an organization come and go with the active one. */
export const toAppClaims = (user: User, environment: Environment, active: Active | null, held: Held) => ({
  tenant_id: environment.tenantId,
  app_id: environment.applicationId,
  env_id: environment.id,
  email: user.email,
  email_verified: user.emailVerifiedAt !== null,
  roles: held.roles,
  permissions: held.permissions,
  ...(user.externalId === null ? {} : { external_id: user.externalId }),
  ...(active && {
    org_id: active.organization.id,
    ...(active.organization.slug === null ? {} : { org_slug: active.organization.slug }),
    org_role: active.membership.role,
    org_permissions: active.permissions,
  }),
})

/** Those that the account surface makes may have no name and no slug; this one's clients expect texts. */
export const toOrganization = (
  organization: Organization,
  { tenantId }: { readonly tenantId: string },
): Wire['Organization'] => ({
  id: organization.id,
  tenantId,
  name: organization.name ?? '',
  slug: organization.slug ?? '',
  imageUrl: organization.avatarUrl,
  metadata: organization.metadata,
  createdBy: organization.createdBy,
  createdAt: toTime(organization.createdAt),
  updatedAt: toTime(organization.updatedAt),
})

/** What of an organization is to change, in our words. */
export const toChanges = ({ name, slug, imageUrl, metadata }: Wire['UpdateOrganization']): OrganizationChanges => ({
  ...(name !== undefined && { name }),
  ...(slug !== undefined && { slug }),
  ...(imageUrl !== undefined && { avatarUrl: imageUrl }),
  ...(metadata !== undefined && { metadata }),
})

/** The built-in roles are known by their names: these are their ids too. */
export const toMember = ({ membership, user, showsAddress }: ListedMember): Wire['OrganizationMember'] => ({
  id: membership.id,
  userId: user.id,
  email: showsAddress ? user.email : '',
  firstName: user.firstName,
  lastName: user.lastName,
  roleName: membership.role,
  roleId: membership.role,
  createdAt: toTime(membership.createdAt),
})

export const toInvitation = (invitation: Invitation, now: number): Wire['Invitation'] => {
  // A role of the application has an id; it is named as it was when the invitation was sent.
  const isBuiltIn = invitation.organizationId !== null
  const roleId = isBuiltIn ? invitation.role : invitation.roleId
  return {
    id: invitation.id,
    tenantId: invitation.tenantId,
    environmentId: invitation.environmentId,
    email: invitation.email,
    roleId,
    roleName: roleId === null ? null : invitation.role,
    invitedBy: invitation.invitedBy,
    status: invitationStatus(invitation, now),
    expiresAt: toTime(invitation.expiresAt),
    acceptedAt: invitation.acceptedAt === null ? null : toTime(invitation.acceptedAt),
    createdAt: toTime(invitation.createdAt),
    updatedAt: toTime(invitation.updatedAt),
  }
}

export const toSession = (session: Session, email: string): Wire['AppSession'] => ({
  id: session.id,
  userId: session.userId,
  userEmail: email,
  userAgent: session.userAgent,
  ipAddress: session.ip,
  environmentId: session.environmentId,
  expiresAt: toTime(session.expiresAt),
  createdAt: toTime(session.createdAt),
})

export const toMfaSetup = ({ secret, uri, qr }: Enrolment): Wire['MfaSetup'] => ({
  secret,
  otpauth_uri: uri,
  qr_data: qr,
})

export const toBackupCodes = (codes: readonly string[]): Wire['BackupCodes'] => ({
  backup_codes: [...codes],
  count: codes.length,
})

export const toChallenge = ({ ticket, enrolment, factors }: Challenged): Wire['SecondFactorRequired'] => ({
  mfa_required: true,
  mfa_token: ticket,
  factors: [...factors],
  ...(enrolment && { enrolment: { ...toMfaSetup(enrolment), backup_codes: [...enrolment.backupCodes] } }),
})

export const toDone = (): Wire['OrganizationDone'] => ({ success: true })

export const toMessage = (message: string): Wire['AppMessage'] => ({ message })

export const toTime = (ms: number): string => new Date(ms).toISOString()
