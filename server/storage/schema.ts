// The tables, as Kysely sees them. Times are ms since 1970, JSON is text, booleans are 0 or 1, ids are text.

export interface TenantsTable {
  id: string
  name: string
  slug: string
  plan: string
  isActive: number
  /** JSON. */
  settings: string | null
  /** Since then nobody sees it, and what is in it is being deleted. */
  deletedAt: number | null
  createdAt: number
  updatedAt: number
}

export interface ApplicationsTable {
  id: string
  tenantId: string
  name: string
  slug: string
  domain: string | null
  logoUrl: string | null
  homeUrl: string | null
  callbackUrls: string | null
  settings: string | null
  authConfig: string | null
  isActive: number
  /** Since then nobody sees it, and what is in it is being deleted. */
  deletedAt: number | null
  createdAt: number
  updatedAt: number
}

export interface EnvironmentsTable {
  id: string
  applicationId: string
  name: string
  isActive: number
  /** AuthSettings, only the keys that differ from the defaults. */
  settings: string
  createdAt: number
  updatedAt: number
}

export interface ClientsTable {
  id: string
  environmentId: string
  organizationId: string | null
  name: string
  secretHash: string | null
  sealedSecret: string | null
  redirectUris: string
  audiences: string
  scopes: string
  defaultScopes: string
  accessTokenSeconds: number | null
  refreshTokenSeconds: number | null
  isActive: number
  createdBy: string | null
  /** OpenIdSettings; null where nobody said anything. */
  openid: string | null
  registrationHash: string | null
  documentUntil: number | null
  createdAt: number
  updatedAt: number
}

/** One row an allowed origin, so that a preflight is one indexed look-up. */
export interface ClientOriginsTable {
  clientId: string
  origin: string
}

export interface UsersTable {
  id: string
  environmentId: string
  email: string
  emailVerifiedAt: number | null
  contestedAt: number | null
  passwordHash: string | null
  status: string
  firstName: string | null
  lastName: string | null
  avatarUrl: string | null
  externalId: string | null
  profile: string | null
  metadata: string | null
  lastSignInAt: number | null
  createdAt: number
  updatedAt: number
}

export interface OrganizationsTable {
  id: string
  environmentId: string
  parentId: string | null
  name: string | null
  slug: string | null
  avatarUrl: string | null
  metadata: string | null
  createdBy: string | null
  createdAt: number
  updatedAt: number
}

export interface MembershipsTable {
  id: string
  organizationId: string
  userId: string
  role: string
  addedBy: string | null
  joinedAt: number | null
  createdAt: number
  updatedAt: number
}

export interface SessionsTable {
  id: string
  environmentId: string
  userId: string
  clientId: string | null
  organizationId: string | null
  confinedTo: string | null
  scope: string | null
  surface: string
  userAgent: string | null
  ip: string | null
  createdAt: number
  expiresAt: number
  endedAt: number | null
  endReason: string | null
  authenticatedAt: number | null
  authenticatedBy: string | null
  browserSessionId: string | null
  keyThumbprint: string | null
  claims: string | null
  provenAt: number | null
  resource: string | null
}

/** Only hashes; the successor of a used token is derived from it and the salt, so none is kept in clear. */
export interface RefreshTokensTable {
  hash: string
  sessionId: string
  createdAt: number
  expiresAt: number
  usedAt: number | null
  successorSalt: string | null
  keyThumbprint: string | null
}

/** Of each session's last refresh; `answeredAt` is null once something of the answer was seen. */
export interface RefreshAnswersTable {
  sessionId: string
  answeredAt: number | null
  userAgent: string | null
  repeatedAt: number | null
}

/** Only hashes. A used one stays for a while: its second use ends the session it started. */
export interface AuthorizationCodesTable {
  hash: string
  environmentId: string
  clientId: string | null
  surface: string
  userId: string
  redirectUri: string
  codeChallenge: string
  scope: string | null
  nonce: string | null
  provider: string | null
  createdAt: number
  expiresAt: number
  usedAt: number | null
  sessionId: string | null
  authenticatedBy: string | null
  authenticatedAt: number | null
  browserSessionId: string | null
  keyThumbprint: string | null
  claims: string | null
  resource: string | null
}

/** Access tokens that ended before their time and have no session to end. */
export interface RevokedTokensTable {
  jti: string
  expiresAt: number
}

/** Links and codes. Those of one request share requestId and die together. */
export interface OneTimeTokensTable {
  id: string
  environmentId: string
  userId: string | null
  purpose: string
  surface: string | null
  email: string
  requestId: string
  hash: string
  attempts: number
  data: string | null
  createdAt: number
  expiresAt: number
  usedAt: number | null
}

/** Sign-ups whose address is not proven yet, with the password that each one chose. */
export interface SignUpsTable {
  id: string
  userId: string
  passwordHash: string
  firstName: string | null
  lastName: string | null
  source: string
  createdAt: number
}

/** Who a person is at a provider. */
export interface IdentitiesTable {
  id: string
  environmentId: string
  userId: string
  provider: string
  subject: string
  email: string | null
  createdAt: number
}

/** Sign-ins that have gone to a provider. Only hashes of what travels; the proof is sealed. */
export interface ProviderFlowsTable {
  stateHash: string
  browserHash: string
  environmentId: string
  provider: string
  callbackUrl: string
  sealedProof: string
  target: string
  createdAt: number
  expiresAt: number
}

/** Places kept for an address. The token in the mail is kept as its hash. */
export interface InvitationsTable {
  id: string
  tenantId: string
  environmentId: string | null
  organizationId: string | null
  email: string
  role: string
  roleId: string | null
  clientId: string | null
  redirectUri: string | null
  surface: string
  invitedBy: string | null
  tokenHash: string
  state: string
  expiresAt: number
  acceptedAt: number | null
  acceptedBy: string | null
  createdAt: number
  updatedAt: number
}

/** Who waits for a feature, in which organization. */
export interface WaitlistEntriesTable {
  organizationId: string
  userId: string
  feature: string
  createdAt: number
}

export interface SigningKeysTable {
  kid: string
  alg: string
  publicJwk: string
  sealedPrivateJwk: string
  createdAt: number
  signsFrom: number
  retiresAt: number | null
}

/** Mails to send. The payload is sealed: it holds links and codes. In the sandbox, delivered mails stay as the mailbox. */
export interface OutboxTable {
  id: string
  kind: string
  sealedPayload: string
  createdAt: number
  expiresAt: number
  nextAttemptAt: number
  attempts: number
  leasedUntil: number | null
  sentAt: number | null
}

/** Counters of windows; one row a limit and what it counts, which is hashed. */
export interface RateLimitsTable {
  key: string
  count: number
  resetsAt: number
}

/** Failures in a row; keys as in `rateLimits`. A pause of `pauseMs` follows the last one. */
export interface FailureStreaksTable {
  key: string
  failures: number
  pauseMs: number
  failedAt: number
}

export interface AuditEventsTable {
  id: string
  tenantId: string | null
  applicationId: string | null
  environmentId: string | null
  actor: string | null
  actorId: string | null
  userId: string | null
  sessionId: string | null
  action: string
  ip: string | null
  userAgent: string | null
  data: string | null
  createdAt: number
}

/** Says which environment a request is for. Not a secret. */
export interface PublishableKeysTable {
  key: string
  environmentId: string
  createdAt: number
  expiresAt: number | null
}

/** Credentials of programs; only hashes. */
export interface ApiKeysTable {
  id: string
  tenantId: string | null
  applicationId: string | null
  environmentId: string | null
  organizationId: string | null
  name: string
  keyType: string
  keyPrefix: string
  hash: string
  createdBy: string | null
  lastUsedAt: number | null
  expiresAt: number | null
  revokedAt: number | null
  createdAt: number
}

/** Authenticator apps; the secret is sealed. */
export interface TotpFactorsTable {
  id: string
  userId: string
  name: string
  sealedSecret: string
  confirmedAt: number | null
  sessionId: string | null
  lastStep: number
  lastUsedAt: number | null
  createdAt: number
  updatedAt: number
}

/** Only keyed hashes. */
export interface BackupCodesTable {
  userId: string
  hash: string
  createdAt: number
  usedAt: number | null
}

/** Users of the console and the tenant that each one runs. */
export interface AdministratorsTable {
  userId: string
  tenantId: string
  role: string
  invitedBy: string | null
  invitedUntil: number | null
  createdAt: number
}

/** Sign-ins of a project's administrators. */
export interface AdminSessionsTable {
  id: string
  environmentId: string
  subject: string
  email: string
  createdAt: number
  expiresAt: number
  endedAt: number | null
}

/** Assertions of others that were used here, so that none is used twice. */
export interface SpentAssertionsTable {
  hash: string
  expiresAt: number
}

/** What the database was first opened for: one row. */
export interface DatabaseModeTable {
  id: string
  mode: string
  createdAt: number
}

/** What keyed hashes are derived from, sealed: one row, once the secret was changed. */
export interface SecretRootsTable {
  id: string
  sealedRoot: string
  createdAt: number
}

/** What a person has allowed a client that is not the environment's own. */
export interface ConsentsTable {
  userId: string
  clientId: string
  scope: string
  /** JSON. */
  resources: string
  createdAt: number
  updatedAt: number
}

/** Authorization requests that clients have pushed (RFC 9126), on their way to a browser. */
export interface PushedRequestsTable {
  hash: string
  clientId: string
  /** What was asked for, as JSON. */
  parameters: string
  createdAt: number
  expiresAt: number
}

/** Devices that wait for somebody to let them in. Only hashes of their codes. */
export interface DeviceCodesTable {
  hash: string
  userCodeHash: string
  environmentId: string
  clientId: string
  scope: string | null
  answer: 'allowed' | 'denied' | null
  answeredAt: number | null
  userId: string | null
  authenticatedBy: string | null
  authenticatedAt: number | null
  intervalMs: number
  pollAfter: number
  createdAt: number
  expiresAt: number
  usedAt: number | null
}

/** Sessions at our pages that have ended, and whom it is still to be told. */
export interface LogoutNoticesTable {
  id: string
  clientId: string
  userId: string
  browserSessionId: string
  createdAt: number
  nextAttemptAt: number
  attempts: number
  leasedUntil: number | null
}

/** Passkeys: public halves alone. */
export interface PasskeysTable {
  id: string
  environmentId: string
  userId: string
  credentialId: string
  publicKey: string
  counter: number
  /** A list, as JSON. */
  transports: string
  isBackedUp: number
  name: string
  createdAt: number
  lastUsedAt: number | null
}

export interface RolesTable {
  id: string
  environmentId: string
  name: string
  description: string | null
  isSystem: number
  hierarchyLevel: number
  createdAt: number
  updatedAt: number
}

export interface PermissionsTable {
  id: string
  environmentId: string
  name: string
  description: string | null
  resource: string
  action: string
  isSystem: number
  createdAt: number
  updatedAt: number
}

/** What a role allows. */
export interface RolePermissionsTable {
  roleId: string
  permissionId: string
  createdAt: number
}

/** Who holds a role. */
export interface UserRolesTable {
  userId: string
  roleId: string
  createdAt: number
}

/** Addresses that are told what happens; their secrets are sealed. */
export interface WebhooksTable {
  id: string
  tenantId: string
  applicationId: string | null
  environmentId: string | null
  url: string
  events: string
  sealedSecrets: string
  secretStart: string
  previousSecretExpiresAt: number | null
  isActive: number
  lastTriggeredAt: number | null
  lastTakenAt: number | null
  createdAt: number
  updatedAt: number
}

/** What webhooks are to be told, and what has become of it. */
export interface WebhookDeliveriesTable {
  id: string
  webhookId: string
  type: string
  thing: string
  message: string
  state: string
  attempts: number
  lastStatus: number | null
  lastProblem: string | null
  startedAt: number
  nextAttemptAt: number
  leasedUntil: number | null
  settledAt: number | null
  createdAt: number
}

/** Words of owners' for the mails that we send. */
export interface PageTextsTable {
  environmentId: string
  language: string
  texts: string
  updatedAt: number
}

export interface MailTemplatesTable {
  id: string
  tenantId: string
  applicationId: string | null
  environmentId: string | null
  /** The environment, or the tenant where there is none. */
  place: string
  name: string
  /** Empty where it is for all. */
  language: string
  subject: string
  htmlBody: string
  textBody: string | null
  variables: string
  isActive: number
  createdAt: number
  updatedAt: number
}

/** What the roles within organizations allow. */
export interface OrganizationPermissionsTable {
  environmentId: string
  role: string
  permissionId: string
  createdAt: number
}

/** Users by the names that companies' directories have for them. */
export interface DirectoryUsersTable {
  /** The organization, or the environment where there is none. */
  place: string
  userId: string
  organizationId: string | null
  userName: string
  userNameKey: string
  externalId: string | null
  isMaker: number
  isSwitchedOff: number
  createdAt: number
  updatedAt: number
}

/** Groups by the ids that companies' directories have for them. */
export interface DirectoryGroupsTable {
  /** The organization, or the environment where there is none. */
  place: string
  groupId: string
  roleId: string | null
  organizationId: string | null
  externalId: string | null
  updatedAt: number
}

/** Sums of how many there are, by the hour that sessions end in; other buckets are 0. */
export interface CountsTable {
  name: string
  environmentId: string
  bucket: number
  total: number
}

/** What has changed since in the sums of `counts`; triggers write it. */
export interface CountChangesTable {
  id: number
  name: string
  environmentId: string
  bucket: number
  change: number
}

export interface Schema {
  counts: CountsTable
  countChanges: CountChangesTable
  tenants: TenantsTable
  applications: ApplicationsTable
  environments: EnvironmentsTable
  clients: ClientsTable
  clientOrigins: ClientOriginsTable
  users: UsersTable
  organizations: OrganizationsTable
  memberships: MembershipsTable
  sessions: SessionsTable
  refreshTokens: RefreshTokensTable
  refreshAnswers: RefreshAnswersTable
  authorizationCodes: AuthorizationCodesTable
  revokedTokens: RevokedTokensTable
  oneTimeTokens: OneTimeTokensTable
  signUps: SignUpsTable
  identities: IdentitiesTable
  providerFlows: ProviderFlowsTable
  invitations: InvitationsTable
  waitlistEntries: WaitlistEntriesTable
  signingKeys: SigningKeysTable
  outbox: OutboxTable
  rateLimits: RateLimitsTable
  failureStreaks: FailureStreaksTable
  auditEvents: AuditEventsTable
  publishableKeys: PublishableKeysTable
  administrators: AdministratorsTable
  totpFactors: TotpFactorsTable
  backupCodes: BackupCodesTable
  apiKeys: ApiKeysTable
  adminSessions: AdminSessionsTable
  spentAssertions: SpentAssertionsTable
  databaseMode: DatabaseModeTable
  consents: ConsentsTable
  logoutNotices: LogoutNoticesTable
  deviceCodes: DeviceCodesTable
  pushedRequests: PushedRequestsTable
  secretRoots: SecretRootsTable
  webhooks: WebhooksTable
  webhookDeliveries: WebhookDeliveriesTable
  organizationPermissions: OrganizationPermissionsTable
  mailTemplates: MailTemplatesTable
  pageTexts: PageTextsTable
  passkeys: PasskeysTable
  roles: RolesTable
  permissions: PermissionsTable
  rolePermissions: RolePermissionsTable
  userRoles: UserRolesTable
  directoryUsers: DirectoryUsersTable
  directoryGroups: DirectoryGroupsTable
}
