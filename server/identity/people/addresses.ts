// What follows when somebody proves that an address is theirs.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { deleteSignUps } from '../../storage/sign-ups.ts'
import { findUser, proveUser, updateUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { type Proven, useProof } from '../proofs/one-time-proofs.ts'
import { findOwnSignUp } from './sign-up-attempts.ts'
import { lockPlaces, removeAll, removePrepared } from './unproven-time.ts'

/**
 * Hands a user to the owner of the address, who proved it from the mailbox or by a provider's word alone. Where nobody had
 * proved it before, all that others may have prepared goes first: see `removePrepared`.
 */
export const claimAddress = async (ctx: Context, db: Database, user: User): Promise<User> => {
  const won = await prove(ctx, db, user)
  return won ? claim(ctx, db, won) : current(db, user)
}

/**
 * Notes that the person reads the mail of their address. What one sign-up made stays theirs. Where others have signed up with the
 * address too, nobody knows who reads the mail, and it is claimed: with `password` where that was chosen with the proof,
 * else with the password of the one sign-up that came from where the proof comes from, else with none.
 */
export const verifyAddress = async (
  ctx: Context,
  db: Database,
  user: User,
  passwordHash: string | null = null,
): Promise<User> => {
  const won = await prove(ctx, db, user)
  if (!won) return current(db, user)
  if (won.contestedAt === null) {
    await deleteSignUps(db, won.id)
    await record(ctx, db, 'user.email_verified', { environmentId: won.environmentId, userId: won.id })
    return won
  }
  const signUp = await findOwnSignUp(ctx, db, won)
  const claimed = await claim(ctx, db, won)
  const chosen = passwordHash === null ? signUp : { firstName: null, lastName: null, ...signUp, passwordHash }
  if (!chosen) return claimed
  const { firstName, lastName, passwordHash: hash } = chosen
  const patch = { firstName, lastName, passwordHash: hash, updatedAt: ctx.clock.now() }
  return (await updateUser(db, won.id, patch)) ?? claimed
}

/** One caller wins, however many prove it at once, and by whatever means. */
const prove = async (ctx: Context, db: Database, user: User): Promise<User | undefined> =>
  user.emailVerifiedAt === null ? proveUser(db, user.id, ctx.clock.now()) : undefined

/** Somebody else has proven it meanwhile. */
const current = async (db: Database, user: User): Promise<User> =>
  (await findUser(db, user.environmentId, user.id)) ?? user

const claim = async (ctx: Context, db: Database, user: User): Promise<User> => {
  const claimed = await removePrepared(ctx, db, user)
  await record(ctx, db, 'user.address_claimed', { environmentId: user.environmentId, userId: user.id })
  return claimed
}

/**
 * For the owner of an address with which somebody else signed up: uses a proof of purpose `verify_email`, and deletes the user
 * with all that was prepared. Somebody who has proven the address is never deleted by it (`invalid_link`).
 */
export const declineSignUp = (ctx: Context, proven: Proven): Promise<void> =>
  transaction(ctx.db, async (db) => {
    const { user } = proven
    await lockPlaces(db, user)
    await useProof(ctx, db, proven)
    if (!(await removeAll(ctx, db, user))) throw new Failure('invalid_link')
    await record(ctx, db, 'user.sign_up_declined', { environmentId: user.environmentId, userId: user.id })
  })
