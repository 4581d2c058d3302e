// What the cases of roles, permissions and other users share.
import type { Wire } from '../../generated/operations.ts'
import { type BackendCaller, asUser } from '../harness/seeds/backend.ts'
import { alice, bob, carol } from '../harness/fixtures/people.ts'
import { type Seeds, sharedWorld } from '../harness/seeds/seeds.ts'

export const nobody = '0199c0de-0000-7000-8000-00000000dead'

/** All that operations ask for. */
export const clerkMay = [
  ...['users:read', 'users:write', 'roles:read', 'roles:write', 'roles:assign', 'permissions:read'],
  'permissions:write',
]

/**
 * Alice may do everything. Carol, a clerk, may do what operations ask for, and stands at level 5. Bob holds nothing. `editor` is of
 * level 3 and allows `posts:edit`, which the clerk does not hold; `guest` is of level 1, `chief` of level 9, and allow nothing.
 */
export const holders = sharedWorld(async (seeds) => {
  const admin = await seeds.appCaller(alice)
  const adminRoleId = await seeds.role(admin, 'all')
  const clerk = await seeds.appCaller(carol)
  const clerkRoleId = await seeds.role(clerk, clerkMay, { name: 'clerk', hierarchyLevel: 5 })
  const user = await seeds.appCaller(bob)
  const role = async (name: string, hierarchyLevel: number) => {
    const answer = await seeds.call('app.createRole', { ...asUser(admin), body: { name, hierarchyLevel } })
    return (answer?.body as Wire['ApplicationRoleAnswer'] | undefined)?.data.id ?? nobody
  }
  const [editor, guest, chief] = [await role('editor', 3), await role('guest', 1), await role('chief', 9)]
  const posts = { name: 'Edit posts', resource: 'posts', action: 'edit' }
  const made = await seeds.call('app.createPermission', { ...asUser(admin), body: posts })
  const permissionId = (made?.body as Wire['PermissionAnswer'] | undefined)?.data.id ?? nobody
  const given = { ...asUser(admin), path: { roleId: editor }, body: { permissionIds: [permissionId] } }
  await seeds.call('app.assignRolePermissions', given)
  return { admin, adminRoleId, clerk, clerkRoleId, user, editor, guest, chief, permissionId }
})

export type Holders = Awaited<ReturnType<typeof holders>>

/** Names of the roles that a user holds now, as they see it. */
export const rolesOf = async (seeds: Seeds, user: BackendCaller): Promise<readonly string[]> => {
  const answer = await seeds.call('app.getMe', asUser(user))
  return (answer?.body as Wire['AppUserAnswer'] | undefined)?.data.roles ?? []
}

export const rolesOfAll = async (seeds: Seeds, { admin }: Holders) => {
  const answer = await seeds.call('app.listRoles', asUser(admin))
  return ((answer?.body as Wire['ApplicationRoleList'] | undefined)?.data ?? []).map(({ name }) => name)
}

export const allowedBy = async (seeds: Seeds, { admin }: Holders, roleId: string) => {
  const answer = await seeds.call('app.getRolePermissions', { ...asUser(admin), path: { roleId } })
  return ((answer?.body as Wire['PermissionList'] | undefined)?.data ?? []).map(
    ({ resource, action }) => `${resource}:${action}`,
  )
}
