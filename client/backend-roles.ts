// Users, roles and permissions: for users whose roles allow it, and for administrators.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { OfEnvironment } from './backend-platform.ts'
import type { Transport } from './transport.ts'

/** Which page of a list; `limit` is 1 to 100. */
export interface PageAsked {
  readonly page?: number
  readonly limit?: number
}

/**
 * Each takes the access token of a user whose roles allow it: `insufficient_permission` names the permission that is missing. Nobody
 * gives, takes or changes what they do not hold, or somebody who stands higher: `insufficient_role`.
 */
export interface RoleCalls {
  /** Newest first: `GET /api/v1/users`. Permission `users:read`. */
  listUsers(
    accessToken: string,
    params?: PageAsked & {
      readonly search?: string
      /** The `nextCursor` of the page before. */
      readonly cursor?: string
    },
  ): Promise<Wire['ManagedUserPage']>
  /**
   * Brings up to 100 users of another service in: `POST /api/v1/import/users`. Of a client that has a secret key in the place of the
   * publishable one. Codes: `invalid_api_key`, `environment_not_found`, `overloaded`; what is wrong with one user is in `errors`.
   */
  importUsers(data: Wire['ImportUsers']): Promise<Wire['ImportAnswer']>
  /** Who was brought in with that id: `GET /api/v1/import/users/{externalId}`. Permission `users:read`. */
  getUserByExternalId(accessToken: string, externalId: string): Promise<Wire['AppUserAnswer']>
  /** `POST /api/v1/users`. Permission `users:write`. Codes: `user_exists`, `weak_password`, `overloaded`. */
  createUser(accessToken: string, data: Wire['CreateUser']): Promise<Wire['AppUserAnswer']>
  /** `GET /api/v1/users/{userId}`. Permission `users:read`. */
  getUser(accessToken: string, userId: string): Promise<Wire['AppUserAnswer']>
  /** `isActive: false` shuts the user out at once: `PATCH /api/v1/users/{userId}`. Permission `users:write`. */
  updateUser(accessToken: string, userId: string, data: Wire['UpdateUser']): Promise<Wire['AppUserAnswer']>
  /** All roles of the user from then on: `POST /api/v1/users/{userId}/roles`. Permission `roles:assign`. */
  assignUserRoles(accessToken: string, userId: string, roleIds: string[]): Promise<Wire['UserRolesAnswer']>
  /** The highest first: `GET /api/v1/roles`. Permission `roles:read`. */
  listRoles(accessToken: string, params?: PageAsked): Promise<Wire['ApplicationRoleList']>
  /** `POST /api/v1/roles`. Permission `roles:write`. Codes: `role_exists`. */
  createRole(accessToken: string, data: Wire['CreateRole']): Promise<Wire['ApplicationRoleAnswer']>
  /** `GET /api/v1/roles/{roleId}`. Permission `roles:read`. */
  getRole(accessToken: string, roleId: string): Promise<Wire['ApplicationRoleAnswer']>
  /** `PATCH /api/v1/roles/{roleId}`. Permission `roles:write`. Codes: `role_exists`, `built_in`. */
  updateRole(accessToken: string, roleId: string, data: Wire['UpdateRole']): Promise<Wire['ApplicationRoleAnswer']>
  /** Nobody holds it any more: `DELETE /api/v1/roles/{roleId}`. Permission `roles:write`. Codes: `built_in`. */
  deleteRole(accessToken: string, roleId: string): Promise<Wire['OrganizationDone']>
  /** `GET /api/v1/roles/{roleId}/permissions`. Permission `roles:read`. */
  getRolePermissions(accessToken: string, roleId: string): Promise<Wire['PermissionList']>
  /** `POST /api/v1/roles/{roleId}/permissions`. Permission `roles:write`. Codes: `built_in`. */
  assignRolePermissions(
    accessToken: string,
    roleId: string,
    permissionIds: string[],
  ): Promise<Wire['RolePermissionsAnswer']>
  /** `DELETE /api/v1/roles/{roleId}/permissions/{permissionId}`. Permission `roles:write`. Codes: `built_in`. */
  removeRolePermission(
    accessToken: string,
    roleId: string,
    permissionId: string,
  ): Promise<Wire['RolePermissionRemoved']>
  /** By resource and action: `GET /api/v1/permissions`. Permission `permissions:read`. */
  listPermissions(accessToken: string, params?: PageAsked): Promise<Wire['PermissionList']>
  /** `POST /api/v1/permissions`. Permission `permissions:write`. Codes: `permission_exists`. */
  createPermission(accessToken: string, data: Wire['CreatePermission']): Promise<Wire['PermissionAnswer']>
  /** No role has it any more: `DELETE /api/v1/permissions/{permissionId}`. Permission `permissions:write`. Codes: `built_in`. */
  deletePermission(accessToken: string, permissionId: string): Promise<Wire['OrganizationDone']>
}

/** The same for an administrator of the application's tenant, who needs no permission. */
export interface AppRoleCalls {
  /** What the roles within organizations allow: `GET /api/platform/applications/{appId}/organization-roles`. */
  listAppOrganizationRoles(
    accessToken: string,
    appId: string,
    params?: Pick<OfEnvironment, 'environmentId'>,
  ): Promise<Wire['OrganizationRoleList']>
  /**
   * All that one of them allows from now on: `PUT /api/platform/applications/{appId}/organization-roles/{role}/permissions`.
   * Codes: `permission_not_found`, `built_in`.
   */
  setAppOrganizationPermissions(
    accessToken: string,
    appId: string,
    role: Wire['OrganizationRoleOfApplication']['role'],
    data: Wire['SetOrganizationPermissions'],
  ): Promise<Wire['OrganizationRoleAnswer']>
  /** `POST /api/platform/applications/{appId}/users/{userId}/roles`. */
  assignAppUserRoles(
    accessToken: string,
    appId: string,
    userId: string,
    roleIds: string[],
  ): Promise<Wire['UserRolesAnswer']>
  /** `GET /api/platform/applications/{appId}/roles`. */
  listAppRoles(
    accessToken: string,
    appId: string,
    params?: Pick<OfEnvironment, 'environmentId'>,
  ): Promise<Wire['ApplicationRoleList']>
  /** `POST /api/platform/applications/{appId}/roles`. Codes: `role_exists`. */
  createAppRole(accessToken: string, appId: string, data: Wire['CreateAppRole']): Promise<Wire['ApplicationRoleAnswer']>
  /** `GET /api/platform/applications/{appId}/roles/{roleId}`. */
  getAppRole(accessToken: string, appId: string, roleId: string): Promise<Wire['ApplicationRoleAnswer']>
  /** `PATCH /api/platform/applications/{appId}/roles/{roleId}`. Codes: `role_exists`, `built_in`. */
  updateAppRole(
    accessToken: string,
    appId: string,
    roleId: string,
    data: Wire['UpdateRole'],
  ): Promise<Wire['ApplicationRoleAnswer']>
  /** `DELETE /api/platform/applications/{appId}/roles/{roleId}`. Codes: `built_in`. */
  deleteAppRole(accessToken: string, appId: string, roleId: string): Promise<Wire['OrganizationDone']>
  /** `GET /api/platform/applications/{appId}/roles/{roleId}/permissions`. */
  getAppRolePermissions(accessToken: string, appId: string, roleId: string): Promise<Wire['PermissionList']>
  /** `POST /api/platform/applications/{appId}/roles/{roleId}/permissions`. Codes: `built_in`. */
  assignAppRolePermissions(
    accessToken: string,
    appId: string,
    roleId: string,
    permissionIds: string[],
  ): Promise<Wire['RolePermissionsAnswer']>
  /** `DELETE /api/platform/applications/{appId}/roles/{roleId}/permissions/{permissionId}`. Codes: `built_in`. */
  removeAppRolePermission(
    accessToken: string,
    appId: string,
    roleId: string,
    permissionId: string,
  ): Promise<Wire['RolePermissionRemoved']>
  /** `GET /api/platform/applications/{appId}/permissions`. */
  listAppPermissions(
    accessToken: string,
    appId: string,
    params?: Pick<OfEnvironment, 'environmentId'>,
  ): Promise<Wire['PermissionList']>
  /** `POST /api/platform/applications/{appId}/permissions`. Codes: `permission_exists`. */
  createAppPermission(
    accessToken: string,
    appId: string,
    data: Wire['CreateAppPermission'],
  ): Promise<Wire['PermissionAnswer']>
  /** `DELETE /api/platform/applications/{appId}/permissions/{permissionId}`. Codes: `built_in`. */
  deleteAppPermission(accessToken: string, appId: string, permissionId: string): Promise<Wire['OrganizationDone']>
}

const users = '/api/v1/users'
const roles = '/api/v1/roles'
const permissions = '/api/v1/permissions'
const app = '/api/platform/applications/{appId}'

export const createRoleCalls = (api: Transport): RoleCalls => ({
  listUsers: (token, query = {}) => answered(api.GET(users, { ...as(token), params: { query } })),
  importUsers: (body) => answered(api.POST('/api/v1/import/users', { body })),
  getUserByExternalId: (token, externalId) =>
    answered(api.GET('/api/v1/import/users/{externalId}', asAt(token, { externalId }))),
  createUser: (token, body) => answered(api.POST(users, { ...as(token), body })),
  getUser: (token, userId) => answered(api.GET(`${users}/{userId}`, asAt(token, { userId }))),
  updateUser: (token, userId, body) => answered(api.PATCH(`${users}/{userId}`, { ...asAt(token, { userId }), body })),
  assignUserRoles: (token, userId, roleIds) =>
    answered(api.POST(`${users}/{userId}/roles`, { ...asAt(token, { userId }), body: { roleIds } })),

  listRoles: (token, query = {}) => answered(api.GET(roles, { ...as(token), params: { query } })),
  createRole: (token, body) => answered(api.POST(roles, { ...as(token), body })),
  getRole: (token, roleId) => answered(api.GET(`${roles}/{roleId}`, asAt(token, { roleId }))),
  updateRole: (token, roleId, body) => answered(api.PATCH(`${roles}/{roleId}`, { ...asAt(token, { roleId }), body })),
  deleteRole: (token, roleId) => answered(api.DELETE(`${roles}/{roleId}`, asAt(token, { roleId }))),
  getRolePermissions: (token, roleId) => answered(api.GET(`${roles}/{roleId}/permissions`, asAt(token, { roleId }))),
  assignRolePermissions: (token, roleId, permissionIds) =>
    answered(api.POST(`${roles}/{roleId}/permissions`, { ...asAt(token, { roleId }), body: { permissionIds } })),
  removeRolePermission: (token, roleId, permissionId) =>
    answered(api.DELETE(`${roles}/{roleId}/permissions/{permissionId}`, asAt(token, { roleId, permissionId }))),

  listPermissions: (token, query = {}) => answered(api.GET(permissions, { ...as(token), params: { query } })),
  createPermission: (token, body) => answered(api.POST(permissions, { ...as(token), body })),
  deletePermission: (token, permissionId) =>
    answered(api.DELETE(`${permissions}/{permissionId}`, asAt(token, { permissionId }))),
})

export const createAppRoleCalls = (api: Transport): AppRoleCalls => ({
  assignAppUserRoles: (token, appId, userId, roleIds) =>
    answered(api.POST(`${app}/users/{userId}/roles`, { ...asAt(token, { appId, userId }), body: { roleIds } })),

  listAppOrganizationRoles: (token, appId, query = {}) =>
    answered(api.GET(`${app}/organization-roles`, { ...as(token), params: { path: { appId }, query } })),
  setAppOrganizationPermissions: (token, appId, role, body) =>
    answered(api.PUT(`${app}/organization-roles/{role}/permissions`, { ...asAt(token, { appId, role }), body })),
  listAppRoles: (token, appId, query = {}) =>
    answered(api.GET(`${app}/roles`, { ...as(token), params: { path: { appId }, query } })),
  createAppRole: (token, appId, body) => answered(api.POST(`${app}/roles`, { ...asAt(token, { appId }), body })),
  getAppRole: (token, appId, roleId) => answered(api.GET(`${app}/roles/{roleId}`, asAt(token, { appId, roleId }))),
  updateAppRole: (token, appId, roleId, body) =>
    answered(api.PATCH(`${app}/roles/{roleId}`, { ...asAt(token, { appId, roleId }), body })),
  deleteAppRole: (token, appId, roleId) =>
    answered(api.DELETE(`${app}/roles/{roleId}`, asAt(token, { appId, roleId }))),
  getAppRolePermissions: (token, appId, roleId) =>
    answered(api.GET(`${app}/roles/{roleId}/permissions`, asAt(token, { appId, roleId }))),
  assignAppRolePermissions: (token, appId, roleId, permissionIds) => {
    const asked = { ...asAt(token, { appId, roleId }), body: { permissionIds } }
    return answered(api.POST(`${app}/roles/{roleId}/permissions`, asked))
  },
  removeAppRolePermission: (token, appId, roleId, permissionId) => {
    const asked = asAt(token, { appId, roleId, permissionId })
    return answered(api.DELETE(`${app}/roles/{roleId}/permissions/{permissionId}`, asked))
  },

  listAppPermissions: (token, appId, query = {}) =>
    answered(api.GET(`${app}/permissions`, { ...as(token), params: { path: { appId }, query } })),
  createAppPermission: (token, appId, body) =>
    answered(api.POST(`${app}/permissions`, { ...asAt(token, { appId }), body })),
  deleteAppPermission: (token, appId, permissionId) =>
    answered(api.DELETE(`${app}/permissions/{permissionId}`, asAt(token, { appId, permissionId }))),
})
