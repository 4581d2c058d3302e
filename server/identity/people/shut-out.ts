import type { Context } from '../../context.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { endSessionsOfUser } from '../../storage/ended-sessions.ts'
import { revokePendingSignIns } from '../authorization/pending-codes.ts'
import { retireProofs } from '../proofs/one-time-proofs.ts'

/** Signs out whoever has been switched off, and lets no link, code or ticket of theirs work any more. */
export const shutOut = async (ctx: Context, db: Database, user: User): Promise<void> => {
  await endSessionsOfUser(db, user.id, ctx.clock.now(), 'user_suspended')
  await retireProofs(ctx, db, user)
  await revokePendingSignIns(db, user.id)
}
