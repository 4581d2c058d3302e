// The sessions of an application's users, for its administrators.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { transaction } from '../../storage/database.ts'
import { findSession } from '../../storage/sessions.ts'
import { type OwnedSession, countLiveSessions, listLiveSessions } from '../../storage/session-lists.ts'
import { endSession } from '../../storage/ended-sessions.ts'
import { findUserAmong } from '../../storage/users.ts'
import { rowsOfPage, toPage } from '../administration/cursors.ts'
import type { Page } from '../people/tenant-users.ts'
import { requireApplication, requireEnvironments } from '../administration/applications.ts'
import { endBrowserSession, isBrowserSession } from './browser-sessions.ts'
import { byCaller, record } from '../administration/audit.ts'

export interface SessionsWish {
  readonly environmentId?: string | undefined
  readonly userId?: string | undefined
  /** As the page before gave it; then `page` says nothing. */
  readonly cursor?: string | undefined
}

/** Newest first; `user_not_found` where the user is of another application. */
export const listApplicationSessions = async (
  ctx: Context,
  applicationId: string,
  { environmentId, userId, cursor }: SessionsWish,
  page: Page,
): Promise<{ found: OwnedSession[]; total: number; nextCursor: string | null }> => {
  const ids = (await requireEnvironments(ctx, applicationId, environmentId)).map(({ id }) => id)
  if (userId !== undefined && !(await findUserAmong(ctx.db, ids, userId))) throw new Failure('user_not_found')
  const now = ctx.clock.now()
  const rows = await listLiveSessions(ctx.db, ids, now, { ...rowsOfPage(page, cursor), userId })
  const aged = rows.map((row) => ({ ...row, createdAt: row.session.createdAt, id: row.session.id }))
  return { ...toPage(aged, page.limit), total: await countLiveSessions(ctx.db, ids, now, userId) }
}

/** Its tokens are dead at once; `session_not_found` for one that is over, or of another application. */
export const revokeApplicationSession = async (ctx: Context, applicationId: string, id: string): Promise<void> => {
  const { environments } = await requireApplication(ctx, applicationId)
  const session = await findSession(ctx.db, id, ctx.clock.now())
  if (!session || !environments.some((environment) => environment.id === session.environmentId)) {
    throw new Failure('session_not_found')
  }
  await transaction(ctx.db, async (db) => {
    if (isBrowserSession(session)) await endBrowserSession(ctx, db, id, 'revoked_by_administrator')
    else await endSession(db, id, ctx.clock.now(), 'revoked_by_administrator')
    await record(ctx, db, 'session.revoked', {
      environmentId: session.environmentId,
      ...byCaller(ctx),
      userId: session.userId,
      data: { sessionId: id },
    })
  })
}
