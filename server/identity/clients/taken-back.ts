// What somebody else has made in a user's name: it acts for nobody any more.
import type { Context } from '../../context.ts'
import { type Client, isConfidential } from '../../model/client.ts'
import type { User } from '../../model/user.ts'
import { findAdministrator } from '../../storage/administrators.ts'
import { revokeApiKeysMadeBy } from '../../storage/api-keys.ts'
import {
  deleteClient,
  listClientsOfOrganization,
  listClientsWithoutOrganization,
  updateClient,
} from '../../storage/clients.ts'
import type { Database } from '../../storage/database.ts'
import { listEnvironmentsOfTenant } from '../../storage/environments.ts'
import { listMembershipsOfUser } from '../../storage/memberships.ts'
import { record } from '../administration/audit.ts'
import { keptSecret, newSecret, recordClient } from './client-registry.ts'

/**
 * Takes back the clients and keys that a user has made since. Where a client is older and the user has renewed its secret, that is one that
 * nobody knows until somebody renews it.
 */
export const takeBackClientsAndKeys = async (ctx: Context, db: Database, user: User, since: number): Promise<void> => {
  const now = ctx.clock.now()
  for (const client of await clientsAround(db, user)) {
    if (client.createdBy !== user.id || client.updatedAt < since) continue
    if (client.createdAt >= since) {
      await deleteClient(db, client.id)
      await recordClient(ctx, db, 'client.deleted', client)
    } else if (isConfidential(client) && client.secretHash !== null) {
      const unknown = keptSecret(ctx, client.openid, newSecret(ctx))
      await updateClient(db, client.id, { ...unknown, updatedAt: now })
      await recordClient(ctx, db, 'client.secret_renewed', client)
    }
  }
  for (const { id, tenantId, applicationId } of await revokeApiKeysMadeBy(db, user.id, { since, now })) {
    const owner = { ...(tenantId !== null && { tenantId }), ...(applicationId !== null && { applicationId }) }
    const about = { environmentId: null, ...owner, userId: user.id, data: { keyId: id } }
    await record(ctx, db, 'api_key.revoked', about)
  }
}

/** Those of the organizations that a user is in; for an administrator those of the tenant's environments as well. */
const clientsAround = async (db: Database, { id }: User): Promise<Client[]> => {
  const clients: Client[] = []
  for (const { organizationId } of await listMembershipsOfUser(db, id)) {
    clients.push(...(await listClientsOfOrganization(db, organizationId)))
  }
  const found = await findAdministrator(db, id)
  for (const environment of found ? await listEnvironmentsOfTenant(db, found.tenant.id) : []) {
    clients.push(...(await listClientsWithoutOrganization(db, environment.id)))
  }
  return clients
}
