import type { WaitlistEntry } from '../model/waitlist.ts'
import type { Database } from './database.ts'

export const findWaitlistEntry = (
  db: Database,
  { organizationId, userId, feature }: Omit<WaitlistEntry, 'createdAt'>,
): Promise<WaitlistEntry | undefined> =>
  db
    .selectFrom('waitlistEntries')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('feature', '=', feature)
    .executeTakeFirst()

/** By the name of the feature. */
export const listWaitlistEntries = (
  db: Database,
  organizationId: string,
  userId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<WaitlistEntry[]> =>
  db
    .selectFrom('waitlistEntries')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .orderBy('feature')
    .limit(limit)
    .offset(offset)
    .execute()

/** In every organization. */
export const listWaitlistEntriesOfUser = (db: Database, userId: string): Promise<WaitlistEntry[]> =>
  db.selectFrom('waitlistEntries').selectAll().where('userId', '=', userId).orderBy('createdAt').limit(1000).execute()

export const countWaitlistEntries = async (db: Database, organizationId: string, userId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('waitlistEntries')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** The entry that is there afterwards: this one, or the one that was there before. */
export const insertWaitlistEntry = (db: Database, entry: WaitlistEntry): Promise<WaitlistEntry> =>
  db
    .insertInto('waitlistEntries')
    .values(entry)
    .onConflict((conflict) =>
      // Writes nothing new, but answers with the row in the same statement.
      conflict
        .columns(['organizationId', 'userId', 'feature'])
        .doUpdateSet(({ ref }) => ({ feature: ref('excluded.feature') })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()

/** In every organization. Answers how many there were. */
export const deleteWaitlistEntriesOfUser = async (db: Database, userId: string): Promise<number> => {
  const { numDeletedRows } = await db.deleteFrom('waitlistEntries').where('userId', '=', userId).executeTakeFirst()
  return Number(numDeletedRows)
}

/** True when there was one. */
export const deleteWaitlistEntry = async (
  db: Database,
  { organizationId, userId, feature }: Omit<WaitlistEntry, 'createdAt'>,
): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('waitlistEntries')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('feature', '=', feature)
    .executeTakeFirst()
  return numDeletedRows > 0
}
