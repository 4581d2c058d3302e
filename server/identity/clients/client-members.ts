// Whom a client may deal with. Anybody may register one for an account of theirs: it reaches the members of that account,
// and everybody else is to it as somebody who is not there.
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { findMembership } from '../../storage/memberships.ts'
import { findUserByEmail } from '../../storage/users.ts'

/** The user of an address, as far as the client may know of them. Null is no client: the environment asks for itself. */
export const findUserForClient = async (
  db: Database,
  { environment, client }: { readonly environment: Environment; readonly client: Client | null },
  address: string,
): Promise<User | undefined> => {
  const user = await findUserByEmail(db, environment.id, address)
  if (!client?.organizationId) return user
  // Asked for nobody too, so that the time tells nothing.
  return (await hasJoined(db, client.organizationId, user?.id ?? environment.id)) ? user : undefined
}

/** Whether the client may deal with them: its organization's members, or anybody where it belongs to none. */
export const isWithinReach = async (db: Database, client: Client | null, user: User): Promise<boolean> =>
  !client?.organizationId || (await hasJoined(db, client.organizationId, user.id))

/** Somebody who was only put there is no member to its clients: anybody may put anybody there. */
const hasJoined = async (db: Database, organizationId: string, userId: string): Promise<boolean> => {
  const membership = await findMembership(db, organizationId, userId)
  return membership !== undefined && membership.joinedAt !== null
}

/** Refuses somebody who is not in the organization that the client belongs to. */
export const requireMemberOfOwner = async (db: Database, client: Client, user: User): Promise<void> => {
  if (!(await isWithinReach(db, client, user))) throw new Failure('access_denied')
}
