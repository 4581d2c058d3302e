import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import { clientOfSession } from '../clients/clients.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { type StartedSession, replaceSession } from '../sessions/sessions.ts'
import { hashPassword, requireStrongPassword } from './passwords.ts'
import { setPassword } from './set-password.ts'

/**
 * Gives the caller another password, or their first one. All their sessions end, and another one takes the place of the one
 * that asks: a copied token must not outlive the change.
 */
export const changeOwnPassword = async (
  ctx: Context,
  policy: Policy,
  password: string,
): Promise<StartedSession & { readonly user: User; readonly client: Client | null }> => {
  const { user, session, environment } = requireFresh(ctx)
  await requireStrongPassword(ctx, environment, password, user)
  const client = await clientOfSession(ctx, session)
  const passwordHash = await hashPassword(ctx, password)
  return transaction(ctx.db, async (db) => {
    const changed = await setPassword(ctx, db, { environment, user, passwordHash, keepSessionId: session.id })
    return { user: changed, client, ...(await replaceSession(ctx, db, policy, session, client)) }
  })
}
