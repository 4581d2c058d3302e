// The claims of access tokens in the words of accounts, which the account surface and the oauth surface both speak.
import type { Client } from '../model/client.ts'
import type { Membership } from '../model/organization.ts'
import type { User } from '../model/user.ts'

/** Who a user's token stands for, and in which account. */
export const toClaims = (
  user: User,
  membership: Membership | null,
  { clientId, applicationId }: { clientId: string | null; applicationId: string },
) => ({
  sub: `uid_${user.id}`,
  uid: `uid_${user.id}`,
  app: `app_${applicationId}`,
  ...(clientId ? { cid: clientId } : {}),
  ...(membership ? { acc: `acc_${membership.organizationId}`, role: membership.role } : {}),
})

/** A machine stands for itself, and for its account where it belongs to one (RFC 9068 section 2.2). */
export const toMachineClaims = (client: Client, applicationId: string) => ({
  sub: client.id,
  client_id: client.id,
  cid: client.id,
  app: `app_${applicationId}`,
  ...(client.organizationId ? { acc: `acc_${client.organizationId}` } : {}),
})
