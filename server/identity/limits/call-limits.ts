import type { Caller, Context } from '../../context.ts'
import type { LimitName, LimitState } from '../../model/limits.ts'
import { tooMany } from './limits.ts'

/**
 * Counts a call against whoever has proven who they are, and answers how near their limit is; refuses with `too_many_requests`
 * once they have called too often.
 * By instance: nothing is written for it.
 */
export const spendCall = (ctx: Context): LimitState | undefined => {
  const counted = whoCalls(ctx.caller)
  if (!counted) return undefined
  const [name, key] = counted
  const limit = ctx.config.limits[name]
  const { fits, remaining, waitSeconds } = ctx.calls.take(`${name}:${key}`, limit, ctx.clock.now())
  const state = { name, limit: limit.max, remaining, resetSeconds: waitSeconds }
  if (!fits) throw tooMany(ctx, state)
  return state
}

/** Nobody and guests have no key of their own: what they may do has limits by address. */
const whoCalls = (caller: Caller): readonly [LimitName, string] | undefined => {
  switch (caller.kind) {
    case 'user':
      return ['callsPerUser', caller.user.id]
    case 'machine':
      return ['callsPerKey', caller.client.id]
    case 'backend':
    case 'directory':
    case 'tenant':
      return ['callsPerKey', caller.keyId]
    case 'project_admin':
      return caller.session
        ? ['callsPerUser', caller.session.id]
        : ['callsPerKey', `administration of ${caller.environment.id}`]
    case 'registration':
      return caller.client ? ['callsPerKey', caller.client.id] : undefined
    default:
      return undefined
  }
}
