// What is found is what the lists give; it is asked in a body.
import { listUsers } from '../../identity/directory/directory-users.ts'
import { listGroups } from '../../identity/directory/groups.ts'
import { listResources } from '../../identity/directory/resources.ts'
import type { Handle } from '../handle.ts'
import { choose, toGroup, toPage, toUser, toUserPage } from './views.ts'

export const search: Handle<'scim.search'> = async ({ body }, ctx) => {
  const { filter, startIndex = 1, count = 100 } = body
  const { users, groups, total } = await listResources(ctx, { filter, startIndex, count })
  const resources = [...users.map((user) => toUser(ctx, user)), ...groups.map((group) => toGroup(ctx, group))]
  const chosen = resources.map((resource) => choose(resource, body))
  return { status: 200, body: toPage(chosen, total, startIndex) }
}

export const searchUsers: Handle<'scim.searchUsers'> = async ({ body }, ctx) => {
  const { filter, startIndex = 1, count = 100, cursor } = body
  const page = await listUsers(ctx, { filter, startIndex, count, cursor })
  const resources = page.found.map((user) => choose(toUser(ctx, user), body))
  return { status: 200, body: toUserPage(resources, page, body) }
}

export const searchGroups: Handle<'scim.searchGroups'> = async ({ body }, ctx) => {
  const { filter, startIndex = 1, count = 100 } = body
  const { found, total } = await listGroups(ctx, { filter, startIndex, count })
  const resources = found.map((group) => choose(toGroup(ctx, group), body))
  return { status: 200, body: toPage(resources, total, startIndex) }
}
