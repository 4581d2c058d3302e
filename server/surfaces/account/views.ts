// Model to wire, for the account surface. Every field is named: a spread would one day send a password hash.
import type { Context } from '../../context.ts'
import type { AccessToken } from '../../identity/sessions/access-tokens.ts'
import type { CursorPage } from '../../identity/administration/cursors.ts'
import type { SeenOrganization } from '../../identity/organizations/accounts.ts'
import type { ListedMember } from '../../identity/organizations/members.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import { hasAddress } from '../../model/email.ts'
import { type Invitation, invitationStatus } from '../../model/invitation.ts'
import type { Role } from '../../model/organization.ts'
import type { User } from '../../model/user.ts'
import type { WaitlistEntry } from '../../model/waitlist.ts'
import type { Wire } from '../handle.ts'
import { toMembership } from '../person-views.ts'

/** For a new address and for a known one: to the letter the same. */
export const verificationPending: Wire['AccountVerificationPending'] = {
  tokens: null,
  profile: null,
  email_verification_required: true,
  message: 'We sent a mail to this address. Open the link in it, then sign in.',
}

export const toMember = ({ membership, user, showsAddress }: ListedMember): Wire['AccountMember'] => ({
  ...toMembership(membership),
  status: user.status,
  email: showsAddress && hasAddress(user) ? user.email : null,
  given_name: user.firstName,
  family_name: user.lastName,
  picture: user.avatarUrl,
  created_at: new Date(membership.createdAt).toISOString(),
})

export const toInvitation = (invitation: Invitation, accountId: string, now: number): Wire['AccountInvitation'] => ({
  id: `inv_${invitation.id}`,
  account_id: accountId,
  email: invitation.email,
  role: invitation.role as Role,
  status: invitationStatus(invitation, now),
  invited_by: invitation.invitedBy && toInviter(invitation.invitedBy),
  created_at: new Date(invitation.createdAt).toISOString(),
  expires_at: new Date(invitation.expiresAt).toISOString(),
  accepted_at: invitation.acceptedAt === null ? null : new Date(invitation.acceptedAt).toISOString(),
})

/** Clients have their prefix inside, too. */
const toInviter = (id: string): string => (id.startsWith('cid_') ? id : `uid_${id}`)

export const toApplicationUser = (user: User, applicationId: string): Wire['ApplicationUser'] => ({
  id: `uid_${user.id}`,
  application_id: applicationId,
  status: user.status,
  email: hasAddress(user) ? user.email : null,
  given_name: user.firstName,
  family_name: user.lastName,
  created_at: new Date(user.createdAt).toISOString(),
})

export const toWaitlist = (feature: string, entry: WaitlistEntry | undefined): Wire['Waitlist'] => ({
  feature,
  signed_up: entry !== undefined,
  created_at: entry ? new Date(entry.createdAt).toISOString() : null,
})

export const toTokens = (access: AccessToken, started: StartedSession): Wire['SessionTokens'] => ({
  access_token: access.token,
  refresh_token: started.refreshToken,
  token_type: 'Bearer',
  expires_in: access.expiresInSeconds,
})

export const toAccount = ({ organization, membership }: SeenOrganization): Wire['Account'] => ({
  id: `acc_${organization.id}`,
  account_id: `acc_${organization.id}`,
  parent_id: organization.parentId && `acc_${organization.parentId}`,
  parent_account_id: organization.parentId && `acc_${organization.parentId}`,
  name: organization.name,
  avatar_url: organization.avatarUrl,
  membership: membership && toMembership(membership),
})

/** What a list of accounts has beside the page that was asked for. */
export const toAccountList = ({
  found,
  total,
  nextCursor,
}: CursorPage<SeenOrganization> & { readonly total: number }): Pick<
  Wire['AccountList'],
  'data' | 'total' | 'next_cursor'
> => ({ data: found.map(toAccount), total, ...(nextCursor !== null && { next_cursor: nextCursor }) })

export { toClaims } from '../claims.ts'
export { toConsent, toMembership, toProfile, toTime } from '../person-views.ts'

/** The id inside a prefixed one, whose form the contract has checked. */
export const fromAccountId = (id: string): string => id.slice('acc_'.length)
export const fromMembershipId = (id: string): string => id.slice('mbr_'.length)
export const fromInvitationId = (id: string): string => id.slice('inv_'.length)
export const fromApplicationId = (id: string): string => id.slice('app_'.length)
export const fromIdentityId = (id: string): string => id.slice('idn_'.length)
export const fromSessionId = (id: string): string => id.slice('ses_'.length)
export const fromUserId = (id: string): string => id.slice('uid_'.length)

const cookie = { path: '/auth', httpOnly: true } as const

export const toRefreshCookie = ({ refreshToken, refreshSeconds }: StartedSession) =>
  ({ ...cookie, name: 'refresh_token', value: refreshToken, maxAge: refreshSeconds, sameSite: 'Lax' }) as const

export const clearedRefreshCookie = { ...cookie, name: 'refresh_token', value: '', maxAge: 0, sameSite: 'Lax' } as const

export const toCsrfCookie = (session: string) =>
  ({ ...cookie, name: 'csrf_session', value: session, maxAge: 24 * 60 * 60, sameSite: 'Strict' }) as const

export const toSubmitUrl = (ctx: Context, path: string): string => `${ctx.config.publicUrl}${path}`
