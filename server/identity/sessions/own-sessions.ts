// The live sessions of the signed-in user, for themselves: on every device and surface.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Session } from '../../model/session.ts'
import { transaction } from '../../storage/database.ts'
import { findSession } from '../../storage/sessions.ts'
import { listSessionsOfUser } from '../../storage/session-lists.ts'
import { endSession, endSessionsOfUser } from '../../storage/ended-sessions.ts'
import { listLastUses } from '../../storage/refresh-tokens.ts'
import { lockUser } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { forgetDevices } from '../factors/remembered-devices.ts'
import { requireFresh } from './fresh.ts'
import { endBrowserSession, isBrowserSession } from './browser-sessions.ts'
import { revokePendingSignIns } from '../authorization/pending-codes.ts'
import { requireUser } from './callers.ts'
import { requireOwnPassword } from '../sign-in/sign-in.ts'

/** Newest first. */
export const listOwnSessions = (ctx: Context): Promise<Session[]> =>
  listSessionsOfUser(ctx.db, requireUser(ctx).user.id, ctx.clock.now())

/** When each of these was last used: its newest refresh token came then. */
export const lastUses = (ctx: Context, sessions: readonly Session[]): Promise<ReadonlyMap<string, number>> =>
  listLastUses(
    ctx.db,
    sessions.map(({ id }) => id),
  )

/** Its tokens are dead at once; `session_not_found` for one that is over, or of somebody else. */
export const revokeOwnSession = async (ctx: Context, id: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  const now = ctx.clock.now()
  const session = await findSession(ctx.db, id, now)
  if (session?.userId !== user.id) throw new Failure('session_not_found')
  await transaction(ctx.db, async (db) => {
    if (isBrowserSession(session)) await endBrowserSession(ctx, db, id, 'revoked_by_user')
    else if (!(await endSession(db, id, now, 'revoked_by_user'))) throw new Failure('session_not_found')
    await record(ctx, db, 'session.revoked', {
      environmentId: environment.id,
      ...byCaller(ctx),
      data: { sessionId: id },
    })
  })
}

/**
 * Ends all sessions of the caller, but for the one that asks where it is to be kept. Answers how many. A copied token must not put its
 * owner out: it takes the password (`wrong_password`), or a fresh proof where none is given.
 */
export const revokeOwnSessions = async (
  ctx: Context,
  { password, keepCurrent }: { password: string | undefined; keepCurrent: boolean },
): Promise<number> => {
  if (password === undefined) requireFresh(ctx)
  else await requireOwnPassword(ctx, password)
  return endOwn(ctx, keepCurrent)
}

/** Ends all sessions of the caller but the one that asks, which needs a fresh proof. Answers how many. */
export const endOtherSessions = (ctx: Context): Promise<number> => {
  requireFresh(ctx)
  return endOwn(ctx, true)
}

const endOwn = (ctx: Context, keepCurrent: boolean): Promise<number> => {
  const { user, session, environment } = requireUser(ctx)
  return transaction(ctx.db, async (db) => {
    await lockUser(db, user)
    const keepId = keepCurrent ? session.id : undefined
    const count = await endSessionsOfUser(db, user.id, ctx.clock.now(), 'revoked_by_user', keepId)
    // A sign-in that has not arrived yet is one of those.
    await revokePendingSignIns(db, user.id)
    await forgetDevices(ctx, db, user.id)
    await record(ctx, db, 'sessions.revoked', { environmentId: environment.id, ...byCaller(ctx), data: { count } })
    return count
  })
}
