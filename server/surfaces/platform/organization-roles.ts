import {
  type OrganizationRole,
  listOrganizationRoles,
  setOrganizationPermissions,
} from '../../identity/organizations/organization-roles.ts'
import { toPermission } from '../app-and-platform/roles.ts'
import type { Handle, Wire } from '../handle.ts'
import { tenantOfCaller } from './tenant.ts'

export const listAppOrganizationRoles: Handle<'platform.listAppOrganizationRoles'> = async ({ path, query }, ctx) => {
  const found = await listOrganizationRoles(ctx, path.appId, query.environmentId)
  const tenantId = await tenantOfCaller(ctx)
  return { status: 200, body: { data: found.map((one) => toRole(one, tenantId)) } }
}

export const setAppOrganizationPermissions: Handle<'platform.setAppOrganizationPermissions'> = async (
  { path: { appId, role }, body },
  ctx,
) => {
  const changed = await setOrganizationPermissions(ctx, appId, { ...body, role })
  return { status: 200, body: { data: toRole(changed, await tenantOfCaller(ctx)) } }
}

const toRole = (
  { environmentId, role, permissions }: OrganizationRole,
  tenantId: string,
): Wire['OrganizationRoleOfApplication'] => ({
  environmentId,
  role,
  permissions: permissions.map((one) => toPermission(one, tenantId)),
})
