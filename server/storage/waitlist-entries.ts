import type { WaitlistEntry } from '../model/waitlist.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

export const findWaitlistEntry = async (
  db: Database,
  { organizationId, userId, feature }: Omit<WaitlistEntry, 'createdAt'>,
): Promise<WaitlistEntry | undefined> => (await byFeature(db, organizationId, userId, feature))[0]

const byFeature = prepared((db, organizationId: string, userId: string, feature: string) =>
  db
    .selectFrom('waitlistEntries')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('feature', '=', feature),
)

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
  const [counted] = await countOf(db, organizationId, userId)
  return Number(counted!.total)
}

const countOf = prepared((db, organizationId: string, userId: string) =>
  db
    .selectFrom('waitlistEntries')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId),
)

/** The entry that is there afterwards: this one, or the one that was there before. */
export const insertWaitlistEntry = async (db: Database, entry: WaitlistEntry): Promise<WaitlistEntry> =>
  (await insert(db, entry))[0]!

const insert = prepared((db, entry: WaitlistEntry) =>
  db
    .insertInto('waitlistEntries')
    .values(entry)
    .onConflict((conflict) =>
      // Writes nothing new, but answers with the row in the same statement.
      conflict
        .columns(['organizationId', 'userId', 'feature'])
        .doUpdateSet(({ ref }) => ({ feature: ref('excluded.feature') })),
    )
    .returningAll(),
)

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
  return (await deleteOne(db, organizationId, userId, feature)).length > 0
}

const deleteOne = prepared((db, organizationId: string, userId: string, feature: string) =>
  db
    .deleteFrom('waitlistEntries')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('feature', '=', feature)
    .returning('feature'),
)
