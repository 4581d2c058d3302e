import type { Context } from '../context.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { type Database, transaction } from '../storage/database.ts'
import { updateUser } from '../storage/users.ts'
import { record } from './audit.ts'
import { type Proven, useProof } from './one-time-proofs.ts'
import { type MailAsked, type MailQueued, requestProof } from './proof-mails.ts'

/** Mails a link or a code that proves the address, if it has a user and is not proven yet. */
export const requestEmailVerification = (ctx: Context, policy: Policy, asked: MailAsked): Promise<MailQueued> =>
  requestProof(ctx, policy, 'verify_email', asked, (user) => user.emailVerifiedAt === null)

/** Uses a proof of purpose `verify_email`. To sign in with it too, see `signInWithProof`. */
export const verifyEmail = (ctx: Context, proven: Proven): Promise<User> =>
  transaction(ctx.db, async (db) => {
    await useProof(ctx, db, proven)
    return markVerified(ctx, db, proven.user)
  })

/** Notes that the person reads the mail of their address. */
export const markVerified = async (ctx: Context, db: Database, user: User): Promise<User> => {
  if (user.emailVerifiedAt !== null) return user
  const now = ctx.clock.now()
  await record(ctx, db, 'user.email_verified', { environmentId: user.environmentId, userId: user.id })
  return (await updateUser(db, user.id, { emailVerifiedAt: now, updatedAt: now })) ?? user
}
