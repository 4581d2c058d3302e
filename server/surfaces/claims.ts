// The claims of access tokens in the words of each surface; those of accounts are the oauth surface's too.
import type { Running } from '../identity/administration/administrators.ts'
import type { Client } from '../model/client.ts'
import type { Membership } from '../model/organization.ts'
import type { User } from '../model/user.ts'

/** What a user's token says beside whose it is: in which account. */
export const toClaims = (
  user: User,
  membership: Membership | null,
  { clientId, applicationId }: { clientId: string | null; applicationId: string },
) => ({
  uid: `uid_${user.id}`,
  app: `app_${applicationId}`,
  ...(clientId ? { cid: clientId } : {}),
  ...(membership ? { acc: `acc_${membership.organizationId}`, role: membership.role } : {}),
})

/** A machine stands for itself, and for its account where it belongs to one. */
export const toMachineClaims = (client: Client, applicationId: string) => ({
  cid: client.id,
  app: `app_${applicationId}`,
  ...(client.organizationId ? { acc: `acc_${client.organizationId}` } : {}),
})

/** The organization that a token's claims speak for, in the words of `toClaims`. */
export const fromClaims = (claims: { readonly [name: string]: unknown }): string | undefined =>
  typeof claims.acc === 'string' ? claims.acc.slice('acc_'.length) : undefined

/** What a user's access token says beside whose it is, as the project's document names it. */
export const toProjectClaims = (user: User) => ({
  email: user.email,
  email_verified: user.emailVerifiedAt !== null,
  role: 'authenticated',
})

/** The claims of an administrator's access token. */
export const toPlatformClaims = ({ user, administrator, tenant }: Running) => ({
  tenant_id: tenant.id,
  email: user.email,
  email_verified: user.emailVerifiedAt !== null,
  roles: [administrator.role],
  permissions: [],
})
