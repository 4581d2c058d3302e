import { withPermission } from '../../identity/roles/authority.ts'
import * as permissions from '../../identity/roles/permissions.ts'
import { toPermission } from '../app-and-platform/roles.ts'
import { toDone } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { pageOf } from '../list-bounds.ts'
import { tenantOfCaller } from './tenant.ts'

const write = withPermission('permissions:write')

export const listPermissions: Handle<'app.listPermissions'> = async ({ query }, ctx) => {
  const found = pageOf(await permissions.listApplicationPermissions(ctx, withPermission('permissions:read')), query)
  return { status: 200, body: { data: found.map((one) => toPermission(one, tenantOfCaller(ctx))) } }
}

export const createPermission: Handle<'app.createPermission'> = async ({ body }, ctx) => {
  const { name, description = null, resource, action } = body
  const made = await permissions.makePermission(ctx, write, { name, description, resource, action })
  return { status: 200, body: { data: toPermission(made, tenantOfCaller(ctx)) } }
}

export const deletePermission: Handle<'app.deletePermission'> = async ({ path }, ctx) => {
  await permissions.removePermissionAltogether(ctx, write, path.permissionId)
  return { status: 200, body: toDone() }
}
