// Roles and permissions as the app and platform surfaces show them.
import type { CountedRole } from '../../identity/roles/roles.ts'
import type { ApplicationRole, Permission } from '../../model/role.ts'
import type { User } from '../../model/user.ts'
import type { Wire } from '../handle.ts'
import { toTime } from './views.ts'

export const toApplicationRole = ({ role, holders }: CountedRole, tenantId: string): Wire['ApplicationRole'] => ({
  id: role.id,
  tenantId,
  environmentId: role.environmentId,
  name: role.name,
  description: role.description,
  isSystem: role.isSystem,
  hierarchyLevel: role.hierarchyLevel,
  userCount: holders,
  createdAt: toTime(role.createdAt),
  updatedAt: toTime(role.updatedAt),
})

export const toPermission = (permission: Permission, tenantId: string): Wire['Permission'] => ({
  id: permission.id,
  tenantId,
  environmentId: permission.environmentId,
  name: permission.name,
  description: permission.description,
  resource: permission.resource,
  action: permission.action,
  isSystem: permission.isSystem,
  createdAt: toTime(permission.createdAt),
  updatedAt: toTime(permission.updatedAt),
})

export const toUserRoles = ({
  user,
  roles,
}: {
  readonly user: User
  readonly roles: readonly ApplicationRole[]
}): Wire['UserRolesAnswer']['data'] => ({
  userId: user.id,
  roles: roles.map(({ id, name, description }) => ({ id, name, description })),
})
