import * as permissions from '../../identity/roles/permissions.ts'
import { asAdministrator } from '../../identity/roles/authority.ts'
import { toPermission } from '../app-and-platform/roles.ts'
import { toDone } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { tenantOfCaller } from './tenant.ts'

export const listAppPermissions: Handle<'platform.listAppPermissions'> = async ({ path, query }, ctx) => {
  const acting = asAdministrator(path.appId, query.environmentId)
  const found = await permissions.listApplicationPermissions(ctx, acting)
  const tenantId = await tenantOfCaller(ctx)
  return { status: 200, body: { data: found.map((one) => toPermission(one, tenantId)) } }
}

export const createAppPermission: Handle<'platform.createAppPermission'> = async ({ path, body }, ctx) => {
  const { name, description = null, resource, action, environmentId } = body
  const given = { name, description, resource, action }
  const made = await permissions.makePermission(ctx, asAdministrator(path.appId, environmentId), given)
  return { status: 200, body: { data: toPermission(made, await tenantOfCaller(ctx)) } }
}

export const deleteAppPermission: Handle<'platform.deleteAppPermission'> = async ({ path }, ctx) => {
  await permissions.removePermissionAltogether(ctx, asAdministrator(path.appId), path.permissionId)
  return { status: 200, body: toDone() }
}
