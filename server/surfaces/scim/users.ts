import { changeUser, removeUser } from '../../identity/directory/change-user.ts'
import { isKnownVersion } from '../../identity/directory/directories.ts'
import {
  type SaidUser,
  createUser as makeUser,
  getUser as findUser,
  listUsers as findUsers,
} from '../../identity/directory/directory-users.ts'
import type { Handle, Wire } from '../handle.ts'
import { primaryOf, toUserChanges } from './user-patches.ts'
import { choose, locationOf, toUser, toUserPage } from './views.ts'

const saidOf = ({ userName, externalId, name, emails, active }: Wire['ScimUserGiven']): SaidUser => ({
  userName,
  externalId: externalId || null,
  email: emails && primaryOf(emails),
  firstName: name?.givenName || null,
  lastName: name?.familyName || null,
  isActive: active,
})

export const listUsers: Handle<'scim.listUsers'> = async ({ query }, ctx) => {
  const { filter, startIndex = 1, count = 100, cursor } = query
  const page = await findUsers(ctx, { filter, startIndex, count, cursor })
  const resources = page.found.map((user) => choose(toUser(ctx, user), query))
  return { status: 200, body: toUserPage(resources, page, query) }
}

export const createUser: Handle<'scim.createUser'> = async ({ body, query }, ctx) => {
  const user = await makeUser(ctx, saidOf(body))
  const headers = { ETag: user.version, Location: locationOf(ctx, `Users/${user.id}`) }
  return { status: 201, headers, body: choose(toUser(ctx, user), query) }
}

export const getUser: Handle<'scim.getUser'> = async ({ path, query, headers: sent }, ctx) => {
  const user = await findUser(ctx, path.userId)
  const headers = { ETag: user.version }
  if (isKnownVersion(sent['if-none-match'], user.version)) return { status: 304, headers }
  return { status: 200, headers, body: choose(toUser(ctx, user), query) }
}

export const replaceUser: Handle<'scim.replaceUser'> = async ({ path, query, headers, body }, ctx) => {
  const { isActive, email, ...said } = saidOf(body)
  const changes = { ...said, ...(isActive !== undefined && { isActive }), ...(email !== undefined && { email }) }
  const user = await changeUser(ctx, path.userId, changes, headers['if-match'])
  return { status: 200, headers: { ETag: user.version }, body: choose(toUser(ctx, user), query) }
}

export const patchUser: Handle<'scim.patchUser'> = async ({ path, query, headers, body }, ctx) => {
  const user = await changeUser(ctx, path.userId, toUserChanges(body.Operations), headers['if-match'])
  return { status: 200, headers: { ETag: user.version }, body: choose(toUser(ctx, user), query) }
}

export const deleteUser: Handle<'scim.deleteUser'> = async ({ path, headers }, ctx) => {
  await removeUser(ctx, path.userId, headers['if-match'])
  return { status: 204 }
}
