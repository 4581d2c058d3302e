import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

/** Notes that an assertion was used; its end may have a fraction (RFC 7519 section 2). True for the one caller who used it first. */
export const insertSpentAssertion = async (db: Database, hash: string, expiresAt: number): Promise<boolean> => {
  return (await insert(db, hash, Math.ceil(expiresAt))).length > 0
}

const insert = prepared((db, hash: string, expiresAt: number) =>
  db
    .insertInto('spentAssertions')
    .values({ hash, expiresAt })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('hash'),
)

/** Drops those that would be refused for their age anyway. Answers how many. */
export const deleteExpiredAssertions = async (db: Database, now: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('spentAssertions')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('spentAssertions').select('hash').where('expiresAt', '<=', now).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<=', now)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
