// Ready-made rows for storage tests: one tenant down to one environment, and makers for what lives in it.
import type { AuthorizationCode } from '../../server/model/authorization-code.ts'
import { type Client, defaultOpenId } from '../../server/model/client.ts'
import type { Environment } from '../../server/model/environment.ts'
import type { Invitation } from '../../server/model/invitation.ts'
import type { Membership, Organization } from '../../server/model/organization.ts'
import { defaultSettings } from '../../server/model/policies.ts'
import type { Session } from '../../server/model/session.ts'
import type { User } from '../../server/model/user.ts'
import { insertApplication } from '../../server/storage/applications.ts'
import type { Application } from '../../server/storage/applications.ts'
import type { Database } from '../../server/storage/database.ts'
import { insertEnvironment } from '../../server/storage/environments.ts'
import type { OneTimeToken } from '../../server/storage/one-time-tokens.ts'
import type { OutboxMail } from '../../server/storage/outbox.ts'
import { insertTenant } from '../../server/storage/tenants.ts'

export const start = 1_700_000_000_000
const times = { createdAt: start, updatedAt: start }

export const tenant = { id: 'tenant', name: 'Acme', slug: 'acme', plan: 'free', isActive: true, ...times }

export const application: Application = {
  id: 'application',
  tenantId: 'tenant',
  name: 'Inbox',
  slug: 'inbox',
  domain: null,
  logoUrl: null,
  homeUrl: null,
  callbackUrls: ['https://inbox.example/callback'],
  settings: null,
  authConfig: { google: { on: true } },
  isActive: true,
  ...times,
}

export const environment: Environment = {
  id: 'environment',
  applicationId: 'application',
  tenantId: 'tenant',
  name: 'production',
  isActive: true,
  settings: defaultSettings,
  ...times,
}

export const user = (id: string, more: Partial<User> = {}): User => ({
  id,
  environmentId: 'environment',
  email: `${id}@example.test`,
  emailVerifiedAt: null,
  contestedAt: null,
  passwordHash: null,
  status: 'active',
  firstName: null,
  lastName: null,
  avatarUrl: null,
  externalId: null,
  profile: null,
  metadata: null,
  lastSignInAt: null,
  ...times,
  ...more,
})

export const organization = (id: string, more: Partial<Organization> = {}): Organization => ({
  id,
  environmentId: 'environment',
  parentId: null,
  name: null,
  slug: null,
  avatarUrl: null,
  metadata: null,
  createdBy: null,
  ...times,
  ...more,
})

export const membership = (organizationId: string, userId: string, more: Partial<Membership> = {}): Membership => ({
  id: `${organizationId}-${userId}`,
  organizationId,
  userId,
  role: 'member',
  addedBy: null,
  joinedAt: start,
  ...times,
  ...more,
})

export const client = (id: string, more: Partial<Client> = {}): Client => ({
  id,
  environmentId: 'environment',
  organizationId: null,
  name: 'Web',
  secretHash: null,
  sealedSecret: null,
  allowedOrigins: [],
  redirectUris: [],
  audiences: [],
  scopes: [],
  defaultScopes: [],
  accessTokenSeconds: null,
  refreshTokenSeconds: null,
  isActive: true,
  createdBy: null,
  openid: defaultOpenId,
  registrationHash: null,
  documentUntil: null,
  ...times,
  ...more,
})

export const session = (id: string, userId: string, more: Partial<Session> = {}): Session => ({
  id,
  environmentId: 'environment',
  userId,
  clientId: null,
  organizationId: null,
  confinedTo: null,
  scope: null,
  surface: 'account',
  userAgent: null,
  ip: null,
  createdAt: start,
  expiresAt: start + 1000,
  endedAt: null,
  endReason: null,
  authenticatedAt: null,
  authenticatedBy: null,
  browserSessionId: null,
  keyThumbprint: null,
  claims: null,
  provenAt: null,
  resource: null,
  ...more,
})

export const authorizationCode = (hash: string, userId: string, more: Partial<AuthorizationCode> = {}) => ({
  hash,
  environmentId: 'environment',
  clientId: null,
  surface: 'account',
  userId,
  redirectUri: 'https://inbox.example/callback',
  codeChallenge: 'challenge',
  scope: null,
  nonce: null,
  provider: null,
  createdAt: start,
  expiresAt: start + 1000,
  usedAt: null,
  sessionId: null,
  authenticatedBy: null,
  authenticatedAt: null,
  browserSessionId: null,
  keyThumbprint: null,
  claims: null,
  resource: null,
  ...more,
})

export const oneTimeToken = (id: string, more: Partial<OneTimeToken> = {}): OneTimeToken => ({
  id,
  environmentId: 'environment',
  userId: null,
  purpose: 'verify_email',
  surface: 'account',
  email: 'alice@example.test',
  requestId: `request-${id}`,
  hash: `hash-${id}`,
  attempts: 0,
  data: null,
  createdAt: start,
  expiresAt: start + 1000,
  usedAt: null,
  ...more,
})

export const invitation = (id: string, more: Partial<Invitation> = {}): Invitation => ({
  id,
  tenantId: 'tenant',
  environmentId: 'environment',
  organizationId: null,
  email: 'guest@example.test',
  role: 'member',
  roleId: null,
  clientId: null,
  redirectUri: null,
  invitedBy: null,
  tokenHash: `hash-${id}`,
  state: 'pending',
  expiresAt: start + 1000,
  acceptedAt: null,
  acceptedBy: null,
  surface: 'account',
  ...times,
  ...more,
})

export const mail = (id: string, more: Partial<OutboxMail> = {}): OutboxMail => ({
  id,
  kind: 'welcome',
  sealedPayload: 'sealed',
  createdAt: start,
  expiresAt: start + 1000,
  nextAttemptAt: start,
  attempts: 0,
  leasedUntil: null,
  sentAt: null,
  ...more,
})

/** Inserts the tenant, its application and their environment. */
export const insertWorld = async (db: Database): Promise<void> => {
  await insertTenant(db, tenant)
  await insertApplication(db, application)
  await insertEnvironment(db, environment)
}

/** The same as it was before environments began with a role. */
export const insertOldWorld = async (db: Database, id: string = environment.id): Promise<void> => {
  await insertTenant(db, tenant)
  await insertApplication(db, application)
  const { tenantId: _, ...row } = environment
  await db
    .insertInto('environments')
    .values({ ...row, id, isActive: 1, settings: '{}' })
    .execute()
}
