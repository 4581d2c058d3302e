import { requireUser } from '../../identity/sessions/callers.ts'
import { lastUses, listOwnSessions, revokeOwnSession, revokeOwnSessions } from '../../identity/sessions/own-sessions.ts'
import { toMessage, toSession } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toOwnSession } from '../own-views.ts'

export const listSessions: Handle<'app.listSessions'> = async (_request, ctx) => {
  const { email } = requireUser(ctx).user
  const sessions = await listOwnSessions(ctx)
  const used = await lastUses(ctx, sessions)
  const data = sessions.map((session) => {
    const { current, device, place, lastUsedAt } = toOwnSession(ctx, session, used)
    return { ...toSession(session, email), current, device, place, lastUsedAt }
  })
  return { status: 200, body: { data } }
}

export const revokeSession: Handle<'app.revokeSession'> = async ({ path }, ctx) => {
  await revokeOwnSession(ctx, path.sessionId)
  return { status: 200, body: toMessage('The session has ended.') }
}

export const revokeAllSessions: Handle<'app.revokeAllSessions'> = async ({ body }, ctx) => {
  const { password, keepCurrent = false } = body
  const revokedCount = await revokeOwnSessions(ctx, { password, keepCurrent })
  return { status: 200, body: { ...toMessage('The sessions have ended.'), revokedCount } }
}
