import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { LimitName } from '../model/limits.ts'
import type { Database } from '../storage/database.ts'
import { hit, refund } from '../storage/rate-limits.ts'

/**
 * Counts one try before it is made, so that tries at the same time cannot slip past. Refuses with `too_many_requests`
 * once the limit is used up. Inside a transaction, hand it down.
 */
export const spend = async (ctx: Context, name: LimitName, key: string, db: Database = ctx.db): Promise<void> => {
  const limit = ctx.config.limits[name]
  const now = ctx.clock.now()
  const { count, resetsAt } = await hit(db, `${name}:${key}`, now, limit.windowSeconds * 1000)
  const state = {
    name,
    limit: limit.max,
    remaining: Math.max(0, limit.max - count),
    resetSeconds: Math.max(1, Math.ceil((resetsAt - now) / 1000)),
  }
  if (!ctx.limit || state.remaining <= ctx.limit.remaining) ctx.limit = state
  if (count > limit.max) throw new Failure('too_many_requests', `Limit: ${limit.name}.`)
}

/** Takes back one try that did no harm, such as a right password. */
export const giveBack = async (ctx: Context, name: LimitName, key: string): Promise<void> => {
  await refund(ctx.db, `${name}:${key}`, 1)
  if (ctx.limit?.name === name) ctx.limit = { ...ctx.limit, remaining: ctx.limit.remaining + 1 }
}
