import { withPermission } from '../../identity/roles/authority.ts'
import * as roles from '../../identity/roles/roles.ts'
import { toApplicationRole, toPermission } from '../app-and-platform/roles.ts'
import { toDone } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { pageOf } from '../list-bounds.ts'
import { tenantOfCaller } from './tenant.ts'

const read = withPermission('roles:read')
const write = withPermission('roles:write')

export const listRoles: Handle<'app.listRoles'> = async ({ query }, ctx) => {
  const found = pageOf(await roles.listApplicationRoles(ctx, read), query)
  return { status: 200, body: { data: found.map((one) => toApplicationRole(one, tenantOfCaller(ctx))) } }
}

export const createRole: Handle<'app.createRole'> = async ({ body }, ctx) => {
  const { name, description = null, hierarchyLevel = 0 } = body
  const made = await roles.makeRole(ctx, write, { name, description, hierarchyLevel })
  return { status: 200, body: { data: toApplicationRole(made, tenantOfCaller(ctx)) } }
}

export const getRole: Handle<'app.getRole'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toApplicationRole(await roles.getRole(ctx, read, path.roleId), tenantOfCaller(ctx)) },
})

export const updateRole: Handle<'app.updateRole'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toApplicationRole(await roles.changeRole(ctx, write, path.roleId, body), tenantOfCaller(ctx)) },
})

export const deleteRole: Handle<'app.deleteRole'> = async ({ path }, ctx) => {
  await roles.removeRole(ctx, write, path.roleId)
  return { status: 200, body: toDone() }
}

export const getRolePermissions: Handle<'app.getRolePermissions'> = async ({ path }, ctx) => {
  const found = await roles.permissionsOfRole(ctx, read, path.roleId)
  return { status: 200, body: { data: found.map((one) => toPermission(one, tenantOfCaller(ctx))) } }
}

export const assignRolePermissions: Handle<'app.assignRolePermissions'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: await roles.addPermissions(ctx, write, path.roleId, body.permissionIds) },
})

export const removeRolePermission: Handle<'app.removeRolePermission'> = async ({ path }, ctx) => {
  await roles.removePermission(ctx, write, path.roleId, path.permissionId)
  return { status: 200, body: { success: true, message: 'The role does not allow that any more.' } }
}
