import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DirectoryEntry, FilteredAttribute } from '../model/directory.ts'
import type { Comparison, Filter } from '../model/scim-filter.ts'
import type { User } from '../model/user.ts'
import { userColumns } from './columns.ts'
import type { Database } from './database.ts'
import { prefixed, toFlag, unprefixed } from './rows.ts'
import type { DirectoryUsersTable, UsersTable } from './schema.ts'
import { toUser } from './users.ts'

export type UserFilter = Filter<FilteredAttribute>

/** Whose users: all of an environment, or the members of one organization and whom its directory has put out of it. */
export interface DirectoryScope {
  readonly environmentId: string
  readonly organizationId: string | null
  readonly place: string
}

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
    .where('users.status', '!=', 'deleted')
  if (organizationId === null) return users
  return users.where((eb) => eb.or([isMember(organizationId), eb('directoryUsers.isSwitchedOff', '=', 1)]))
}

const isMember = (organizationId: string) =>
  sql<SqlBool>`${sql.ref('users.id')} in (select ${sql.ref('userId')} from ${sql.table('memberships')} where ${sql.ref('organizationId')} = ${organizationId})`

/** An organization's are those who are in it. */
const isOnIn = ({ organizationId }: DirectoryScope): RawBuilder<SqlBool> => {
  const isOn = sql<SqlBool>`${sql.ref('users.status')} = 'active'`
  return organizationId === null ? isOn : sql<SqlBool>`(${isOn} and ${isMember(organizationId)})`
}

const nowhere = '%@no-address.invalid'
const email = sql<string>`case when ${sql.ref('users.email')} like ${nowhere} then '' else ${sql.ref('users.email')} end`
const fullName = sql<string>`trim(coalesce(${sql.ref('users.firstName')}, '') || ' ' || coalesce(${sql.ref('users.lastName')}, ''))`

const userName = sql<string>`coalesce(${sql.ref('directoryUsers.userName')}, ${sql.ref('users.email')})`

type TextAttribute = Exclude<FilteredAttribute, 'active'>

const texts: Readonly<Record<TextAttribute, RawBuilder<string>>> = {
  id: sql<string>`${sql.ref('users.id')}`,
  userName,
  externalId: sql<string>`coalesce(${sql.ref('directoryUsers.externalId')}, '')`,
  displayName: sql<string>`coalesce(nullif(${fullName}, ''), ${userName})`,
  'name.givenName': sql<string>`coalesce(${sql.ref('users.firstName')}, '')`,
  'name.familyName': sql<string>`coalesce(${sql.ref('users.lastName')}, '')`,
  emails: email,
  'emails.value': email,
}

/** Of whom its directory has put out of an organization it knows what it calls them, and finds them by nothing else. */
const afterwards: Readonly<Record<TextAttribute, RawBuilder<string>>> = {
  ...texts,
  displayName: userName,
  'name.givenName': sql<string>`''`,
  'name.familyName': sql<string>`''`,
  emails: sql<string>`''`,
  'emails.value': sql<string>`''`,
}

const textOf = ({ organizationId }: DirectoryScope, attribute: TextAttribute): RawBuilder<string> =>
  organizationId === null || texts[attribute] === afterwards[attribute]
    ? texts[attribute]
    : sql<string>`case when ${isMember(organizationId)} then ${texts[attribute]} else ${afterwards[attribute]} end`

/** Ids and external ids are compared to the letter (RFC 7643 section 3.1). */
const isExact = (attribute: FilteredAttribute) => attribute === 'id' || attribute === 'externalId'

const compared = (
  scope: DirectoryScope,
  { attribute, operator, value }: Comparison<FilteredAttribute>,
): RawBuilder<SqlBool> => {
  if (attribute === 'active') {
    const isOn = isOnIn(scope)
    if (operator === 'pr') return sql<SqlBool>`1 = 1`
    return (value === true) === (operator === 'eq') ? isOn : sql<SqlBool>`not ${isOn}`
  }
  const text = textOf(scope, attribute)
  const own = isExact(attribute) ? text : sql<string>`lower(${text})`
  const wanted = isExact(attribute) ? String(value) : String(value).toLowerCase()
  const escaped = wanted.replace(/[\\%_]/g, '\\$&')
  switch (operator) {
    case 'eq':
      return sql<SqlBool>`${own} = ${wanted}`
    case 'ne':
      return sql<SqlBool>`${own} <> ${wanted}`
    case 'co':
      return sql<SqlBool>`${own} like ${`%${escaped}%`} escape '\\'`
    case 'sw':
      return sql<SqlBool>`${own} like ${`${escaped}%`} escape '\\'`
    case 'ew':
      return sql<SqlBool>`${own} like ${`%${escaped}`} escape '\\'`
    case 'pr':
      return sql<SqlBool>`${own} <> ''`
  }
}

const separators = { and: sql` and `, or: sql` or ` } as const

const fitting = (scope: DirectoryScope, filter: UserFilter): RawBuilder<SqlBool> => {
  if (filter.kind === 'compare') return compared(scope, filter)
  if (filter.kind === 'not') return sql<SqlBool>`not (${fitting(scope, filter.part)})`
  const parts = filter.parts.map((part) => fitting(scope, part))
  return sql<SqlBool>`(${sql.join(parts, separators[filter.kind])})`
}

const matching = (db: Database, scope: DirectoryScope, filter: UserFilter | undefined) =>
  filter ? usersOf(db, scope).where(fitting(scope, filter)) : usersOf(db, scope)

/** Oldest first. In SQLite capital letters make a difference outside ASCII. */
export const listDirectoryUsers = async (
  db: Database,
  scope: DirectoryScope,
  {
    filter,
    offset,
    limit,
  }: { readonly filter: UserFilter | undefined; readonly offset: number; readonly limit: number },
): Promise<DirectoryRow[]> => {
  const rows = await matching(db, scope, filter)
    .select(prefixed('users', 'user', userColumns))
    .select(prefixed('directoryUsers', 'entry', entryColumns))
    .orderBy('users.createdAt')
    .orderBy('users.id')
    .offset(offset)
    .limit(limit)
    .execute()
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
  const { total } = await matching(db, scope, filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

export const findDirectoryUser = async (
  db: Database,
  scope: DirectoryScope,
  userId: string,
): Promise<DirectoryRow | undefined> => {
  const filter = { kind: 'compare', attribute: 'id', operator: 'eq', value: userId } as const
  return (await listDirectoryUsers(db, scope, { filter, offset: 0, limit: 1 }))[0]
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
  await db
    .updateTable('directoryUsers')
    .set({ isSwitchedOff: 0 })
    .where('place', '=', organizationId)
    .where('userId', '=', userId)
    .execute()
}
