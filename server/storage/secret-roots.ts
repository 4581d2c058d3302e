import type { Database } from './database.ts'

// One row: the key keeps a second one away.
const id = 'this'

/** What keyed hashes are derived from, sealed; undefined while that is the service's secret itself. */
export const findSecretRoot = async (db: Database): Promise<string | undefined> => {
  const row = await db.selectFrom('secretRoots').select('sealedRoot').where('id', '=', id).executeTakeFirst()
  return row?.sealedRoot
}

/** Unless another instance was first. */
export const insertSecretRoot = async (db: Database, sealedRoot: string, createdAt: number): Promise<void> => {
  await db
    .insertInto('secretRoots')
    .values({ id, sealedRoot, createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
