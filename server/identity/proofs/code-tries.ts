// Tries at a mailed code.
import type { Context } from '../../context.ts'
import { typedCode } from '../../model/codes.ts'
import type { Environment } from '../../model/environment.ts'
import type { LimitName } from '../../model/limits.ts'
import type { SurfaceName } from '../../model/policies.ts'
import { codeTries, codeTriesElsewhere, type ProofPurpose, storedPurpose } from '../../model/proofs.ts'
import { equal } from '../../outside/secrets.ts'
import { transaction } from '../../storage/database.ts'
import { type OneTimeToken, findNewestToken, giveAttemptBack, spendAttempt } from '../../storage/one-time-tokens.ts'
import { findUserByEmail } from '../../storage/users.ts'
import { requireEmail } from '../people/emails.ts'
import { recordFailure } from '../limits/failed-proofs.ts'
import { countFailure, fits, forgetFailures } from '../limits/limits.ts'
import { isAtHome } from '../limits/mailboxes.ts'

/** Keyed, and by request: a million digests of all codes would tell nothing about the next one. */
export const hashOfCode = (ctx: Context, requestId: string, code: string): string =>
  ctx.secrets.derive('one-time code', `${requestId}:${code}`)

/**
 * What somebody shows us, and at which surface. A code counts for one address only; a link's token names its own. The pages
 * that mailed links lead to serve every surface: there it is null.
 */
export type Presented =
  | { readonly token: string; readonly surface: SurfaceName | null; readonly environment?: Environment }
  | {
      readonly code: string
      readonly email: string
      readonly surface: SurfaceName
      readonly environment: Environment
    }

/**
 * A code is dead after so many wrong tries from one address, and after more from all together, so that a stranger's do not
 * kill the owner's; where the owner is, some of those are left. Each look at one is counted before it is made; a right one is given back.
 */
export const tryCode = async (
  ctx: Context,
  purpose: ProofPurpose,
  { code: typed, email, surface, environment }: Extract<Presented, { code: string }>,
): Promise<OneTimeToken | undefined> => {
  const code = typedCode(typed)
  const address = requireEmail(email)
  const owner = await findUserByEmail(ctx.db, environment.id, address)
  const guessed = {
    name: 'codesInARow',
    key: `${environment.id}:${address}`,
    isAtHome: await isAtHome(ctx, ctx.db, owner),
  } as const
  const usedUp: LimitName[] = []
  // One transaction, so that one commit is waited for whether there was a code to try at or not.
  const { pending, key, failures } = await transaction(ctx.db, async (db) => {
    if ((await ctx.spend('codeTriesPerIp', ctx.ip, db)).remaining === 0) usedUp.push('codeTriesPerIp')
    const streak = await countFailure(ctx, db, guessed)
    if (streak.isPaused) usedUp.push(guessed.name)
    const sought = { environmentId: environment.id, purpose: storedPurpose(purpose, 'code'), surface, email: address }
    const newest = await findNewestToken(db, { ...sought, now: ctx.clock.now() })
    const key = `${newest?.id ?? `${purpose}:${guessed.key}`}:${ctx.ip}`
    const isAlive = (await fits(ctx, db, 'triesOfOneCode', key)) && newest
    return {
      pending: isAlive
        ? await spendAttempt(db, newest.id, guessed.isAtHome ? codeTries : codeTriesElsewhere)
        : undefined,
      key,
      ...streak,
    }
  })
  const matches = equal(pending?.hash ?? '', hashOfCode(ctx, pending?.requestId ?? '', code))
  if (!pending || !matches) {
    const failed = { name: guessed.name, environmentId: environment.id, user: owner, email: address }
    await recordFailure(ctx, { ...failed, failures, usedUp })
    return undefined
  }
  await transaction(ctx.db, async (db) => {
    await ctx.giveBack('codeTriesPerIp', ctx.ip, db)
    await forgetFailures(ctx, db, guessed)
    await ctx.giveBack('triesOfOneCode', key, db)
    await giveAttemptBack(db, pending.id)
  })
  return pending
}
