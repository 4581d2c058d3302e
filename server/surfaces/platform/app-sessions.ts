import { listApplicationSessions, revokeApplicationSession } from '../../identity/sessions/application-sessions.ts'
import { toMessage, toSession } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const listAppSessions: Handle<'platform.listAppSessions'> = async ({ path, query }, ctx) => {
  const page = { page: query.page ?? 1, limit: query.limit ?? 100 }
  const { found, total, nextCursor } = await listApplicationSessions(ctx, path.appId, query, page)
  return {
    status: 200,
    body: { data: found.map(({ session, email }) => toSession(session, email)), total, ...page, nextCursor },
  }
}

export const revokeAppSession: Handle<'platform.revokeAppSession'> = async ({ path }, ctx) => {
  await revokeApplicationSession(ctx, path.appId, path.sessionId)
  return { status: 200, body: toMessage('The session has ended.') }
}
