import type { Context } from '../../context.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import { verifyAddress } from '../people/addresses.ts'
import { type Proven, useProof } from './one-time-proofs.ts'
import { hashPassword, requireStrongPassword } from '../passwords/passwords.ts'
import { lockPlaces } from '../people/unproven-time.ts'
import { type MailAsked, type MailQueued, requestProof } from './proof-mails.ts'

/** Mails a link or a code that proves the address, if it has a user and is not proven yet. */
export const requestEmailVerification = (ctx: Context, policy: Policy, asked: MailAsked): Promise<MailQueued> =>
  requestProof(ctx, policy, 'verify_email', asked, (user) => user.emailVerifiedAt === null)

/**
 * Uses a proof of purpose `verify_email`. `password` is looked at where others have signed up with the address, too. To sign in
 * by it as well there is `signInWithVerification`.
 */
export const verifyEmail = async (ctx: Context, proven: Proven, password?: string): Promise<User> => {
  if (password !== undefined) {
    await requireStrongPassword(ctx, proven.environment, password, { email: proven.user.email })
  }
  const passwordHash = password === undefined ? null : await hashPassword(ctx, password)
  return transaction(ctx.db, async (db) => {
    await lockPlaces(db, proven.user)
    await useProof(ctx, db, proven)
    return verifyAddress(ctx, db, proven.user, passwordHash)
  })
}
