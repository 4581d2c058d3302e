// The sandbox's fixed world: who and what is there at every start.
import type { Context, World } from '../context.ts'
import { type Client, defaultOpenId } from '../model/client.ts'
import type { Environment } from '../model/environment.ts'
import { openIdScopes } from '../model/scopes.ts'
import type { ApiKey } from '../model/keys.ts'
import { defaultSettings } from '../model/policies.ts'
import {
  sandboxApplicationId,
  sandboxCredentials,
  sandboxEnvironmentId,
  sandboxTenantId,
} from '../model/sandbox-credentials.ts'
import type { User } from '../model/user.ts'
import { sha256 } from '../outside/secrets.ts'
import { insertAdministrator } from '../storage/administrators.ts'
import { emptyDatabase, readTables } from '../storage/all-tables.ts'
import { insertApiKey } from '../storage/api-keys.ts'
import { findApplication, insertApplication } from '../storage/applications.ts'
import { insertClient } from '../storage/clients.ts'
import { type Database, exclusively, goBackAtEnd, markAtEnd } from '../storage/database.ts'
import { findCachedEnvironment, insertEnvironment } from '../storage/environments.ts'
import { insertPublishableKey } from '../storage/publishable-keys.ts'
import { insertTenant } from '../storage/tenants.ts'
import { insertUser } from '../storage/users.ts'
import { deviceGrant } from '../identity/authorization/device-codes.ts'
import { exchangeGrant } from '../identity/authorization/token-exchange.ts'
import { consoleEnvironmentId, createConsole } from '../identity/sign-in/console.ts'

const tenantId = sandboxTenantId
const applicationId = sandboxApplicationId
const ownerId = '01900000-0000-7000-8000-000000000008'

/** Makes the fixed world where there is none yet. Several instances may start at once. */
export const ensureSandbox = async (world: World): Promise<void> => {
  const passwordHash = await ownerHash(world)
  await exclusively(world.db, 'sandbox', async (db) => {
    if (!(await findApplication(db, tenantId, applicationId))) await fill(world, db, passwordHash)
  })
}

/** Removes all people and what they left, and puts back clock, configuration and limits. Signing keys stay. */
export const resetSandbox = async (ctx: Context): Promise<void> => {
  ctx.sandbox?.clock.reset()
  ctx.sandbox?.faults.reset()
  ctx.sandbox?.webhooks.reset()
  const passwordHash = await ownerHash(ctx)
  await exclusively(ctx.db, 'sandbox', async (db) => {
    // What stays is part of the mark, and so the mark of another state where any of it has changed.
    const version = JSON.stringify(await readTables(db, staying))
    if (goBackAtEnd(ctx.db, version)) return
    await emptyDatabase(db, { keep: staying })
    await createConsole(ctx, db)
    await fill(ctx, db, passwordHash)
    markAtEnd(ctx.db, version)
  })
}

const staying = ['signingKeys', 'databaseMode', 'secretRoots'] as const

/** The environment of all its credentials: it is there from the first start on. */
export const requireSandboxEnvironment = async ({ db }: Pick<World, 'db'>): Promise<Environment> => {
  const environment = await findCachedEnvironment(db, sandboxEnvironmentId)
  if (!environment) throw new Error('The sandbox has no environment')
  return environment
}

/** The owner's password never changes, so each process hashes it once. */
const ownerHashes = new WeakMap<World['passwords'], Promise<string>>()

const ownerHash = ({ passwords }: World): Promise<string> => {
  const known = ownerHashes.get(passwords)
  if (known) return known
  const made = passwords.hash(sandboxCredentials.platform.password)
  ownerHashes.set(passwords, made)
  return made
}

const fill = async (world: World, db: Database, passwordHash: string): Promise<void> => {
  const now = world.clock.now()
  const times = { createdAt: now, updatedAt: now }
  await insertTenant(db, { id: tenantId, name: 'Sandbox', slug: 'sandbox', plan: 'free', isActive: true, ...times })
  await insertApplication(db, {
    id: applicationId,
    tenantId,
    name: 'Inbox Manager',
    slug: 'inbox-manager',
    domain: null,
    logoUrl: null,
    homeUrl: null,
    callbackUrls: null,
    settings: null,
    authConfig: null,
    isActive: true,
    ...times,
  })
  await insertEnvironment(db, {
    id: sandboxEnvironmentId,
    applicationId,
    tenantId,
    name: 'development',
    isActive: true,
    settings: { ...defaultSettings, allowedRedirectUrls: [...redirectUris(world), ...documentedRedirectUris] },
    ...times,
  })
  await insertUser(db, sandboxOwner(now, passwordHash))
  await insertAdministrator(db, {
    userId: ownerId,
    tenantId,
    role: 'owner',
    invitedBy: null,
    invitedUntil: null,
    createdAt: now,
  })
  await insertClient(db, inboxManager(world, now))
  await insertPublishableKey(db, {
    key: sandboxCredentials.app.publishableKey,
    environmentId: sandboxEnvironmentId,
    createdAt: now,
    expiresAt: null,
  })
  const { apiKey, anonKey } = sandboxCredentials.project
  const keyOf = { createdAt: now, name: 'Sandbox project' }
  await insertApiKey(
    db,
    sandboxKey(apiKey, { ...keyOf, id: '01900000-0000-7000-8000-000000000006', keyType: 'secret' }),
  )
  await insertApiKey(
    db,
    sandboxKey(sandboxCredentials.app.secretKey, {
      id: '01900000-0000-7000-8000-000000000004',
      name: 'Sandbox',
      keyType: 'secret',
      createdAt: now,
    }),
  )
  await insertApiKey(
    db,
    sandboxKey(sandboxCredentials.app.scimToken, {
      id: '01900000-0000-7000-8000-00000000000d',
      name: 'Sandbox directory',
      keyType: 'scim',
      createdAt: now,
    }),
  )
  await insertApiKey(db, sandboxKey(anonKey, { ...keyOf, id: '01900000-0000-7000-8000-000000000007', keyType: 'anon' }))
  await insertClient(db, inboxManagerBackend(world, now))
}

/** The documented one, and the landing page's own. */
const redirectUris = (world: World): string[] => [
  ...new Set([sandboxCredentials.account.redirectUri, `${world.config.publicUrl}/callback`]),
]

/** This machine by its numbers, as native apps say it (RFC 8252 section 7.3). */
const nativeRedirectUris = ['http://127.0.0.1:3000/callback', 'http://[::1]:3000/callback'] as const

/** A scheme of an app's own (RFC 8252 section 7.1), as examples/native has it. */
const appRedirectUri = 'com.example.notes:/signed-in'

/** Those of the project's documented calls, so that they work as they stand there. Nothing in the sandbox is worth stealing. */
const documentedRedirectUris = ['https://myapp.com/callback', 'myapp://callback'] as const

const sandboxOwner = (now: number, passwordHash: string): User => ({
  id: ownerId,
  environmentId: consoleEnvironmentId,
  email: sandboxCredentials.platform.email,
  emailVerifiedAt: now,
  contestedAt: null,
  passwordHash,
  status: 'active',
  firstName: 'Sandbox',
  lastName: 'Owner',
  avatarUrl: null,
  externalId: null,
  profile: null,
  metadata: null,
  lastSignInAt: null,
  createdAt: now,
  updatedAt: now,
})

const sandboxKey = (key: string, more: Pick<ApiKey, 'id' | 'name' | 'keyType' | 'createdAt'>): ApiKey => ({
  ...more,
  tenantId,
  applicationId,
  environmentId: sandboxEnvironmentId,
  organizationId: null,
  keyPrefix: key.slice(0, 9),
  hash: sha256(key),
  createdBy: null,
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
})

const inboxManager = (world: World, now: number): Client => ({
  id: sandboxCredentials.account.client_id,
  environmentId: sandboxEnvironmentId,
  organizationId: null,
  name: 'Inbox Manager',
  secretHash: null,
  sealedSecret: null,
  allowedOrigins: [
    sandboxCredentials.account.origin,
    'http://localhost:3000',
    'http://localhost:5173',
    'http://127.0.0.1:5173',
  ],
  redirectUris: [...redirectUris(world), ...nativeRedirectUris, appRedirectUri],
  audiences: [sandboxCredentials.account.audience],
  scopes: ['mail:read', 'mail:send', ...openIdScopes],
  defaultScopes: [],
  accessTokenSeconds: null,
  refreshTokenSeconds: null,
  isActive: true,
  createdBy: null,
  openid: {
    ...defaultOpenId,
    grantTypes: [...defaultOpenId.grantTypes, deviceGrant, exchangeGrant],
    postLogoutRedirectUris: [...redirectUris(world), ...nativeRedirectUris],
  },
  registrationHash: null,
  documentUntil: null,
  createdAt: now,
  updatedAt: now,
})

const inboxManagerBackend = (world: World, now: number): Client => ({
  ...inboxManager(world, now),
  id: sandboxCredentials.oauth.client_id,
  name: 'Inbox Manager Backend',
  secretHash: sha256(sandboxCredentials.oauth.client_secret),
  allowedOrigins: [],
  openid: { ...inboxManager(world, now).openid, requiresPkce: false },
})
