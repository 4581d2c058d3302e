import type { Context, Limiter, World } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Limit, LimitName, LimitState, StreakName } from '../../model/limits.ts'
import type { Database } from '../../storage/database.ts'
import { type StreakBounds, addFailure, endStreak, findStreak } from '../../storage/failure-streaks.ts'
import { hit, peek, refund } from '../../storage/rate-limits.ts'

/** A limit, and who or what is counted. */
export type Try = readonly [name: LimitName, key: string]

/** Counts in the database: no limit is a process's own. */
export const createLimiter = (world: World): Limiter => ({
  spend: async (name, key, db = world.db) => {
    const limit = world.config.limits[name]
    const now = world.clock.now()
    const stored = storedKey(world, name, key)
    const counted = await hit(db, stored, now, boundsOf(limit))
    const { count, resetsAt } = counted ?? (await peek(db, stored, now)) ?? { count: limit.max, resetsAt: now }
    const state = stateOf(world, name, { remaining: Math.max(0, limit.max - count), resetsAt })
    if (!counted) throw tooMany(world, state)
    return state
  },
  giveBack: (name, key, db = world.db) => refund(db, storedKey(world, name, key)),
})

/** As `spend`, where a refusal would tell what others did: says whether it fits, to nobody but the caller. */
export const fits = async (ctx: Context, db: Database, name: LimitName, key: string): Promise<boolean> =>
  (await hit(db, storedKey(ctx, name, key), ctx.clock.now(), boundsOf(ctx.config.limits[name]))) !== undefined

/** What is guessed at, and from where. */
export interface Guessed {
  readonly name: StreakName
  readonly key: string
  /** The guess comes from an address that a good session of the owner uses: pauses that strangers caused do not hold. */
  readonly isAtHome: boolean
}

/**
 * Counts a failure in a row before it is known for one, and answers how many there are with it. Refuses while a pause
 * runs. Guesses from everywhere add up; once there are too many, those from the owner's own addresses have a pause of
 * their own, which begins with the next failure there.
 */
export const countFailure = async (
  ctx: Context,
  db: Database,
  { name, key, isAtHome }: Guessed,
): Promise<{ failures: number; isPaused: boolean }> => {
  const now = ctx.clock.now()
  const bounds = streakBoundsOf(ctx.config.limits[name])
  const [everywhere, home] = streakKeys(ctx, name, key)
  const all = await addFailure(db, everywhere, now, bounds, { always: isAtHome })
  const isOver = all !== undefined && all.failures > bounds.max
  const own = isAtHome && isOver ? await addFailure(db, home, now, { ...bounds, max: 1 }) : all
  if (!all || !own) {
    const running = await findStreak(db, all ? home : everywhere)
    throw tooMany(ctx, stateOf(ctx, name, { remaining: 0, resetsAt: running?.pausedUntil ?? now }))
  }
  return { failures: all.failures, isPaused: own.pausedUntil > now }
}

/** A right proof, or a new secret: what was guessed before counts no more. */
export const forgetFailures = async (
  ctx: Context,
  db: Database,
  { name, key }: Omit<Guessed, 'isAtHome'>,
): Promise<void> => {
  // In the order in which they are counted, so that no two requests wait for each other's rows.
  for (const stored of streakKeys(ctx, name, key)) await endStreak(db, stored)
}

/** Keyed hashes: keys hold addresses, and who reads the database is not to learn who was here. */
const storedKey = ({ secrets }: World, name: LimitName, key: string): string =>
  `${name}:${secrets.derive('limit', key)}`

const streakKeys = (ctx: Context, name: StreakName, key: string) =>
  [storedKey(ctx, name, key), storedKey(ctx, name, `${key}:home`)] as const

const boundsOf = ({ max, windowSeconds, slides }: Limit) => ({
  max,
  windowMs: windowSeconds * 1000,
  slides: slides === true,
})

const streakBoundsOf = ({ max, windowSeconds, longestPauseSeconds = windowSeconds }: Limit): StreakBounds => ({
  max,
  firstPauseMs: windowSeconds * 1000,
  longestPauseMs: longestPauseSeconds * 1000,
})

/** The most that RateLimit-Reset may say by the contract: instances' clocks differ. */
const longestReset = 86_400

const stateOf = (
  { config, clock }: World,
  name: LimitName,
  { remaining, resetsAt }: { remaining: number; resetsAt: number },
): LimitState => {
  const resetSeconds = Math.min(longestReset, Math.max(1, Math.ceil((resetsAt - clock.now()) / 1000)))
  return { name, limit: config.limits[name].max, remaining, resetSeconds }
}

export const tooMany = ({ config }: World, limit: LimitState): Failure =>
  new Failure('too_many_requests', `Limit: ${config.limits[limit.name].name}.`, { limit })
