// How many there are, without a look at each: triggers note what changes (see the migration), and this adds it up.
import { failureActions } from '../model/audit.ts'
import type { Database } from './database.ts'
import { exclusively } from './database.ts'
import { prepared } from './prepared.ts'

const hourMs = 3_600_000

/** What is counted of each day. */
export const countedActions = ['user.signed_up', 'user.signed_in', ...failureActions] as const

/** What is counted in each environment. */
type Counted = 'users' | 'organizations' | 'sessions'

/** Of buckets past `after`. One statement: what is folded meanwhile is counted once. */
const sum = async (db: Database, name: Counted, environmentIds: readonly string[], after: number): Promise<number> => {
  const [counted] = await summing(db, name, environmentIds, after)
  return Math.max(0, Number(counted!.total ?? 0))
}

const summing = prepared((db, name: string, environmentIds: readonly string[], after: number) => {
  const folded = db.selectFrom('counts').select('total').where('name', '=', name)
  const noted = db.selectFrom('countChanges').select('change as total').where('name', '=', name)
  return db
    .selectFrom(
      folded
        .where('environmentId', 'in', environmentIds)
        .where('bucket', '>', after)
        .unionAll(noted.where('environmentId', 'in', environmentIds).where('bucket', '>', after))
        .as('counted'),
    )
    .select(({ fn }) => fn.sum<number | string | null>('total').as('total'))
})

/** Of all these environments together. */
export const countOf = (
  db: Database,
  name: 'users' | 'organizations',
  environmentIds: readonly string[],
): Promise<number> => sum(db, name, environmentIds, -1)

/** Sessions that nobody has ended and that end after this hour, and when it is over, ms. */
export const countSessionsPastHour = async (
  db: Database,
  environmentIds: readonly string[],
  now: number,
): Promise<{ readonly count: number; readonly hourEnds: number }> => {
  const hour = Math.floor(now / hourMs)
  return { count: await sum(db, 'sessions', environmentIds, hour), hourEnds: (hour + 1) * hourMs }
}

/** How often each of the counted actions happened on each day, from a day on; days are counted from 1970. */
export const countEventsByDay = async (
  db: Database,
  environmentIds: readonly string[],
  since: number,
): Promise<{ day: number; action: string; count: number }[]> => {
  const folded = db.selectFrom('counts').select(['name', 'bucket', 'total']).where('name', 'in', countedActions)
  const noted = db.selectFrom('countChanges').select(['name', 'bucket', 'change as total'])
  const rows = await db
    .selectFrom(
      folded
        .where('environmentId', 'in', environmentIds)
        .where('bucket', '>=', since)
        .unionAll(
          noted
            .where('name', 'in', countedActions)
            .where('environmentId', 'in', environmentIds)
            .where('bucket', '>=', since),
        )
        .as('counted'),
    )
    .select(['name as action', 'bucket as day'])
    .select(({ fn }) => fn.sum<number | string>('total').as('count'))
    .groupBy(['name', 'bucket'])
    .execute()
  return rows.map(({ action, day, count }) => ({ action, day: Number(day), count: Number(count) }))
}

/** Adds some of the noted changes to the sums. Answers how many. */
export const foldCounts = (db: Database, limit: number): Promise<number> =>
  exclusively(db, 'counts', async (trx) => {
    const changes = await trx
      .deleteFrom('countChanges')
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('countChanges').select('id').where('id', '>', 0).orderBy('id').limit(limit),
      )
      .returning(['name', 'environmentId', 'bucket', 'change'])
      .execute()
    const sums = new Map<string, (typeof changes)[number]>()
    for (const one of changes) {
      const key = JSON.stringify([one.name, one.environmentId, one.bucket])
      sums.set(key, { ...one, change: one.change + (sums.get(key)?.change ?? 0) })
    }
    const rows = [...sums.values()].map(({ change, ...bucket }) => ({ ...bucket, total: change }))
    if (rows.length > 0) {
      await trx
        .insertInto('counts')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['name', 'environmentId', 'bucket'])
            .doUpdateSet(({ eb, ref }) => ({ total: eb('counts.total', '+', ref('excluded.total')) })),
        )
        .execute()
    }
    return changes.length
  })

/** Drops sums that say nothing: of hours that are over, and of nothing. */
export const deleteSpentCounts = async (db: Database, now: number): Promise<void> => {
  await db
    .deleteFrom('counts')
    .where('name', '=', 'sessions')
    .where('bucket', '<', Math.floor(now / hourMs) - 1)
    .execute()
  await db
    .deleteFrom('counts')
    .where('name', 'in', ['users', 'organizations', 'sessions', ...countedActions])
    .where('total', '=', 0)
    .execute()
}
