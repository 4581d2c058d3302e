// Filters of directories as conditions: values are parameters, names of columns are ours.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type FilteredAttribute, filteredAttributes } from '../model/directory.ts'
import { canonicalEmail } from '../model/email.ts'
import type { Comparison, Filter } from '../model/scim-filter.ts'
import type { Database } from './database.ts'

export type UserFilter = Filter<FilteredAttribute>

/** Whose users: all of an environment, or the members of one organization and whom its directory has put out of it. */
export interface DirectoryScope {
  readonly environmentId: string
  readonly organizationId: string | null
  readonly place: string
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
  'meta.resourceType': sql<string>`'User'`,
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

/**
 * Capital letters are folded by the database on both sides, so that whatever it leaves as it is still equals itself. Without `like`, of which
 * SQLite ignores them, and which runs a pattern.
 */
const compared = (
  scope: DirectoryScope,
  { attribute, operator, value }: Comparison<FilteredAttribute>,
): RawBuilder<SqlBool> => {
  if (attribute === 'active') {
    const isOn = isOnIn(scope)
    if (operator === 'pr') return sql<SqlBool>`1 = 1`
    return (value === true) === (operator === 'eq') ? isOn : sql<SqlBool>`not ${isOn}`
  }
  const isExact = filteredAttributes[attribute] === 'exact'
  const folded = (text: RawBuilder<string>) => (isExact ? text : sql<string>`lower(${text})`)
  const own = folded(textOf(scope, attribute))
  const wanted = folded(sql<string>`cast(${String(value)} as text)`)
  // Every text has it, and `replace` finds it nowhere.
  if (value === '' && (operator === 'co' || operator === 'sw' || operator === 'ew')) return sql<SqlBool>`1 = 1`
  switch (operator) {
    case 'eq':
      return sql<SqlBool>`${own} = ${wanted}`
    case 'ne':
      return sql<SqlBool>`${own} <> ${wanted}`
    case 'co':
      return sql<SqlBool>`replace(${own}, ${wanted}, '') <> ${own}`
    case 'sw':
      return sql<SqlBool>`substr(${own}, 1, length(${wanted})) = ${wanted}`
    case 'ew':
      return sql<SqlBool>`(length(${own}) >= length(${wanted}) and substr(${own}, length(${own}) - length(${wanted}) + 1) = ${wanted})`
    case 'pr':
      return sql<SqlBool>`${own} <> ''`
  }
}

const separators = { and: sql` and `, or: sql` or ` } as const

/** Whether a user fits. */
export const fitting = (scope: DirectoryScope, filter: UserFilter): RawBuilder<SqlBool> => {
  if (filter.kind === 'compare') return compared(scope, filter)
  if (filter.kind === 'not') return sql<SqlBool>`not (${fitting(scope, filter.part)})`
  const parts = filter.parts.map((part) => fitting(scope, part))
  return sql<SqlBool>`(${sql.join(parts, separators[filter.kind])})`
}

/** What everybody has to fit who fits the filter. */
const demands = (filter: UserFilter): readonly Comparison<FilteredAttribute>[] => {
  if (filter.kind === 'and') return filter.parts.flatMap(demands)
  return filter.kind === 'compare' ? [filter] : []
}

/** Who can have an id, an address, a name or an external id, by the indexes: directories ask for one of these before each change. */
export const candidates = (db: Database, scope: DirectoryScope, filter: UserFilter) =>
  demands(filter)
    .map((demand) => havingOne(db, scope, demand))
    .filter((ids) => ids !== undefined)

const havingOne = (
  db: Database,
  { environmentId, place }: DirectoryScope,
  { attribute, operator, value }: Comparison<FilteredAttribute>,
) => {
  if (operator !== 'eq' || typeof value !== 'string' || value === '') return undefined
  // A search for groups asks here as well.
  if (attribute === 'meta.resourceType' && value.toLowerCase() !== 'user') {
    return db
      .selectFrom('users')
      .select('id')
      .where(sql<boolean>`1 = 0`)
  }
  const entries = db.selectFrom('directoryUsers').select('userId as id').where('place', '=', place)
  if (attribute === 'externalId') return entries.where('externalId', '=', value)
  const users = db.selectFrom('users').select('id').where('environmentId', '=', environmentId)
  if (attribute === 'id') return users.where('id', '=', value)
  const name = value.toLowerCase()
  const addressed = users.where('email', 'in', [...new Set([name, canonicalEmail(value) ?? name])])
  if (attribute === 'emails' || attribute === 'emails.value') return addressed
  if (attribute !== 'userName') return undefined
  return entries.where('userNameKey', '=', name).unionAll(addressed)
}
