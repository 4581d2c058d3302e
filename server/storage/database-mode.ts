import type { Database } from './database.ts'

export type DatabaseMode = 'sandbox' | 'production'

// One row: the key keeps a second one away.
const id = 'this'

/** What the database was first opened for; undefined before it was. */
export const findDatabaseMode = async (db: Database): Promise<DatabaseMode | undefined> => {
  const row = await db.selectFrom('databaseMode').select('mode').where('id', '=', id).executeTakeFirst()
  return row?.mode as DatabaseMode | undefined
}

export const insertDatabaseMode = async (db: Database, mode: DatabaseMode, createdAt: number): Promise<void> => {
  await db.insertInto('databaseMode').values({ id, mode, createdAt }).execute()
}
