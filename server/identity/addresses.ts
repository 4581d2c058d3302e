// What follows when somebody proves that an address is theirs.
import type { Context } from '../context.ts'
import type { User } from '../model/user.ts'
import { deleteCodesOfUser } from '../storage/authorization-codes.ts'
import type { Database } from '../storage/database.ts'
import { deleteIdentitiesOfUser } from '../storage/identities.ts'
import { retireTokensOfUser } from '../storage/one-time-tokens.ts'
import { endSessionsOfUser } from '../storage/sessions.ts'
import { updateUser } from '../storage/users.ts'
import { record } from './audit.ts'
import { retireProofs } from './one-time-proofs.ts'

/**
 * Hands a user to the owner of the address, who proved it from the mailbox or by a provider's word alone. Where nobody had
 * proved it before, all that others may have prepared goes first: the password, sessions, pending links and codes, and
 * linked providers of whoever signed up with it.
 */
export const claimAddress = async (ctx: Context, db: Database, user: User): Promise<User> => {
  if (user.emailVerifiedAt !== null) return user
  const now = ctx.clock.now()
  // The user first: a sign-in at the same time waits for this row, and then sees that its password is gone.
  const claimed = await updateUser(db, user.id, { emailVerifiedAt: now, passwordHash: null, updatedAt: now })
  await endSessionsOfUser(db, user.id, now, 'address_claimed')
  await retireProofs(ctx, db, user)
  // Those that went to another address, too.
  await retireTokensOfUser(db, user.id, now)
  await deleteCodesOfUser(db, user.id)
  await deleteIdentitiesOfUser(db, user.id)
  await record(ctx, db, 'user.address_claimed', { environmentId: user.environmentId, userId: user.id })
  return claimed ?? user
}

/** Notes that the person reads the mail of their address. What they had stays theirs. */
export const markVerified = async (ctx: Context, db: Database, user: User): Promise<User> => {
  if (user.emailVerifiedAt !== null) return user
  const now = ctx.clock.now()
  await record(ctx, db, 'user.email_verified', { environmentId: user.environmentId, userId: user.id })
  return (await updateUser(db, user.id, { emailVerifiedAt: now, updatedAt: now })) ?? user
}
