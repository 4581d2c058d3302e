import type { DirectoryEntry } from '../model/directory.ts'
import type { User } from '../model/user.ts'
import { userColumns } from './columns.ts'
import { countOf } from './counts.ts'
import type { Database } from './database.ts'
import { type DirectoryScope, type UserFilter, candidates, fitting } from './directory-filters.ts'
import { inSearch } from './lanes.ts'
import { type Page, isAhead } from './newest.ts'
import { prepared } from './prepared.ts'
import { prefixed, toFlag, unprefixed } from './rows.ts'
import type { DirectoryUsersTable, UsersTable } from './schema.ts'
import { toUser } from './users.ts'

export interface DirectoryRow {
  readonly user: User
  /** Null where the directory has not named them yet. */
  readonly entry: DirectoryEntry | null
}

const entryColumns = [
  'place',
  'userId',
  'organizationId',
  'userName',
  'userNameKey',
  'externalId',
  'isMaker',
  'isSwitchedOff',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof DirectoryUsersTable)[]

const toEntry = (row: DirectoryUsersTable): DirectoryEntry => ({
  ...row,
  isMaker: row.isMaker === 1,
  isSwitchedOff: row.isSwitchedOff === 1,
})

const usersOf = (db: Database, { environmentId, organizationId, place }: DirectoryScope) => {
  const users = db
    .selectFrom('users')
    .leftJoin('directoryUsers', (join) =>
      join.onRef('directoryUsers.userId', '=', 'users.id').on('directoryUsers.place', '=', place),
    )
    .where('users.environmentId', '=', environmentId)
  if (organizationId === null) return users
  const members = db.selectFrom('memberships').select('userId').where('organizationId', '=', organizationId)
  const putOut = db.selectFrom('directoryUsers').select('userId').where('place', '=', place)
  return users.where('users.id', 'in', members.unionAll(putOut.where('isSwitchedOff', '=', 1)))
}

const matching = (db: Database, scope: DirectoryScope, filter: UserFilter | undefined) => {
  const users = usersOf(db, scope)
  if (!filter) return users
  return candidates(db, scope, filter).reduce(
    (query, ids) => query.where('users.id', 'in', ids),
    users.where(fitting(scope, filter)),
  )
}

/** Whether the indexes know whom the filter can be about; anybody else is looked for among all. */
const isAboutFew = (db: Database, scope: DirectoryScope, filter: UserFilter): boolean =>
  candidates(db, scope, filter).length > 0

const looking = <T>(
  db: Database,
  scope: DirectoryScope,
  filter: UserFilter | undefined,
  ask: () => Promise<T>,
): Promise<T> => (filter && isAboutFew(db, scope, filter) ? ask() : inSearch(ask))

/** Whether whom the filter is about has to be looked for among more than so many. */
export const looksAtMoreThan = async (
  db: Database,
  scope: DirectoryScope,
  filter: UserFilter | undefined,
  most: number,
): Promise<boolean> => {
  if (!filter || isAboutFew(db, scope, filter)) return false
  if (scope.organizationId === null) return (await countOf(db, 'users', [scope.environmentId])) > most
  const further = await db
    .selectFrom('memberships')
    .select('id')
    .where('organizationId', '=', scope.organizationId)
    .offset(most)
    .limit(1)
    .execute()
  return further.length > 0
}

/** Oldest first, from a row on or so many rows further down. In SQLite capital letters make a difference outside ASCII. */
export const listDirectoryUsers = async (
  db: Database,
  scope: DirectoryScope,
  { filter, offset = 0, after, limit }: Page & { readonly filter: UserFilter | undefined },
): Promise<DirectoryRow[]> => {
  const rows = await looking(db, scope, filter, () =>
    matching(db, scope, filter)
      .$if(after !== undefined, (query) => query.where(isAhead(after!, 'users')))
      .select(prefixed('users', 'user', userColumns))
      .select(prefixed('directoryUsers', 'entry', entryColumns))
      .orderBy('users.createdAt')
      .orderBy('users.id')
      .offset(after ? 0 : offset)
      .limit(limit)
      .execute(),
  )
  return rows.map(toRow)
}

const toRow = (row: object): DirectoryRow => {
  const entry = unprefixed<DirectoryUsersTable>(row, 'entry', entryColumns)
  return {
    user: toUser(unprefixed<UsersTable>(row, 'user', userColumns)),
    entry: (entry.userId as string | null) === null ? null : toEntry(entry),
  }
}

export const countDirectoryUsers = async (
  db: Database,
  scope: DirectoryScope,
  filter: UserFilter | undefined,
): Promise<number> => {
  if (filter === undefined && scope.organizationId === null) return countOf(db, 'users', [scope.environmentId])
  const { total } = await looking(db, scope, filter, () =>
    matching(db, scope, filter)
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  )
  return Number(total)
}

export const findDirectoryUser = async (
  db: Database,
  scope: DirectoryScope,
  userId: string,
): Promise<DirectoryRow | undefined> => {
  const filter = { kind: 'compare', attribute: 'id', operator: 'eq', value: userId } as const
  return (await listDirectoryUsers(db, scope, { filter, limit: 1 }))[0]
}

/** Fails with a unique violation where another user of the directory has the name or the external id. */
export const insertOrReplaceEntry = async (db: Database, entry: DirectoryEntry): Promise<void> => {
  const row = { ...entry, isMaker: toFlag(entry.isMaker), isSwitchedOff: toFlag(entry.isSwitchedOff) }
  await db
    .insertInto('directoryUsers')
    .values(row)
    .onConflict((conflict) => conflict.columns(['place', 'userId']).doUpdateSet(row))
    .execute()
}

/** By each directory that keeps the person, the oldest first; a thousand at most. */
export const listDirectoryEntriesOfUser = async (db: Database, userId: string): Promise<DirectoryEntry[]> =>
  (
    await db
      .selectFrom('directoryUsers')
      .selectAll()
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .orderBy('place')
      .limit(1000)
      .execute()
  ).map(toEntry)

export const deleteDirectoryEntry = async (db: Database, place: string, userId: string): Promise<void> => {
  await db.deleteFrom('directoryUsers').where('place', '=', place).where('userId', '=', userId).execute()
}

/** What a directory switched off where the user is, somebody else decides from now on. Whoever was put out of an organization stays out. */
export const forgetSwitchedOff = async (db: Database, userId: string): Promise<void> => {
  await db
    .updateTable('directoryUsers')
    .set({ isSwitchedOff: 0 })
    .where('userId', '=', userId)
    .where((eb) =>
      eb.or([
        eb('organizationId', 'is', null),
        eb('organizationId', 'in', eb.selectFrom('memberships').select('organizationId').where('userId', '=', userId)),
      ]),
    )
    .execute()
}

/** Whoever is in an organization again is not put out of it. */
export const forgetPutOut = async (db: Database, organizationId: string, userId: string): Promise<void> => {
  await switchOn(db, organizationId, userId)
}

const switchOn = prepared((db, place: string, userId: string) =>
  db.updateTable('directoryUsers').set({ isSwitchedOff: 0 }).where('place', '=', place).where('userId', '=', userId),
)
