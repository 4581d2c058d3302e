import type { Context } from '../../context.ts'
import type { Policy } from '../../model/policies.ts'
import { exchangedSeconds } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import { claimAddress } from '../people/addresses.ts'
import { type IssuedProof, type Proven, issueProof, useProof } from '../proofs/one-time-proofs.ts'
import { hashPassword, requireStrongPassword } from './passwords.ts'
import { type MailAsked, type MailQueued, requestProof } from '../proofs/proof-mails.ts'
import { setPassword } from './set-password.ts'
import { lockPlaces } from '../people/unproven-time.ts'

/** Mails a link or a code that allows a new password, if the address has a user. */
export const requestPasswordReset = (ctx: Context, policy: Policy, asked: MailAsked): Promise<MailQueued> =>
  requestProof(ctx, policy, 'reset_password', asked)

/** Uses up a reset code and gives a token in its place, which allows a new password like a link's. */
export const exchangeResetCode = (ctx: Context, policy: Policy, proven: Proven): Promise<IssuedProof> =>
  transaction(ctx.db, async (db) => {
    await useProof(ctx, db, proven)
    const { environment, user, purpose, clientId, redirectUri } = proven
    const request = {
      environment,
      surface: policy.proofSurface,
      user,
      purpose,
      email: user.email,
      clientId,
      redirectUri,
    }
    return issueProof(ctx, db, request, 'link', { seconds: exchangedSeconds })
  })

/**
 * Sets a new password by a proof of purpose `reset_password`, which also proves the address. Every session ends and none
 * is started: the next step is a sign-in, with whatever it asks for. A password that the environment does not allow is
 * refused with `weak_password` and leaves the proof as it was.
 */
export const resetPassword = async (ctx: Context, proven: Proven, password: string): Promise<User> => {
  const { user, environment } = proven
  await requireStrongPassword(ctx, environment, password, user)
  const passwordHash = await hashPassword(ctx, password)
  return transaction(ctx.db, async (db) => {
    await lockPlaces(db, user)
    await useProof(ctx, db, proven)
    const owner = await claimAddress(ctx, db, user)
    return setPassword(ctx, db, { environment, user: owner, passwordHash })
  })
}
