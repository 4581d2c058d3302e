// Many users at once: those that are brought in, looked up or taken out together.
import { sql } from 'kysely'
import type { User } from '../model/user.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { toJson } from './rows.ts'
import { toUser } from './users.ts'

/** Those that are new by address and external id; others are left out. Answers how many there were. */
export const insertNewUsers = async (db: Database, users: readonly User[]): Promise<number> => {
  const rows = users.map((user) => ({ ...user, profile: toJson(user.profile), metadata: toJson(user.metadata) }))
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('users')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows)
}

/** `emails` in their canonical form. */
export const findUsersByEmails = (db: Database, environmentId: string, emails: readonly string[]): Promise<User[]> =>
  findUsersBy(db, environmentId, 'email', emails)

export const findUsersByExternalIds = (db: Database, environmentId: string, ids: readonly string[]): Promise<User[]> =>
  findUsersBy(db, environmentId, 'externalId', ids)

/** The addresses of these users, by id. */
export const findEmails = async (db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map()
  const rows = await emailsOf(db, [...new Set(ids)])
  return new Map(rows.map(({ id, email }) => [id, email]))
}

const emailsOf = prepared((db, ids: readonly string[]) =>
  db.selectFrom('users').select(['id', 'email']).where('id', 'in', ids),
)

/** Of these ids, those that are users of the environment. */
export const findUserIds = async (db: Database, environmentId: string, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return []
  const users = db.selectFrom('users').select('id').where('environmentId', '=', environmentId)
  return (await users.where('id', 'in', ids).where('status', '!=', 'deleted').execute()).map(({ id }) => id)
}

const findUsersBy = async (
  db: Database,
  environmentId: string,
  column: 'email' | 'externalId',
  values: readonly string[],
): Promise<User[]> => {
  if (values.length === 0) return []
  const users = db.selectFrom('users').selectAll().where('environmentId', '=', environmentId)
  return (await users.where(column, 'in', values).execute()).map(toUser)
}

/** Oldest first, from the one behind `after`. */
export const listUsersAfter = async (
  db: Database,
  environmentId: string,
  after: Pick<User, 'createdAt' | 'id'> | undefined,
  limit: number,
): Promise<User[]> => {
  const users = db.selectFrom('users').selectAll().where('environmentId', '=', environmentId)
  const rest = after
    ? users.where(sql<boolean>`(${sql.ref('createdAt')}, ${sql.ref('id')}) > (${after.createdAt}, ${after.id})`)
    : users
  return (await rest.orderBy('createdAt').orderBy('id').limit(limit).execute()).map(toUser)
}
