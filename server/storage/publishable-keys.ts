import type { Environment } from '../model/environment.ts'
import type { PublishableKey } from '../model/keys.ts'
import { cacheOf } from './cached-rows.ts'
import type { Database } from './database.ts'
import { findCachedEnvironment } from './environments.ts'
import { prepared } from './prepared.ts'

/** The environment that a live key stands for, where it is switched on; both are as they are or were less than a second ago. */
export const findEnvironmentOfKey = async (
  db: Database,
  key: string,
  now: number,
): Promise<Environment | undefined> => {
  const found = await cacheOf(db).find(db, `publishable key ${key}`, async () => (await byKey(db, key))[0])
  if (!found || (found.expiresAt !== null && found.expiresAt <= now)) return undefined
  const environment = await findCachedEnvironment(db, found.environmentId)
  return environment?.isActive ? environment : undefined
}

const byKey = prepared((db, key: string) => db.selectFrom('publishableKeys').selectAll().where('key', '=', key))

/** The key of each environment that no other has replaced yet. */
export const listCurrentKeys = (db: Database, environmentIds: readonly string[]): Promise<PublishableKey[]> =>
  currentOf(db, environmentIds)

const currentOf = prepared((db, environmentIds: readonly string[]) =>
  db
    .selectFrom('publishableKeys')
    .selectAll()
    .where('environmentId', 'in', environmentIds)
    .where('expiresAt', 'is', null),
)

/** Those that open the environment now. */
export const countLivePublishableKeys = async (db: Database, environmentId: string, now: number): Promise<number> => {
  const { total } = await db
    .selectFrom('publishableKeys')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('environmentId', '=', environmentId)
    .where(({ or, eb }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .executeTakeFirstOrThrow()
  return Number(total)
}

export const insertPublishableKey = async (db: Database, key: PublishableKey): Promise<void> => {
  await insert(db, key)
}

const insert = prepared((db, key: PublishableKey) => db.insertInto('publishableKeys').values(key))

/** Gives every key of an environment an end at that time, if it has none that is sooner. */
export const retirePublishableKeys = async (db: Database, environmentId: string, expiresAt: number): Promise<void> => {
  await db
    .updateTable('publishableKeys')
    .set({ expiresAt })
    .where('environmentId', '=', environmentId)
    .where(({ or, eb }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', expiresAt)]))
    .execute()
}

/** Drops keys whose end lies before. Answers how many. */
export const deleteExpiredKeys = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('publishableKeys')
    .where('key', 'in', ({ selectFrom }) =>
      selectFrom('publishableKeys').select('key').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
