/** As it is shown; `expired` is a pending one whose time is over. */
export type InvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired'

/** A place that is kept for the owner of an address until they take it. */
export interface Invitation {
  readonly id: string
  readonly tenantId: string
  /** Null where the place is in the tenant itself. */
  readonly environmentId: string | null
  /** Null where the place is in no organization. */
  readonly organizationId: string | null
  /** Canonical: see model/email.ts. */
  readonly email: string
  /** In the organization; `user` where there is none. */
  readonly role: string
  /** Where roles have ids of their own. */
  readonly roleId: string | null
  /** The client that the person will be signed in through. */
  readonly clientId: string | null
  /** Where a browser goes once the invitation is accepted. */
  readonly redirectUri: string | null
  /** Where it was sent, and its link is good, beside the page that it leads to. */
  readonly surface: string
  /** The user, client or administrator who invited. */
  readonly invitedBy: string | null
  readonly tokenHash: string
  readonly state: Exclude<InvitationStatus, 'expired'>
  /** ms; it cannot be accepted from then on. */
  readonly expiresAt: number
  readonly acceptedAt: number | null
  /** The user who accepted. */
  readonly acceptedBy: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** The page behind the link in the mail. */
export const invitationPage = '/auth/accept-invite'

export const invitationStatus = ({ state, expiresAt }: Invitation, now: number): InvitationStatus =>
  state === 'pending' && expiresAt <= now ? 'expired' : state
