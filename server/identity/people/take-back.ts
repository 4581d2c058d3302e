// What the owner of an account does with a notice of something that they did not do.
import type { Context } from '../../context.ts'
import { storedPurposesOf } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { deleteIdentitiesOfUser } from '../../storage/identities.ts'
import { retireTokensOfUserSince } from '../../storage/retired-tokens.ts'
import { deletePasskeysOfUser } from '../../storage/passkeys.ts'
import { deleteSecondFactorsSince } from '../../storage/second-factors.ts'
import { endSessionsOfUser } from '../../storage/ended-sessions.ts'
import { findUserByEmail, moveUser, updateUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { revokePendingSignIns } from '../authorization/pending-codes.ts'
import { takeBackClientsAndKeys } from '../clients/taken-back.ts'
import { forgetDevices } from '../factors/remembered-devices.ts'
import { type Proven, useProof } from '../proofs/one-time-proofs.ts'
import { queueProof } from '../proofs/proof-mails.ts'
import { freeAddress, lockWithSquatter } from './change-address.ts'

/** A change comes before its notice, in the same transaction. */
const before = 60_000

/**
 * Uses a proof of purpose `not_me`. Everybody is signed out and the password is gone; what signs in since the notice goes too:
 * passkeys, links to providers, factors, another address; and what acts for them, clients and keys. Nobody gets in by the proof itself, which is good for seven days: the
 * mail that allows a new password goes to the address that it went to.
 */
export const takeBack = async (ctx: Context, proven: Proven): Promise<User> => {
  const { user, environment, proof } = proven
  const run = async () => {
    const holder = await findUserByEmail(ctx.db, environment.id, proof.email)
    return transaction(ctx.db, async (db) => {
      const now = ctx.clock.now()
      const since = proof.createdAt - before
      await lockWithSquatter(db, user, holder, since)
      await useProof(ctx, db, proven)
      // The user is locked by now, as first of all in a sign-in: one at the same time is over before, and its session ends here, or it
      // waits and finds nothing.
      await deletePasskeysOfUser(db, user.id, since)
      await deleteIdentitiesOfUser(db, user.id, since)
      await deleteSecondFactorsSince(db, user.id, since)
      await takeBackClientsAndKeys(ctx, db, user, since)
      // As they are now: a change of address may have been under way while this waited.
      const current = (await updateUser(db, user.id, { passwordHash: null, updatedAt: now })) ?? user
      const owner = await backTo(ctx, db, current, proof.email, since)
      await endSessionsOfUser(db, user.id, now, 'taken_back')
      await revokePendingSignIns(db, user.id)
      await forgetDevices(ctx, db, user.id)
      // Never an older notice: who has moved the user to an address of their own gets notices too, and would take its owner's way back.
      const lasting = { purposes: storedPurposesOf('not_me'), than: proof.createdAt }
      await retireTokensOfUserSince(db, { userId: user.id, email: proof.email, since, lasting, now })
      await record(ctx, db, 'user.taken_back', { environmentId: user.environmentId, userId: user.id })
      const about = { environment, surface: 'account', clientId: null, redirectUri: null } as const
      // To nobody else, where the old address is somebody's by now.
      if (owner.email === proof.email) {
        const request = { ...about, user: owner, email: owner.email, purpose: 'reset_password' } as const
        await queueProof(ctx, db, request, 'link', { isCounted: false })
      }
      return owner
    })
  }
  // Somebody has signed up with the address meanwhile: the second time they are seen.
  return run().catch((error: unknown) => (isUniqueViolation(error) ? run() : Promise.reject(error)))
}

/** The user with their old address; as they are where somebody else has proven it by now. */
const backTo = async (ctx: Context, db: Database, user: User, email: string, since: number): Promise<User> => {
  if (user.email === email) return user
  if (!(await freeAddress(ctx, db, user.environmentId, email, since))) return user
  return (await moveUser(db, user.id, { from: user.email, to: email, now: ctx.clock.now() })) ?? user
}
