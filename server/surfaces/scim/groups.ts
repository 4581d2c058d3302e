import { isKnownVersion } from '../../identity/directory/directories.ts'
import {
  type SaidGroup,
  changeGroup,
  createGroup as makeGroup,
  getGroup as findGroup,
  listGroups as findGroups,
  removeGroup,
} from '../../identity/directory/groups.ts'
import type { Handle, Wire } from '../handle.ts'
import { toGroupChanges } from './group-patches.ts'
import { choose, locationOf, toGroup, toPage } from './views.ts'

const saidOf = ({ displayName, externalId, members = [] }: Wire['ScimGroupGiven']): SaidGroup => ({
  name: displayName,
  externalId: externalId || null,
  userIds: members.map(({ value }) => value),
})

export const listGroups: Handle<'scim.listGroups'> = async ({ query }, ctx) => {
  const { filter, startIndex = 1, count = 100 } = query
  const { found, total } = await findGroups(ctx, { filter, startIndex, count })
  const resources = found.map((group) => choose(toGroup(ctx, group), query))
  return { status: 200, body: toPage(resources, total, startIndex) }
}

export const createGroup: Handle<'scim.createGroup'> = async ({ body, query }, ctx) => {
  const group = await makeGroup(ctx, saidOf(body))
  const headers = { ETag: group.version, Location: locationOf(ctx, `Groups/${group.id}`) }
  return { status: 201, headers, body: choose(toGroup(ctx, group), query) }
}

export const getGroup: Handle<'scim.getGroup'> = async ({ path, query, headers: sent }, ctx) => {
  const group = await findGroup(ctx, path.groupId)
  const headers = { ETag: group.version }
  if (isKnownVersion(sent['if-none-match'], group.version)) return { status: 304, headers }
  return { status: 200, headers, body: choose(toGroup(ctx, group), query) }
}

export const replaceGroup: Handle<'scim.replaceGroup'> = async ({ path, query, headers, body }, ctx) => {
  const { userIds, ...said } = saidOf(body)
  const changes = { ...said, steps: [{ op: 'replace', userIds } as const] }
  const group = await changeGroup(ctx, path.groupId, changes, headers['if-match'])
  return { status: 200, headers: { ETag: group.version }, body: choose(toGroup(ctx, group), query) }
}

export const patchGroup: Handle<'scim.patchGroup'> = async ({ path, query, headers, body }, ctx) => {
  const group = await changeGroup(ctx, path.groupId, toGroupChanges(body.Operations), headers['if-match'])
  return { status: 200, headers: { ETag: group.version }, body: choose(toGroup(ctx, group), query) }
}

export const deleteGroup: Handle<'scim.deleteGroup'> = async ({ path, headers }, ctx) => {
  await removeGroup(ctx, path.groupId, headers['if-match'])
  return { status: 204 }
}
