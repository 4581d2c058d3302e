// Clients that the environment does not answer for: those that registered themselves, and those of accounts. Its
// administrators see them, and suspend one that abuses their people.
import type { Context } from '../../context.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { findClient, updateClient } from '../../storage/clients.ts'
import { type ThirdPartyKind, listThirdPartyClients } from '../../storage/third-party-clients.ts'
import { transaction } from '../../storage/database.ts'
import { endSessionsOfClient } from '../../storage/ended-sessions.ts'
import { requireApplication, requireEnvironments } from '../administration/applications.ts'
import { byCaller, record } from '../administration/audit.ts'
import { readCursor, toPage } from '../administration/cursors.ts'
import { revokePendingCodesOfClient } from '../authorization/pending-codes.ts'

export interface ThirdPartyWish {
  readonly environmentId: string | undefined
  readonly kind: ThirdPartyKind | undefined
  readonly limit: number
  /** As the page before gave it. */
  readonly cursor: string | undefined
}

/** Of one environment of the application, of all of them where none is named; newest first. */
export const listThirdParties = async (
  ctx: Context,
  applicationId: string,
  { environmentId, kind, limit, cursor }: ThirdPartyWish,
): Promise<{ readonly found: Client[]; readonly nextCursor: string | null }> => {
  const environments = await requireEnvironments(ctx, applicationId, environmentId)
  const ids = environments.map(({ id }) => id)
  const after = cursor === undefined ? undefined : readCursor(cursor)
  return toPage(await listThirdPartyClients(ctx.db, ids, { kind, limit: limit + 1, after }), limit)
}

/** Of any environment of the application, or `client_not_found`. */
export const requireThirdParty = async (ctx: Context, applicationId: string, id: string): Promise<Client> => {
  const { environments } = await requireApplication(ctx, applicationId)
  const client = await findClient(ctx.db, id)
  const isHere = environments.some((environment) => environment.id === client?.environmentId)
  if (!client || !isHere || isOwnClient(client)) throw new Failure('client_not_found')
  return client
}

/**
 * Suspends one, or lifts that. A suspended client is unknown everywhere, its owner has no say in that, and what it had is over for good:
 * once the suspension is lifted, people sign in anew. What they have allowed it stays as they left it.
 */
export const suspendThirdParty = async (
  ctx: Context,
  applicationId: string,
  id: string,
  isActive: boolean,
): Promise<Client> => {
  const before = await requireThirdParty(ctx, applicationId, id)
  // There is nothing to lift.
  if (isActive && before.isActive) return before
  return transaction(ctx.db, async (db) => {
    const now = ctx.clock.now()
    const client = await updateClient(db, id, { isActive, updatedAt: now })
    if (!client) throw new Failure('client_not_found')
    // When it is lifted too: a sign-in that was under way may have ended just behind the suspension.
    await revokePendingCodesOfClient(db, id)
    await endSessionsOfClient(db, id, now, 'client_suspended')
    await record(ctx, db, isActive ? 'client.reactivated' : 'client.suspended', {
      environmentId: client.environmentId,
      ...byCaller(ctx),
      data: { clientId: id },
    })
    return client
  })
}
