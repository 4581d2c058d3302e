import { type Client, isConfidential } from '../../model/client.ts'
import type { Database } from '../../storage/database.ts'
import { findMembership } from '../../storage/memberships.ts'
import { findUser } from '../../storage/users.ts'

/**
 * Whether somebody stands behind the secret of an account's client: it acts as an owner does, and whoever made or renewed it
 * has it. One who was suspended, removed or demoted since does nothing by it any more, until another owner renews it.
 */
export const hasGoodMaker = async (db: Database, client: Client): Promise<boolean> => {
  const { environmentId, organizationId, createdBy } = client
  if (organizationId === null || !isConfidential(client) || createdBy === null) return true
  const maker = await findUser(db, environmentId, createdBy)
  const membership = await findMembership(db, organizationId, createdBy)
  return maker?.status === 'active' && membership?.role === 'owner'
}
