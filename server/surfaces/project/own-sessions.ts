import { endOtherSessions as endOthers, revokeOwnSession } from '../../identity/sessions/own-sessions.ts'
import type { Handle } from '../handle.ts'
import { listOwn } from '../own-views.ts'

export const listSessions: Handle<'project.listSessions'> = async (_request, ctx) => ({
  status: 200,
  body: await listOwn(ctx),
})

export const endSession: Handle<'project.endSession'> = async ({ path }, ctx) => {
  await revokeOwnSession(ctx, path.sessionId)
  return { status: 200, body: { message: 'Signed out there' } }
}

export const endOtherSessions: Handle<'project.endOtherSessions'> = async (_request, ctx) => ({
  status: 200,
  body: { message: 'Signed out everywhere else', endedCount: await endOthers(ctx) },
})
