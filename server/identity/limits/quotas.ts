import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { QuotaName } from '../../model/quotas.ts'

/**
 * Refuses one more than a quota allows. `count` has to be read under a lock that whoever adds another one waits for, or two
 * at once would both find room.
 */
export const requireRoom = (ctx: Context, name: QuotaName, count: number): void => {
  const { name: what, max } = ctx.config.quotas[name]
  if (count >= max) throw new Failure('quota_exceeded', `Quota: ${max} ${what}.`)
}
