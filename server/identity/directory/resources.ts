// Users and groups of a company's directory as one list: first all users, then all groups.
import type { Context } from '../../context.ts'
import { filteredAttributes } from '../../model/directory.ts'
import { readFilter } from '../../model/scim-filter.ts'
import { type ListWish, type SeenUser, boundsOf, listFitting as listUsers } from './directory-users.ts'
import { type SeenGroup, listFitting as listGroups } from './groups.ts'

export interface FoundResources {
  readonly users: readonly SeenUser[]
  readonly groups: readonly SeenGroup[]
  readonly total: number
}

/** A page of that list. What only users have, a group has no value of. */
export const listResources = async (ctx: Context, wish: ListWish): Promise<FoundResources> => {
  const filter = wish.filter === undefined ? undefined : readFilter(wish.filter, filteredAttributes)
  const { offset, limit } = boundsOf(wish)
  const users = await listUsers(ctx, filter, wish)
  const rest = { startIndex: Math.max(0, offset - users.total) + 1, count: limit - users.found.length }
  const groups = await listGroups(ctx, filter, rest)
  return { users: users.found, groups: groups.found, total: users.total + groups.total }
}
