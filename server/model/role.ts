/** What may be done to what, in one environment. Tokens say it as `resource:action`. */
export interface Permission {
  readonly id: string
  readonly environmentId: string
  readonly name: string
  readonly description: string | null
  readonly resource: string
  readonly action: string
  /** One that operations of this service ask for. */
  readonly isSystem: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** Permissions under one name, which users of one environment hold. */
export interface ApplicationRole {
  readonly id: string
  readonly environmentId: string
  readonly name: string
  readonly description: string | null
  /** Made with the environment: it stays as it is. */
  readonly isSystem: boolean
  /** Whoever stands higher decides over whoever stands lower. */
  readonly hierarchyLevel: number
  readonly createdAt: number
  readonly updatedAt: number
}

export const wordOf = ({ resource, action }: Pick<Permission, 'resource' | 'action'>): string => `${resource}:${action}`

/** Those that operations of this service ask for, with what each one allows. */
export const systemPermissions = {
  'users:read': 'See the users of the application',
  'users:write': 'Make users, change their names, and switch them off and on',
  'roles:read': 'See roles and what they allow',
  'roles:write': 'Make, change and delete roles',
  'roles:assign': 'Give roles to users, and take them away',
  'permissions:read': 'See permissions',
  'permissions:write': 'Make and delete permissions',
  'invitations:read': 'See all invitations to the application',
  'invitations:write': 'Invite to the application, and take invitations back',
} as const

export type SystemPermission = keyof typeof systemPermissions

/** The highest there is; of whoever holds every permission. */
export const highestLevel = 1000

/** The role that every environment begins with, and that holds each of its permissions, those made later too. */
export const adminRole = { name: 'admin', description: 'May do everything', hierarchyLevel: highestLevel } as const

/** Ids of what an environment begins with are made of its own, so that nobody has to look for them. */
export const adminRoleId = (environmentId: string): string => `admin-${environmentId}`

export const systemPermissionId = (word: string, environmentId: string): string =>
  `${word.replace(':', '-')}-${environmentId}`
