import type { Database } from './database.ts'

export interface Window {
  readonly count: number
  /** ms; the count starts again from then on. */
  readonly resetsAt: number
}

/**
 * Counts, in one statement, and answers the count with this hit in it. A window that has ended gives way to a new one.
 * One that ends further away than `windowMs` can only come from a clock that went back (or from a limit that was
 * shortened) and is cut to `windowMs` from now, so that nobody stays locked out; its count stays.
 */
export const hit = (db: Database, key: string, now: number, windowMs: number, cost = 1): Promise<Window> =>
  db
    .insertInto('rateLimits')
    .values({ key, count: cost, resetsAt: now + windowMs })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet(({ eb, ref }) => ({
        count: eb
          .case()
          .when('rateLimits.resetsAt', '<=', now)
          .then(ref('excluded.count'))
          .else(eb('rateLimits.count', '+', ref('excluded.count')))
          .end(),
        resetsAt: eb
          .case()
          .when('rateLimits.resetsAt', '<=', now)
          .then(ref('excluded.resetsAt'))
          .when('rateLimits.resetsAt', '>', ref('excluded.resetsAt'))
          .then(ref('excluded.resetsAt'))
          .else(ref('rateLimits.resetsAt'))
          .end(),
      })),
    )
    .returning(['count', 'resetsAt'])
    .executeTakeFirstOrThrow()

/** Gives back what a hit cost; never below nothing. */
export const refund = async (db: Database, key: string, cost: number): Promise<void> => {
  await db
    .updateTable('rateLimits')
    .set(({ eb }) => ({
      count: eb
        .case()
        .when('count', '>', cost)
        .then(eb('count', '-', cost))
        .else(0)
        .end(),
    }))
    .where('key', '=', key)
    .execute()
}

/** The running window; nothing where none runs. */
export const peek = (db: Database, key: string, now: number): Promise<Window | undefined> =>
  db
    .selectFrom('rateLimits')
    .select(['count', 'resetsAt'])
    .where('key', '=', key)
    .where('resetsAt', '>', now)
    .executeTakeFirst()

/** Drops windows that have ended. Answers how many. */
export const deleteExpiredLimits = async (db: Database, now: number): Promise<number> => {
  const { numDeletedRows } = await db.deleteFrom('rateLimits').where('resetsAt', '<=', now).executeTakeFirst()
  return Number(numDeletedRows)
}
