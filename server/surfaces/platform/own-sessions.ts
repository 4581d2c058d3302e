import { endOtherSessions, revokeOwnSession } from '../../identity/sessions/own-sessions.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { listOwn } from '../own-views.ts'

export const listSessions: Handle<'platform.listSessions'> = async (_request, ctx) => ({
  status: 200,
  body: await listOwn(ctx),
})

export const revokeSession: Handle<'platform.revokeSession'> = async ({ path }, ctx) => {
  await revokeOwnSession(ctx, path.sessionId)
  return { status: 200, body: toMessage('The session has ended.') }
}

export const revokeOtherSessions: Handle<'platform.revokeOtherSessions'> = async (_request, ctx) => {
  const revokedCount = await endOtherSessions(ctx)
  return { status: 200, body: { ...toMessage('The sessions have ended.'), revokedCount } }
}
