// generated, do not edit: npm run generate
import { once } from '../../model/once.ts'
import type { Handlers } from '../handle.ts'

/** Its files, one a resource. Each is read when one of its operations is first asked. */
export const resources = {
  discovery: once(() => import('./discovery.ts')),
  groups: once(() => import('./groups.ts')),
  searches: once(() => import('./searches.ts')),
  users: once(() => import('./users.ts')),
}

export const handlers: Handlers<'scim'> = {
  getServiceProviderConfig: async (input, ctx) => (await resources.discovery()).getServiceProviderConfig(input, ctx),
  listResourceTypes: async (input, ctx) => (await resources.discovery()).listResourceTypes(input, ctx),
  getResourceType: async (input, ctx) => (await resources.discovery()).getResourceType(input, ctx),
  listSchemas: async (input, ctx) => (await resources.discovery()).listSchemas(input, ctx),
  getSchema: async (input, ctx) => (await resources.discovery()).getSchema(input, ctx),
  listGroups: async (input, ctx) => (await resources.groups()).listGroups(input, ctx),
  createGroup: async (input, ctx) => (await resources.groups()).createGroup(input, ctx),
  getGroup: async (input, ctx) => (await resources.groups()).getGroup(input, ctx),
  replaceGroup: async (input, ctx) => (await resources.groups()).replaceGroup(input, ctx),
  deleteGroup: async (input, ctx) => (await resources.groups()).deleteGroup(input, ctx),
  patchGroup: async (input, ctx) => (await resources.groups()).patchGroup(input, ctx),
  search: async (input, ctx) => (await resources.searches()).search(input, ctx),
  searchUsers: async (input, ctx) => (await resources.searches()).searchUsers(input, ctx),
  searchGroups: async (input, ctx) => (await resources.searches()).searchGroups(input, ctx),
  listUsers: async (input, ctx) => (await resources.users()).listUsers(input, ctx),
  createUser: async (input, ctx) => (await resources.users()).createUser(input, ctx),
  getUser: async (input, ctx) => (await resources.users()).getUser(input, ctx),
  replaceUser: async (input, ctx) => (await resources.users()).replaceUser(input, ctx),
  deleteUser: async (input, ctx) => (await resources.users()).deleteUser(input, ctx),
  patchUser: async (input, ctx) => (await resources.users()).patchUser(input, ctx),
}
