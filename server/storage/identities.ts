import type { Identity } from '../model/provider.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

export const findIdentity = async (
  db: Database,
  environmentId: string,
  provider: string,
  subject: string,
): Promise<Identity | undefined> => (await bySubject(db, environmentId, provider, subject))[0]

const bySubject = prepared((db, environmentId: string, provider: string, subject: string) =>
  db
    .selectFrom('identities')
    .selectAll()
    .where('environmentId', '=', environmentId)
    .where('provider', '=', provider)
    .where('subject', '=', subject),
)

/** Oldest first. */
export const listIdentitiesOfUser = (db: Database, userId: string): Promise<Identity[]> => ofUser(db, userId)

const ofUser = prepared((db, userId: string) =>
  db.selectFrom('identities').selectAll().where('userId', '=', userId).orderBy('createdAt').orderBy('id'),
)

/** Oldest first. */
export const listIdentitiesOfUsers = (db: Database, userIds: readonly string[]): Promise<Identity[]> =>
  ofUsers(db, userIds)

const ofUsers = prepared((db, userIds: readonly string[]) =>
  db.selectFrom('identities').selectAll().where('userId', 'in', userIds).orderBy('createdAt').orderBy('id'),
)

/** Fails with a unique violation where the environment knows that person of the provider already. */
export const insertIdentity = async (db: Database, identity: Identity): Promise<void> => {
  await db.insertInto('identities').values(identity).execute()
}

/** Those that were linked since; absent: all. Answers how many there were. */
export const deleteIdentitiesOfUser = async (db: Database, userId: string, since = 0): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('identities')
    .where('userId', '=', userId)
    .where('createdAt', '>=', since)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** True for the one caller who removed it. */
export const deleteIdentity = async (
  db: Database,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('identities')
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0
}
