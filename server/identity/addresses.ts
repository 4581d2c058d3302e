// What follows when somebody proves that an address is theirs.
import type { Context } from '../context.ts'
import type { User } from '../model/user.ts'
import type { Database } from '../storage/database.ts'
import { retireTokens } from '../storage/one-time-tokens.ts'
import { endSessionsOfUser } from '../storage/sessions.ts'
import { updateUser } from '../storage/users.ts'
import { record } from './audit.ts'

/**
 * Hands a user to the owner of the address, who proved it from the mailbox alone. Where nobody had proved it before, all
 * that others may have prepared goes first: the password, sessions and pending links of whoever signed up with it.
 */
export const claimAddress = async (ctx: Context, db: Database, user: User): Promise<User> => {
  if (user.emailVerifiedAt !== null) return user
  const now = ctx.clock.now()
  await endSessionsOfUser(db, user.id, now, 'address_claimed')
  await retireTokens(db, { environmentId: user.environmentId, email: user.email, now })
  await record(ctx, db, 'user.address_claimed', { environmentId: user.environmentId, userId: user.id })
  const claimed = await updateUser(db, user.id, { emailVerifiedAt: now, passwordHash: null, updatedAt: now })
  return claimed ?? user
}
