// Who is signed in proves once more that it is them.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { transaction } from '../../storage/database.ts'
import { proveSession } from '../../storage/sessions.ts'
import { requireUser } from '../sessions/callers.ts'
import { freshUntil } from '../sessions/fresh.ts'
import { requireOwnPassword } from '../sign-in/sign-in.ts'
import { hasSecondFactor, readSecondFactor, useSecondFactor } from './second-factor.ts'

export interface Shown {
  readonly password?: string | undefined
  readonly code?: string | undefined
}

/**
 * Notes a proof for the session that asks, and answers until when it counts. Where there is a second factor the password is
 * not enough (`second_factor_required`): whoever has both a copied token and the password must not take the factor away.
 */
export const proveAgain = async (ctx: Context, { password, code }: Shown): Promise<number> => {
  const { user, session } = requireUser(ctx)
  const now = ctx.clock.now()
  if (code !== undefined) {
    const proof = await readSecondFactor(ctx, user, code)
    await transaction(ctx.db, async (db) => {
      await useSecondFactor(ctx, db, user, proof)
      requireLive(await proveSession(db, session.id, now))
    })
  } else {
    if (await hasSecondFactor(ctx.db, user)) throw new Failure('second_factor_required')
    await requireOwnPassword(ctx, password ?? '')
    requireLive(await proveSession(ctx.db, session.id, now))
  }
  return freshUntil({ ...session, provenAt: now })
}

const requireLive = (isLive: boolean): void => {
  if (!isLive) throw new Failure('invalid_token')
}
