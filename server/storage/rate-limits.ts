import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

export interface Window {
  readonly count: number
  /** ms; the count starts again from then on. */
  readonly resetsAt: number
}

export interface WindowBounds {
  readonly max: number
  readonly windowMs: number
  /** The window ends so long after its last hit, not its first. */
  readonly slides: boolean
}

/**
 * Counts, in one statement, and answers the count with this hit in it; undefined, and nothing counted, where the window is
 * full. One that has ended gives way to a new one. So does one that ends two windows away: it comes from a clock that went
 * back, or from a limit that was shortened, and nobody is to stay locked out by it. Less than that is no reason: requests
 * overtake each other, and the clocks of instances differ.
 */
export const hit = async (
  db: Database,
  key: string,
  now: number,
  { max, windowMs, slides }: WindowBounds,
): Promise<Window | undefined> => {
  const bounds = { now, max, resetsAt: now + windowMs, latest: now + 2 * windowMs }
  return (await counting(db, key, bounds, slides))[0]
}

interface HitBounds {
  readonly now: number
  readonly max: number
  readonly resetsAt: number
  /** A window that ends later comes from another clock. */
  readonly latest: number
}

const counting = prepared((db, key: string, { now, max, resetsAt, latest }: HitBounds, slides: boolean) =>
  db
    .insertInto('rateLimits')
    .values({ key, count: 1, resetsAt })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(({ eb, ref, or }) => {
          const isOver = or([eb('rateLimits.resetsAt', '<=', now), eb('rateLimits.resetsAt', '>', latest)])
          const startsAnew = eb.case().when(isOver).then(ref('excluded.resetsAt'))
          const moves = startsAnew.when('rateLimits.resetsAt', '<', ref('excluded.resetsAt'))
          return {
            count: eb
              .case()
              .when(isOver)
              .then(ref('excluded.count'))
              .else(eb('rateLimits.count', '+', ref('excluded.count')))
              .end(),
            resetsAt: (slides ? moves.then(ref('excluded.resetsAt')) : startsAnew)
              .else(ref('rateLimits.resetsAt'))
              .end(),
          }
        })
        .where(({ eb, or }) =>
          or([
            eb('rateLimits.count', '<', max),
            eb('rateLimits.resetsAt', '<=', now),
            eb('rateLimits.resetsAt', '>', latest),
          ]),
        ),
    )
    .returning(['count', 'resetsAt']),
)

/** Gives back a hit; never below nothing. */
export const refund = async (db: Database, key: string): Promise<void> => {
  await givingBack(db, key)
}

const givingBack = prepared((db, key: string) =>
  db
    .updateTable('rateLimits')
    .set(({ eb }) => ({ count: eb('count', '-', 1) }))
    .where('key', '=', key)
    .where('count', '>', 0),
)

/** The running window; nothing where none runs. */
export const peek = async (db: Database, key: string, now: number): Promise<Window | undefined> =>
  (await running(db, key, now))[0]

const running = prepared((db, key: string, now: number) =>
  db.selectFrom('rateLimits').select(['count', 'resetsAt']).where('key', '=', key).where('resetsAt', '>', now),
)

/** Drops windows that have ended. Answers how many. */
export const deleteExpiredLimits = async (db: Database, now: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('rateLimits')
    .where('key', 'in', ({ selectFrom }) =>
      selectFrom('rateLimits').select('key').where('resetsAt', '<=', now).orderBy('resetsAt').limit(limit),
    )
    .where('resetsAt', '<=', now)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
