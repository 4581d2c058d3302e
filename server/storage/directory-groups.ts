import type { DirectoryGroup } from '../model/directory.ts'
import type { Database } from './database.ts'

/** What a directory calls its groups; one that it has not called anything is not named. */
export const listDirectoryGroups = async (db: Database, place: string): Promise<DirectoryGroup[]> =>
  db.selectFrom('directoryGroups').selectAll().where('place', '=', place).execute()

export const findDirectoryGroup = async (
  db: Database,
  place: string,
  groupId: string,
): Promise<DirectoryGroup | undefined> =>
  db
    .selectFrom('directoryGroups')
    .selectAll()
    .where('place', '=', place)
    .where('groupId', '=', groupId)
    .executeTakeFirst()

/** It goes with its role, or its organization. */
export const insertOrReplaceDirectoryGroup = async (db: Database, group: DirectoryGroup): Promise<void> => {
  await db
    .insertInto('directoryGroups')
    .values(group)
    .onConflict((conflict) => conflict.columns(['place', 'groupId']).doUpdateSet(group))
    .execute()
}
