// The live sessions of the signed-in user, for themselves: on every device and surface.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Session } from '../../model/session.ts'
import { transaction } from '../../storage/database.ts'
import { endSession, endSessionsOfUser, findSession, listSessionsOfUser } from '../../storage/sessions.ts'
import { byCaller, record } from '../administration/audit.ts'
import { endBrowserSession, isBrowserSession } from './browser-sessions.ts'
import { requireUser } from './callers.ts'
import { requireOwnPassword } from '../sign-in/sign-in.ts'

/** Newest first. */
export const listOwnSessions = (ctx: Context): Promise<Session[]> =>
  listSessionsOfUser(ctx.db, requireUser(ctx).user.id, ctx.clock.now())

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
 * Ends all sessions of the caller, but for the one that asks where it is to be kept. Answers how many. Refuses a wrong
 * password with `wrong_password`: a copied token must not put its owner out.
 */
export const revokeOwnSessions = async (
  ctx: Context,
  { password, keepCurrent }: { password: string; keepCurrent: boolean },
): Promise<number> => {
  const { user, session, environment } = requireUser(ctx)
  await requireOwnPassword(ctx, password)
  return transaction(ctx.db, async (db) => {
    const keepId = keepCurrent ? session.id : undefined
    const count = await endSessionsOfUser(db, user.id, ctx.clock.now(), 'revoked_by_user', keepId)
    await record(ctx, db, 'sessions.revoked', { environmentId: environment.id, ...byCaller(ctx), data: { count } })
    return count
  })
}
