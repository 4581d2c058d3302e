import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { LimitName } from '../model/limits.ts'
import { type Database, transaction } from '../storage/database.ts'
import { hit, refund } from '../storage/rate-limits.ts'

/** A limit, and who or what is counted. */
export type Try = readonly [name: LimitName, key: string]

/**
 * Counts one try before it is made, so that tries at the same time cannot slip past. Refuses with `too_many_requests`
 * once the limit is used up. Inside a transaction, hand it down.
 */
export const spend = async (ctx: Context, name: LimitName, key: string, db: Database = ctx.db): Promise<void> => {
  const fits = await count(ctx, db, name, key)
  if (!fits) throw tooMany(ctx, name)
}

/**
 * Counts one try at several limits, up to the first that is used up. In one transaction, for each commit waits for the
 * disk; and refuses after it, for what was counted stays counted.
 */
export const spendEach = async (ctx: Context, tries: readonly Try[]): Promise<void> => {
  const usedUp = await transaction(ctx.db, async (db) => {
    for (const [name, key] of tries) if (!(await count(ctx, db, name, key))) return name
    return undefined
  })
  if (usedUp) throw tooMany(ctx, usedUp)
}

/** Takes back one try that did no harm, such as a right password. */
export const giveBack = async (ctx: Context, name: LimitName, key: string, db: Database = ctx.db): Promise<void> => {
  await refund(db, `${name}:${key}`, 1)
  if (ctx.limit?.name === name) ctx.limit = { ...ctx.limit, remaining: ctx.limit.remaining + 1 }
}

/** Takes back what `spendEach` counted: in the same order, so that no two requests wait for each other's rows. */
export const giveBackEach = (ctx: Context, tries: readonly Try[]): Promise<void> =>
  transaction(ctx.db, async (db) => {
    for (const [name, key] of tries) await giveBack(ctx, name, key, db)
  })

const count = async (ctx: Context, db: Database, name: LimitName, key: string): Promise<boolean> => {
  const limit = ctx.config.limits[name]
  const now = ctx.clock.now()
  const { count: tries, resetsAt } = await hit(db, `${name}:${key}`, now, limit.windowSeconds * 1000)
  const state = {
    name,
    limit: limit.max,
    remaining: Math.max(0, limit.max - tries),
    resetSeconds: Math.max(1, Math.ceil((resetsAt - now) / 1000)),
  }
  if (!ctx.limit || state.remaining <= ctx.limit.remaining) ctx.limit = state
  return tries <= limit.max
}

const tooMany = (ctx: Context, name: LimitName) =>
  new Failure('too_many_requests', `Limit: ${ctx.config.limits[name].name}.`)
