import type { Context } from '../context.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { transaction } from '../storage/database.ts'
import { markVerified } from './addresses.ts'
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
