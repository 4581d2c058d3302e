import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { endSessionsOfUser } from '../../storage/ended-sessions.ts'
import { updateUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { revokePendingSignIns } from '../authorization/pending-codes.ts'
import { queueNotice } from '../proofs/notices.ts'
import { retireProofs } from '../proofs/one-time-proofs.ts'
import { forgetGuesses } from '../sign-in/sign-in.ts'

/**
 * Gives a person another password. All their sessions end, but for the one they change it in; links and codes are worth
 * nothing any more; the owner gets a notice.
 */
export const setPassword = async (
  ctx: Context,
  db: Database,
  {
    environment,
    user,
    passwordHash,
    keepSessionId,
  }: {
    readonly environment: Environment
    readonly user: User
    readonly passwordHash: string
    readonly keepSessionId?: string
  },
): Promise<User> => {
  const now = ctx.clock.now()
  // The user first: a sign-in at the same time waits for this row, and then sees that its password is the old one.
  const changed = await updateUser(db, user.id, { passwordHash, updatedAt: now })
  await endSessionsOfUser(db, user.id, now, 'password_changed', keepSessionId)
  await retireProofs(ctx, db, user)
  await revokePendingSignIns(db, user.id)
  await forgetGuesses(ctx, db, user)
  await record(ctx, db, 'user.password_changed', { environmentId: user.environmentId, userId: user.id })
  await queueNotice(ctx, db, environment, 'password_changed', user, { isFirst: user.passwordHash === null })
  return changed ?? user
}
