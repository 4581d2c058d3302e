// The end of everybody's sessions, or of a tenant's, for the operator alone.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { endAllAdminSessions } from '../../storage/admin-sessions.ts'
import { endSomeSessions } from '../../storage/ended-sessions.ts'
import { record } from '../administration/audit.ts'
import { forgetAllDevices } from '../factors/remembered-devices.ts'
import { revokeAllPendingSignIns } from '../authorization/pending-codes.ts'

/** So few that no statement runs into its time limit, and that the service goes on in between. */
const atOnce = 500

/**
 * Signs out the people and the administrators of the operator's tenant, or everybody where none is named; no browser of theirs is
 * remembered any more. What clients are told at a sign-out is queued. May be repeated where it was interrupted. Answers how many ended.
 */
export const endAllSessions = async (ctx: Context): Promise<number> => {
  if (ctx.caller.kind !== 'operator') throw new Failure('unauthorized')
  const { tenantId } = ctx.caller
  const now = ctx.clock.now()
  // First: a code that is exchanged meanwhile would begin another session.
  await revokeAllPendingSignIns(ctx.db, tenantId)
  await forgetAllDevices(ctx.db, tenantId)
  let ended = await endAllAdminSessions(ctx.db, tenantId, now)
  for (let some = atOnce; some > 0; ended += some) {
    some = await endSomeSessions(ctx.db, tenantId, now, 'ended_by_operator', atOnce)
  }
  await record(ctx, ctx.db, 'sessions.ended', { environmentId: null, data: { tenantId, sessions: ended } })
  return ended
}
