// The claims of access tokens in the words of accounts, which the account surface and the oauth surface both speak.
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
