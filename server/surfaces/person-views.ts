// What is said of a person where the words are those of the account surface, whichever surface asks.
import type { NamedConsent } from '../identity/authorization/consents.ts'
import type { Profile } from '../identity/people/people.ts'
import { lastingView } from '../model/lasting.ts'
import type { Membership } from '../model/organization.ts'
import type { Wire } from './handle.ts'

export const toProfile = ({ user, applicationId, memberships, active }: Profile): Wire['SessionProfile'] =>
  viewOfProfile(user, applicationId, memberships, active)

/** Whoever asks who they are asks again before it changes. */
const viewOfProfile = lastingView(
  (
    user: Profile['user'],
    applicationId: string,
    memberships: readonly Membership[],
    active: Membership | null,
  ): Wire['SessionProfile'] => ({
    id: `uid_${user.id}`,
    application_id: `app_${applicationId}`,
    status: user.status,
    identity: {
      email: user.email,
      email_verified: user.emailVerifiedAt !== null,
      given_name: user.firstName,
      family_name: user.lastName,
      picture: user.avatarUrl,
    },
    credentials: user.passwordHash
      ? [{ type: 'password', email: user.email, verified: user.emailVerifiedAt !== null }]
      : [{ type: 'email', email: user.email, verified: user.emailVerifiedAt !== null }],
    memberships: memberships.map(toMembership),
    active_membership: active && toMembership(active),
  }),
)

export const toMembership = (membership: Membership): Wire['AccountMembership'] => ({
  id: `mbr_${membership.id}`,
  user_id: `uid_${membership.userId}`,
  account_id: `acc_${membership.organizationId}`,
  role: membership.role,
})

export const toConsent = (consent: NamedConsent): Wire['AccountConsent'] => ({
  client_id: consent.clientId,
  client_name: consent.clientName,
  scope: consent.scope,
  resources: [...consent.resources],
  created_at: new Date(consent.createdAt).toISOString(),
  updated_at: new Date(consent.updatedAt).toISOString(),
})

export const toTime = (ms: number): string => new Date(ms).toISOString()
