import type { Context } from '../../context.ts'
import type { Policy } from '../../model/policies.ts'
import { exchangedSeconds } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { updateUser } from '../../storage/users.ts'
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
 * refused with `weak_password` and leaves the proof as it was. `names` are set with it.
 */
export const resetPassword = async (
  ctx: Context,
  proven: Proven,
  password: string,
  names: Partial<Pick<User, 'firstName' | 'lastName'>> = {},
): Promise<User> => {
  const { user, environment } = proven
  await requireStrongPassword(ctx, environment, password, { ...user, ...names })
  const passwordHash = await hashPassword(ctx, password)
  return transaction(ctx.db, async (db) => {
    const owner = await setPasswordOfOwner(ctx, db, { environment, user, passwordHash }, () =>
      useProof(ctx, db, proven),
    )
    return Object.keys(names).length === 0
      ? owner
      : ((await updateUser(db, user.id, { ...names, updatedAt: ctx.clock.now() })) ?? owner)
  })
}

/** As `setPassword`, for who has the mail of the address: it is theirs from then on. `prove` uses up what shows that, where anything does. */
export const setPasswordOfOwner = async (
  ctx: Context,
  db: Database,
  { environment, user, passwordHash }: Pick<Parameters<typeof setPassword>[2], 'environment' | 'user' | 'passwordHash'>,
  prove: () => Promise<void> = () => Promise.resolve(),
): Promise<User> => {
  await lockPlaces(db, user)
  await prove()
  return setPassword(ctx, db, { environment, user: await claimAddress(ctx, db, user), passwordHash })
}
