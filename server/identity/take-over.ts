import type { Context } from '../context.ts'
import type { User } from '../model/user.ts'
import { deleteCodesOfUser } from '../storage/authorization-codes.ts'
import type { Database } from '../storage/database.ts'
import { deleteIdentitiesOfUser } from '../storage/identities.ts'
import { retireTokens, retireTokensOfUser } from '../storage/one-time-tokens.ts'
import { endSessionsOfUser } from '../storage/sessions.ts'
import { updateUser } from '../storage/users.ts'
import { record } from './audit.ts'

/**
 * Hands a user whose address nobody had proven to the one who has now. Whoever signed up with it may not be them: the
 * password, every session, every link and code on its way, and every provider that was linked before stop working.
 */
export const takeOver = async (ctx: Context, db: Database, user: User): Promise<User> => {
  const now = ctx.clock.now()
  await endSessionsOfUser(db, user.id, now, 'taken_over')
  await retireTokensOfUser(db, user.id, now)
  await retireTokens(db, { environmentId: user.environmentId, email: user.email, now })
  await deleteCodesOfUser(db, user.id)
  await deleteIdentitiesOfUser(db, user.id)
  await record(ctx, db, 'user.taken_over', { environmentId: user.environmentId, userId: user.id })
  const changed = { passwordHash: null, emailVerifiedAt: now }
  await updateUser(db, user.id, { ...changed, updatedAt: now })
  return { ...user, ...changed, updatedAt: now }
}
