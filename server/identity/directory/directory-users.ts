// Users as a company's directory keeps them. It takes over nobody who is there already, and changes only whom it has made.
import type { Context } from '../../context.ts'
import {
  type Directory,
  type DirectoryEntry,
  type FilteredAttribute,
  filteredAttributes,
  placeOf,
} from '../../model/directory.ts'
import { canonicalEmail, hasAddress, noAddressFor } from '../../model/email.ts'
import { Failure } from '../../model/failure.ts'
import { type Filter, readFilter } from '../../model/scim-filter.ts'
import { type User, fullName } from '../../model/user.ts'
import { type Database, isUniqueViolation } from '../../storage/database.ts'
import {
  type DirectoryRow,
  countDirectoryUsers,
  findDirectoryUser,
  insertOrReplaceEntry,
  listDirectoryUsers,
  looksAtMoreThan,
} from '../../storage/directory-users.ts'
import { findUserByEmail } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { readCursor, toPageBy } from '../administration/cursors.ts'
import { makeMembership } from '../organizations/organizations.ts'
import { requireEmail } from '../people/emails.ts'
import { makeUser } from '../people/users.ts'
import { inDirectory, requireDirectory, scopeOf, versionOf } from './directories.ts'
import { type UserGroup, listGroupsOfUsers } from './user-groups.ts'

/** A user as the directory sees them. */
export interface SeenUser {
  readonly id: string
  readonly userName: string
  readonly externalId: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly displayName: string
  /** Null where they have none. */
  readonly email: string | null
  readonly isActive: boolean
  readonly groups: readonly UserGroup[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly version: string
}

/** What a directory says of a user. */
export interface SaidUser {
  readonly userName: string
  readonly externalId: string | null
  /** Undefined where it says nothing of an address. */
  readonly email: string | undefined
  readonly firstName: string | null
  readonly lastName: string | null
  readonly isActive: boolean | undefined
}

/** A page of a list, counted from 1, as SCIM asks for it. */
export interface ListWish {
  readonly filter: string | undefined
  readonly startIndex: number
  readonly count: number
}

/** Or from where a cursor leads; an empty one leads to the first page (RFC 9865). */
export interface UserListWish extends ListWish {
  readonly cursor?: string | undefined
}

export const mostOnPage = 100

/** Of more users, those are found that the indexes know: anything else would have to look at each. */
const mostLookedThrough = 50_000

export const boundsOf = ({ startIndex, count }: Pick<ListWish, 'startIndex' | 'count'>) => ({
  offset: Math.max(1, startIndex) - 1,
  limit: Math.min(mostOnPage, Math.max(0, count)),
})

interface UserPage {
  readonly found: SeenUser[]
  readonly total: number
  /** Where the next page begins; null where there is none, or no cursor led here. */
  readonly nextCursor: string | null
}

export const listUsers = (ctx: Context, wish: UserListWish): Promise<UserPage> =>
  listFitting(ctx, wish.filter === undefined ? undefined : readFilter(wish.filter, filteredAttributes), wish)

/** Those that fit a filter. Refuses with `invalid_filter` one that would have to look at too many. */
export const listFitting = async (
  ctx: Context,
  filter: Filter<FilteredAttribute> | undefined,
  wish: Omit<UserListWish, 'filter'>,
): Promise<UserPage> => {
  const directory = requireDirectory(ctx)
  const scope = scopeOf(directory)
  const { offset, limit } = boundsOf(wish)
  const after = wish.cursor ? readCursor(wish.cursor, 'invalid_cursor') : undefined
  if (await looksAtMoreThan(ctx.db, scope, filter, mostLookedThrough)) {
    const why = `filter: among more than ${mostLookedThrough} users, ask for an id, a userName, an address or an externalId by eq`
    throw new Failure('invalid_filter', why)
  }
  const total = await countDirectoryUsers(ctx.db, scope, filter)
  if (wish.cursor === undefined) {
    const isEmpty = limit === 0 || offset >= total
    const rows = isEmpty ? [] : await listDirectoryUsers(ctx.db, scope, { filter, offset, limit })
    return { found: await seen(ctx.db, directory, rows), total, nextCursor: null }
  }
  const rows = limit === 0 ? [] : await listDirectoryUsers(ctx.db, scope, { filter, after, limit: limit + 1 })
  const { found, nextCursor } = toPageBy(rows, limit, ({ user }) => user)
  return { found: await seen(ctx.db, directory, found), total, nextCursor }
}

export const getUser = async (ctx: Context, userId: string): Promise<SeenUser> => {
  const directory = requireDirectory(ctx)
  return seenOne(ctx.db, directory, await requireRow(ctx.db, directory, userId))
}

/** They sign in once they prove their address: nobody has set a password. */
export const createUser = async (ctx: Context, said: SaidUser): Promise<SeenUser> => {
  const directory = requireDirectory(ctx)
  const { environment, organization } = directory
  const id = ctx.ids.uuid()
  const email = addressOf(said) ?? noAddressFor(id)
  return refusingTaken(() =>
    inDirectory(ctx, directory, async (db) => {
      await requireFreeName(db, directory, said.userName)
      const user = await makeUser(ctx, db, {
        id,
        environmentId: environment.id,
        email,
        firstName: said.firstName,
        lastName: said.lastName,
        status: said.isActive === false ? 'suspended' : 'active',
      })
      const entry = entryOf(ctx, directory, user, {
        userName: said.userName,
        externalId: said.externalId,
        isMaker: true,
        isSwitchedOff: said.isActive === false,
      })
      await insertOrReplaceEntry(db, entry)
      await record(ctx, db, 'user.made', { environmentId: environment.id, userId: id })
      if (organization) {
        const member = { organizationId: organization.id, userId: id, role: 'member' } as const
        await makeMembership(ctx, db, { ...member, hasJoined: true })
        const data = { organizationId: organization.id, memberId: id, role: 'member' }
        await record(ctx, db, 'member.added', { environmentId: environment.id, userId: id, data })
      }
      return seenOne(db, directory, { user, entry })
    }),
  )
}

/** The address that a directory says, in canonical form; undefined where it says none. */
export const addressOf = ({ email, userName }: Pick<SaidUser, 'email' | 'userName'>): string | undefined =>
  email === undefined ? canonicalEmail(userName) : requireEmail(email)

/** A user whom the directory sees, or `user_not_found`. */
export const requireRow = async (db: Database, directory: Directory, userId: string): Promise<DirectoryRow> => {
  const row = await findDirectoryUser(db, scopeOf(directory), userId)
  if (!row) throw new Failure('user_not_found')
  return row
}

/** Refuses a name that another user has: one that the directory gave, or the address of anybody in the environment. */
export const requireFreeName = async (
  db: Database,
  directory: Directory,
  userName: string,
  own?: string,
): Promise<void> => {
  const filter = { kind: 'compare', attribute: 'userName', operator: 'eq', value: userName } as const
  const found = await listDirectoryUsers(db, scopeOf(directory), { filter, limit: 2 })
  const address = canonicalEmail(userName)
  const holder = address === undefined ? undefined : await findUserByEmail(db, directory.environment.id, address)
  if ([...found.map(({ user }) => user), ...(holder ? [holder] : [])].some(({ id }) => id !== own)) {
    throw new Failure('user_exists')
  }
}

/** What the directory has of a user: as it was, or as it begins, with what is said. */
export const entryOf = (
  ctx: Context,
  directory: Directory,
  user: User,
  said: Partial<DirectoryEntry>,
  before: DirectoryEntry | null = null,
): DirectoryEntry => {
  const now = ctx.clock.now()
  const base = before ?? {
    place: placeOf(directory),
    userId: user.id,
    organizationId: directory.organization?.id ?? null,
    userName: user.email,
    externalId: null,
    isMaker: false,
    isSwitchedOff: false,
    createdAt: now,
  }
  const entry = { ...base, ...said, updatedAt: now }
  return { ...entry, userNameKey: entry.userName.toLowerCase() }
}

export const refusingTaken = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Failure('user_exists', undefined, { cause: error })
    throw error
  }
}

export const seenOne = async (db: Database, directory: Directory, row: DirectoryRow): Promise<SeenUser> =>
  (await seen(db, directory, [row]))[0]!

const seen = async (db: Database, directory: Directory, rows: readonly DirectoryRow[]): Promise<SeenUser[]> => {
  const groups = await listGroupsOfUsers(
    db,
    directory,
    rows.map(({ user }) => user.id),
  )
  return rows.map(({ user, entry }) => {
    const userName = entry?.userName ?? user.email
    // Everybody in an organization has a role there.
    const isThere = directory.organization === null || groups.has(user.id)
    const own = isThere
      ? {
          firstName: user.firstName,
          lastName: user.lastName,
          displayName: fullName(user) || userName,
          email: hasAddress(user) ? user.email : null,
        }
      : // Of whom it put out it knows what it calls them, and no more.
        { firstName: null, lastName: null, displayName: userName, email: null }
    const said = {
      id: user.id,
      userName,
      externalId: entry?.externalId ?? null,
      ...own,
      isActive: isThere && user.status === 'active',
      groups: groups.get(user.id) ?? [],
    }
    const changedAt = entry?.updatedAt ?? 0
    const updatedAt = isThere ? Math.max(user.updatedAt, changedAt) : changedAt
    return { ...said, createdAt: user.createdAt, updatedAt, version: versionOf(said) }
  })
}
