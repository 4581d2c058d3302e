import {
  endOtherSessions as endOthers,
  lastUses,
  listOwnSessions,
  revokeOwnSession,
} from '../../identity/sessions/own-sessions.ts'
import type { Handle } from '../handle.ts'
import { toSessions } from '../own-views.ts'
import { fromSessionId } from './views.ts'

export const listSessions: Handle<'account.listSessions'> = async (_request, ctx) => {
  const sessions = await listOwnSessions(ctx)
  return { status: 200, body: { data: toSessions(ctx, sessions, await lastUses(ctx, sessions)) } }
}

export const endSession: Handle<'account.endSession'> = async ({ path }, ctx) => {
  await revokeOwnSession(ctx, fromSessionId(path.session_id))
  return { status: 204 }
}

export const endOtherSessions: Handle<'account.endOtherSessions'> = async (_request, ctx) => ({
  status: 200,
  body: { ended: await endOthers(ctx) },
})
