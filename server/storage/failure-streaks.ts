import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

/** Failures with no success in between. */
export interface Streak {
  readonly failures: number
  /** ms; nothing may be tried before. */
  readonly pausedUntil: number
}

export interface StreakBounds {
  /** From this failure on, a pause follows each one. */
  readonly max: number
  readonly firstPauseMs: number
  /** A pause is twice as long as the one before, up to this. */
  readonly longestPauseMs: number
}

const toStreak = ({
  failures,
  failedAt,
  pauseMs,
}: {
  failures: number
  failedAt: number
  pauseMs: number
}): Streak => ({
  failures,
  pausedUntil: failedAt + pauseMs,
})

/**
 * Counts a failure before it is known for one, in one statement; undefined while a pause runs, unless it counts `always`.
 * Tries at the same time get no more than `max` between them, and then the pause.
 */
export const addFailure = async (
  db: Database,
  key: string,
  now: number,
  { max, firstPauseMs, longestPauseMs }: StreakBounds,
  { always = false } = {},
): Promise<Streak | undefined> => {
  const bounds = {
    firstPauseMs,
    longestPauseMs,
    halfOfLongestMs: longestPauseMs / 2,
    lastWithoutPause: max - 1,
    pauseOfFirstMs: max <= 1 ? firstPauseMs : 0,
  }
  const [row] = await adding(db, key, now, bounds, always)
  return row && toStreak(row)
}

interface PauseBounds extends Pick<StreakBounds, 'firstPauseMs' | 'longestPauseMs'> {
  readonly halfOfLongestMs: number
  readonly lastWithoutPause: number
  readonly pauseOfFirstMs: number
}

const adding = prepared((db, key: string, failedAt: number, bounds: PauseBounds, always: boolean) =>
  db
    .insertInto('failureStreaks')
    .values({ key, failures: 1, pauseMs: bounds.pauseOfFirstMs, failedAt })
    .onConflict((conflict) => {
      const update = conflict.column('key').doUpdateSet(({ eb }) => ({
        failures: eb('failureStreaks.failures', '+', 1),
        pauseMs: eb
          .case()
          .when('failureStreaks.failures', '<', bounds.lastWithoutPause)
          .then(0)
          .when('failureStreaks.pauseMs', '=', 0)
          .then(bounds.firstPauseMs)
          .when('failureStreaks.pauseMs', '>', bounds.halfOfLongestMs)
          .then(bounds.longestPauseMs)
          .else(eb('failureStreaks.pauseMs', '*', 2))
          .end(),
        failedAt,
      }))
      if (always) return update
      return update.where(({ eb, or }) =>
        or([
          eb('failureStreaks.pauseMs', '=', 0),
          eb(eb('failureStreaks.failedAt', '+', eb.ref('failureStreaks.pauseMs')), '<=', failedAt),
        ]),
      )
    })
    .returning(['failures', 'failedAt', 'pauseMs']),
)

export const findStreak = async (db: Database, key: string): Promise<Streak | undefined> => {
  const row = await db
    .selectFrom('failureStreaks')
    .select(['failures', 'failedAt', 'pauseMs'])
    .where('key', '=', key)
    .where('failures', '>', 0)
    .executeTakeFirst()
  return row && toStreak(row)
}

/** A success ends it. Its row stays for the next one: to delete it and to insert it again changes each of its indexes twice. */
export const endStreak = async (db: Database, key: string): Promise<void> => {
  await ending(db, key)
}

const ending = prepared((db, key: string) =>
  db.updateTable('failureStreaks').set({ failures: 0, pauseMs: 0 }).where('key', '=', key).where('failures', '>', 0),
)

/** Drops those that nobody has added to since. Answers how many. */
export const deleteOldStreaks = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('failureStreaks')
    .where('key', 'in', ({ selectFrom }) =>
      selectFrom('failureStreaks').select('key').where('failedAt', '<', before).orderBy('failedAt').limit(limit),
    )
    .where('failedAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
