// Model to wire, for the platform surface alone. Every field is named: a spread would one day send a hash.
import type { TenantAdministrator } from '../../identity/administration/administrators-of-tenant.ts'
import type { Running } from '../../identity/administration/administrators.ts'
import type { ApplicationStats, Staged } from '../../identity/administration/applications.ts'
import type { ApiKey } from '../../model/keys.ts'
import { toTime } from '../app-and-platform/views.ts'
import type { Wire } from '../handle.ts'

export const toAdministrator = (
  { user, administrator, tenant }: Running,
  mfaEnabled: boolean,
): Wire['PlatformUser'] => ({
  id: user.id,
  tenantId: tenant.id,
  email: user.email,
  firstName: user.firstName,
  lastName: user.lastName,
  avatarUrl: user.avatarUrl,
  roles: [administrator.role],
  permissions: [],
  mfaEnabled,
  tenant: { id: tenant.id, name: tenant.name, slug: tenant.slug, plan: tenant.plan },
  createdAt: toTime(user.createdAt),
  updatedAt: toTime(user.updatedAt),
})

/** One who has no password yet was invited. */
export const toMember = (
  { user, administrator }: TenantAdministrator,
  mfaEnabled: boolean,
): Wire['PlatformMember'] => ({
  id: user.id,
  email: user.email,
  firstName: user.firstName,
  lastName: user.lastName,
  avatarUrl: user.avatarUrl,
  isActive: user.status === 'active',
  role: administrator.role,
  roles: [administrator.role],
  status: user.passwordHash === null ? 'invited' : 'active',
  mfaEnabled,
  createdAt: toTime(administrator.createdAt),
  lastLoginAt: user.lastSignInAt === null ? null : toTime(user.lastSignInAt),
})

/** Known by the id of who was invited: what the mail holds is another text. */
export const toInvited = ({ user, administrator }: TenantAdministrator, now: number): Wire['PlatformInvitation'] => {
  const until = administrator.invitedUntil ?? administrator.createdAt
  return {
    id: user.id,
    tenantId: administrator.tenantId,
    email: user.email,
    roleId: administrator.role,
    roleName: administrator.role,
    invitedBy: administrator.invitedBy ?? '',
    status: until > now ? 'pending' : 'expired',
    expiresAt: toTime(until),
    acceptedAt: null,
    createdAt: toTime(administrator.createdAt),
    updatedAt: toTime(user.updatedAt),
  }
}

export const toApplication = ({ application, stages }: Staged): Wire['Application'] => ({
  id: application.id,
  tenantId: application.tenantId,
  name: application.name,
  slug: application.slug,
  domain: application.domain,
  logoUrl: application.logoUrl,
  homeUrl: application.homeUrl,
  callbackUrls: application.callbackUrls && [...application.callbackUrls],
  isActive: application.isActive,
  settings: application.settings,
  authConfig: application.authConfig,
  environments: stages.map(toStage),
  createdAt: toTime(application.createdAt),
  updatedAt: toTime(application.updatedAt),
})

export const toStage = ({ environment, publishableKey }: Staged['stages'][number]): Wire['ApplicationEnvironment'] => ({
  id: environment.id,
  name: environment.name,
  publishableKey,
  isActive: environment.isActive,
})

export const toStats = ({ roles, apiKeys, stages }: ApplicationStats): Wire['ApplicationStats'] => ({
  totalUsers: stages.reduce((sum, { users }) => sum + users, 0),
  activeSessions: stages.reduce((sum, { sessions }) => sum + sessions, 0),
  totalRoles: roles,
  totalApiKeys: apiKeys,
  environments: stages.map(({ environment, users, sessions }) => ({
    id: environment.id,
    name: environment.name,
    userCount: users,
    sessionCount: sessions,
  })),
})

export const toApiKey = (key: ApiKey): Wire['ApiKey'] => ({
  id: key.id,
  name: key.name,
  keyPrefix: key.keyPrefix,
  keyType: key.keyType,
  environmentId: key.environmentId ?? '',
  organizationId: key.organizationId,
  lastUsedAt: key.lastUsedAt === null ? null : toTime(key.lastUsedAt),
  expiresAt: key.expiresAt === null ? null : toTime(key.expiresAt),
  createdAt: toTime(key.createdAt),
})

/** A key of a tenant. */
export const toTenantKey = (key: ApiKey): Wire['TenantApiKey'] => {
  const { environmentId: _, organizationId: _none, ...shown } = toApiKey(key)
  return { ...shown, createdBy: key.createdBy }
}
