import type { User, UserStatus } from '../model/user.ts'
import { countOf } from './counts.ts'
import type { Database } from './database.ts'
import { inSearch } from './lanes.ts'
import { type Page, listNewest } from './newest.ts'
import { prepared } from './prepared.ts'
import { fromFreeForm, toJson } from './rows.ts'
import type { Patch } from './rows.ts'
import type { UsersTable } from './schema.ts'
import { countHolding, holding } from './search.ts'

export const toUser = (row: UsersTable): User => ({
  ...row,
  status: row.status as UserStatus,
  profile: fromFreeForm(row.profile),
  metadata: fromFreeForm(row.metadata),
})

export const findUser = async (db: Database, environmentId: string, id: string): Promise<User | undefined> => {
  const [row] = await byId(db, environmentId, id)
  return row && toUser(row)
}

const byId = prepared((db, environmentId: string, id: string) =>
  db.selectFrom('users').selectAll().where('id', '=', id).where('environmentId', '=', environmentId),
)

/** Of any of these environments. */
export const findUserAmong = async (
  db: Database,
  environmentIds: readonly string[],
  id: string,
): Promise<User | undefined> => {
  const [row] = await byIdAmong(db, environmentIds, id)
  return row && toUser(row)
}

const byIdAmong = prepared((db, environmentIds: readonly string[], id: string) =>
  db.selectFrom('users').selectAll().where('id', '=', id).where('environmentId', 'in', environmentIds),
)

/** `email` in its canonical form. */
export const findUserByEmail = async (
  db: Database,
  environmentId: string,
  email: string,
): Promise<User | undefined> => {
  const [row] = await byEmail(db, environmentId, email)
  return row && toUser(row)
}

const byEmail = prepared((db, environmentId: string, email: string) =>
  db.selectFrom('users').selectAll().where('environmentId', '=', environmentId).where('email', '=', email),
)

/** One environment or several. */
type Environments = string | readonly string[]

/** Newest first. `search` is any part of the email or a name as `holding` has it, in any case (in SQLite, of ASCII letters). */
export const listUsers = async (
  db: Database,
  environments: Environments,
  { search, ...page }: Page & { readonly search?: string },
): Promise<User[]> => {
  const usersOf = (environmentId: string) =>
    db.selectFrom('users').selectAll().where('environmentId', '=', environmentId)
  const ids = [environments].flat()
  if (!search) return (await listNewest(db, ids, usersOf, page)).map(toUser)
  return inSearch(async () => {
    const holds = await holding(db, 'users', search)
    return (await listNewest(db, ids, (id) => usersOf(id).where(holds), page)).map(toUser)
  })
}

/** Of a search no more than `mostFound` are counted. */
export const countUsers = async (
  db: Database,
  environments: Environments,
  { search }: { readonly search?: string } = {},
): Promise<number> => {
  const ids = [environments].flat()
  return search ? countHolding(db, 'users', ids, search) : countOf(db, 'users', ids)
}

/** Fails with a unique violation where the environment has that address already. */
export const insertUser = async (db: Database, user: User): Promise<void> => {
  await insert(db, { ...user, profile: toJson(user.profile), metadata: toJson(user.metadata) })
}

const insert = prepared((db, row: UsersTable) => db.insertInto('users').values(row))

/** Puts another hash of the same password in the place of one. Undefined where somebody has changed it meanwhile. */
export const replacePasswordHash = async (
  db: Database,
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<User | undefined> => {
  const row = await db
    .updateTable('users')
    .set({ passwordHash: to })
    .where('id', '=', id)
    .where('passwordHash', '=', from)
    .returningAll()
    .executeTakeFirst()
  return row && toUser(row)
}

export const updateUser = async (
  db: Database,
  id: string,
  patch: Patch<User, 'id' | 'environmentId' | 'createdAt'>,
): Promise<User | undefined> => {
  const row = await db
    .updateTable('users')
    .set({ ...patch, profile: toJson(patch.profile), metadata: toJson(patch.metadata) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toUser(row)
}

/**
 * Keeps everybody else from changing a user until the transaction ends. The user as they are now; their time of change stays. Before
 * anything that hangs on the user is used up or taken back (codes, links, tickets, sessions): whoever locked those first and the user
 * then would wait for whoever does it the other way round.
 */
export const lockUser = async (
  db: Database,
  { id, environmentId }: Pick<User, 'id' | 'environmentId'>,
  noted: Partial<Pick<User, 'lastSignInAt'>> = {},
): Promise<User | undefined> => {
  const [row] = await lock(db, environmentId, id, noted)
  return row && toUser(row)
}

const lock = prepared((db, environmentId: string, id: string, noted: Partial<Pick<User, 'lastSignInAt'>>) =>
  db
    .updateTable('users')
    .set(({ ref }) => ({ ...noted, updatedAt: ref('updatedAt') }))
    .where('id', '=', id)
    .where('environmentId', '=', environmentId)
    .returningAll(),
)

/** Notes that the address is proven. The user as they are now, for the one caller who wins. */
export const proveUser = async (db: Database, id: string, now: number): Promise<User | undefined> => {
  const [row] = await prove(db, id, now)
  return row && toUser(row)
}

const prove = prepared((db, id: string, now: number) =>
  db
    .updateTable('users')
    .set({ emailVerifiedAt: now, updatedAt: now })
    .where('id', '=', id)
    .where('emailVerifiedAt', 'is', null)
    .returningAll(),
)

/**
 * Gives somebody who has proven their address another one, which they have proven too. Undefined where their address is not
 * `from` any more. Fails with a unique violation where the environment has the new one already.
 */
export const moveUser = async (
  db: Database,
  id: string,
  { from, to, now }: { readonly from: string; readonly to: string; readonly now: number },
): Promise<User | undefined> => {
  const row = await db
    .updateTable('users')
    .set({ email: to, emailVerifiedAt: now, updatedAt: now })
    .where('id', '=', id)
    .where('email', '=', from)
    .where('emailVerifiedAt', 'is not', null)
    .returningAll()
    .executeTakeFirst()
  return row && toUser(row)
}

/** Notes that others sign up with the address, too. False where it is proven. */
export const contestUser = async (db: Database, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ contestedAt: now })
    .where('id', '=', id)
    .where('emailVerifiedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Somebody whose address nobody has proven, with all that is theirs. True for the one caller who wins. */
export const deleteUnprovenUser = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('users')
    .where('id', '=', id)
    .where('emailVerifiedAt', 'is', null)
    .executeTakeFirst()
  return numDeletedRows > 0
}

/** Those of the environment, with their memberships, sessions and one-time tokens. Answers the ids of those there were. */
export const deleteUsers = async (db: Database, environmentId: string, ids: readonly string[]): Promise<string[]> => {
  const rows = await db
    .deleteFrom('users')
    .where('id', 'in', ids)
    .where('environmentId', '=', environmentId)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
