import { asAdministrator } from '../../identity/roles/authority.ts'
import * as roles from '../../identity/roles/roles.ts'
import { toApplicationRole, toPermission } from '../app-and-platform/roles.ts'
import { toDone } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { tenantOfCaller } from './tenant.ts'

export const listAppRoles: Handle<'platform.listAppRoles'> = async ({ path, query }, ctx) => {
  const found = await roles.listApplicationRoles(ctx, asAdministrator(path.appId, query.environmentId))
  const tenantId = await tenantOfCaller(ctx)
  return { status: 200, body: { data: found.map((one) => toApplicationRole(one, tenantId)) } }
}

export const createAppRole: Handle<'platform.createAppRole'> = async ({ path, body }, ctx) => {
  const { name, description = null, hierarchyLevel = 0, environmentId } = body
  const given = { name, description, hierarchyLevel }
  const made = await roles.makeRole(ctx, asAdministrator(path.appId, environmentId), given)
  return { status: 200, body: { data: toApplicationRole(made, await tenantOfCaller(ctx)) } }
}

export const getAppRole: Handle<'platform.getAppRole'> = async ({ path }, ctx) => {
  const found = await roles.getRole(ctx, asAdministrator(path.appId), path.roleId)
  return { status: 200, body: { data: toApplicationRole(found, await tenantOfCaller(ctx)) } }
}

export const updateAppRole: Handle<'platform.updateAppRole'> = async ({ path, body }, ctx) => {
  const changed = await roles.changeRole(ctx, asAdministrator(path.appId), path.roleId, body)
  return { status: 200, body: { data: toApplicationRole(changed, await tenantOfCaller(ctx)) } }
}

export const deleteAppRole: Handle<'platform.deleteAppRole'> = async ({ path }, ctx) => {
  await roles.removeRole(ctx, asAdministrator(path.appId), path.roleId)
  return { status: 200, body: toDone() }
}

export const getAppRolePermissions: Handle<'platform.getAppRolePermissions'> = async ({ path }, ctx) => {
  const found = await roles.permissionsOfRole(ctx, asAdministrator(path.appId), path.roleId)
  const tenantId = await tenantOfCaller(ctx)
  return { status: 200, body: { data: found.map((one) => toPermission(one, tenantId)) } }
}

export const assignAppRolePermissions: Handle<'platform.assignAppRolePermissions'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: await roles.addPermissions(ctx, asAdministrator(path.appId), path.roleId, body.permissionIds) },
})

export const removeAppRolePermission: Handle<'platform.removeAppRolePermission'> = async ({ path }, ctx) => {
  await roles.removePermission(ctx, asAdministrator(path.appId), path.roleId, path.permissionId)
  return { status: 200, body: { success: true, message: 'The role does not allow that any more.' } }
}
