// Runs every query once, asks the database for its plan, and finds the table each one reads through an index.
import { PostgresQueryCompiler, SqliteQueryCompiler, sql } from 'kysely'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policies } from '../../server/model/policies.ts'
import * as administrators from '../../server/storage/administrators.ts'
import * as allTables from '../../server/storage/all-tables.ts'
import * as adminSessions from '../../server/storage/admin-sessions.ts'
import * as apiKeys from '../../server/storage/api-keys.ts'
import * as applications from '../../server/storage/applications.ts'
import * as auditEvents from '../../server/storage/audit-events.ts'
import * as authorizationCodes from '../../server/storage/authorization-codes.ts'
import * as clients from '../../server/storage/clients.ts'
import * as thirdPartyClients from '../../server/storage/third-party-clients.ts'
import * as consents from '../../server/storage/consents.ts'
import * as counts from '../../server/storage/counts.ts'
import { transaction } from '../../server/storage/database.ts'
import type { Database, OpenDatabase } from '../../server/storage/database.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import * as databaseMode from '../../server/storage/database-mode.ts'
import * as secretRoots from '../../server/storage/secret-roots.ts'
import * as deletedApplications from '../../server/storage/deleted-applications.ts'
import * as deletedTenants from '../../server/storage/deleted-tenants.ts'
import * as deviceCodes from '../../server/storage/device-codes.ts'
import * as environments from '../../server/storage/environments.ts'
import * as failureStreaks from '../../server/storage/failure-streaks.ts'
import * as identities from '../../server/storage/identities.ts'
import * as invitations from '../../server/storage/invitations.ts'
import * as invitationLists from '../../server/storage/invitation-lists.ts'
import * as logoutNotices from '../../server/storage/logout-notices.ts'
import * as logoutsToTell from '../../server/storage/logouts-to-tell.ts'
import * as mailTemplates from '../../server/storage/mail-templates.ts'
import * as members from '../../server/storage/members.ts'
import * as memberships from '../../server/storage/memberships.ts'
import * as oneTimeTokens from '../../server/storage/one-time-tokens.ts'
import * as retiredTokens from '../../server/storage/retired-tokens.ts'
import * as directoryGroups from '../../server/storage/directory-groups.ts'
import * as directoryUsers from '../../server/storage/directory-users.ts'
import * as organizationPermissions from '../../server/storage/organization-permissions.ts'
import * as organizations from '../../server/storage/organizations.ts'
import * as outbox from '../../server/storage/outbox.ts'
import * as pageTexts from '../../server/storage/page-texts.ts'
import * as passkeys from '../../server/storage/passkeys.ts'
import * as permissions from '../../server/storage/permissions.ts'
import * as publishableKeys from '../../server/storage/publishable-keys.ts'
import * as providerFlows from '../../server/storage/provider-flows.ts'
import * as pushedRequests from '../../server/storage/pushed-requests.ts'
import * as rateLimits from '../../server/storage/rate-limits.ts'
import * as refreshAnswers from '../../server/storage/refresh-answers.ts'
import * as refreshTokens from '../../server/storage/refresh-tokens.ts'
import * as revokedTokens from '../../server/storage/revoked-tokens.ts'
import * as roles from '../../server/storage/roles.ts'
import * as secondFactors from '../../server/storage/second-factors.ts'
import * as sessions from '../../server/storage/sessions.ts'
import * as sessionLists from '../../server/storage/session-lists.ts'
import * as endedSessions from '../../server/storage/ended-sessions.ts'
import * as signUps from '../../server/storage/sign-ups.ts'
import * as signingKeys from '../../server/storage/signing-keys.ts'
import * as spentAssertions from '../../server/storage/spent-assertions.ts'
import * as tenants from '../../server/storage/tenants.ts'
import * as users from '../../server/storage/users.ts'
import * as manyUsers from '../../server/storage/many-users.ts'
import * as waitlistEntries from '../../server/storage/waitlist-entries.ts'
import * as webhookDeliveries from '../../server/storage/webhook-deliveries.ts'
import * as webhooks from '../../server/storage/webhooks.ts'
import * as world from './world-for-tests.ts'

const page = { offset: 0, limit: 10 }
const further = { limit: 10, after: { createdAt: 1, id: 'i' } }
const place = { tenantId: 't', environmentId: 'e', organizationId: 'o' }
const entry = { organizationId: 'o', userId: 'u', feature: 'f' }
const codeProof = {
  hash: 'h',
  environmentId: 'e',
  clientId: 'c',
  surface: 'account',
  codeChallenge: 'c',
  redirectUri: 'r',
  keyThumbprint: 'k',
  now: 1,
}
const guess = { environmentId: 'e', purpose: 'p', surface: 's', email: 'a', now: 1 }
const shown = { purpose: 'p', hash: 'h', surface: 's' }

/** By each of the things that the audit is narrowed by. */
const auditFilters = (
  callsOf: (filter: auditEvents.AuditFilter, name: string) => [string, (db: Database) => Promise<unknown>][],
) => {
  const whose = ['tenantId', 'applicationId', 'environmentId', 'userId', 'actorId'] as const
  const filters = whose.flatMap((name) => [
    { [name]: 'i' },
    { [name]: 'i', action: 'a.b', since: 1 },
    { [name]: 'i', action: 'user.signed_in' },
  ])
  return Object.fromEntries(filters.flatMap((filter) => callsOf(filter, Object.keys(filter).join(' and '))))
}

const wholeDirectory = { environmentId: 'e', organizationId: null, place: 'e' } as const
const byFirstName = { kind: 'compare', attribute: 'name.givenName', operator: 'eq', value: 'n' } as const
const byName = { kind: 'compare', attribute: 'userName', operator: 'eq', value: 'n' } as const

/** One call of every query that looks for something. */
const calls: Record<string, (db: Database) => Promise<unknown>> = {
  findSecretRoot: (db) => secretRoots.findSecretRoot(db),
  findDatabaseMode: (db) => databaseMode.findDatabaseMode(db),
  listWebhooks: (db) => webhooks.listWebhooks(db, 't', 'a'),
  'listWebhooks of the tenant': (db) => webhooks.listWebhooks(db, 't', null),
  countWebhooks: (db) => webhooks.countWebhooks(db, 't'),
  listActiveWebhooks: (db) => webhooks.listActiveWebhooks(db, 't'),
  findWebhook: (db) => webhooks.findWebhook(db, 'w'),
  findWebhookOfDelivery: (db) => webhooks.findWebhookOfDelivery(db, 'd'),
  findWebhookOfTenant: (db) => webhooks.findWebhookOfTenant(db, 't', 'w'),
  updateWebhook: (db) => webhooks.updateWebhook(db, 'w', { updatedAt: 1 }),
  noteUseOfWebhook: (db) => webhooks.noteUseOfWebhook(db, 'w', 1, true),
  switchOffWebhook: (db) => webhooks.switchOffWebhook(db, 'w', 1, { unlessTakenSince: 1 }),
  deleteWebhook: (db) => webhooks.deleteWebhook(db, 'w'),
  listDirectoryUsers: (db) =>
    directoryUsers.listDirectoryUsers(db, wholeDirectory, { filter: undefined, offset: 0, limit: 10 }),
  countDirectoryUsers: (db) =>
    directoryUsers.countDirectoryUsers(db, { ...wholeDirectory, organizationId: 'o' }, byName),
  findDirectoryUser: (db) => directoryUsers.findDirectoryUser(db, { ...wholeDirectory, organizationId: 'o' }, 'u'),
  'countDirectoryUsers of a name': (db) => directoryUsers.countDirectoryUsers(db, wholeDirectory, byName),
  'countDirectoryUsers of all': (db) => directoryUsers.countDirectoryUsers(db, wholeDirectory, undefined),
  'listDirectoryUsers from a cursor': (db) =>
    directoryUsers.listDirectoryUsers(db, wholeDirectory, {
      filter: undefined,
      after: { createdAt: 1, id: 'u' },
      limit: 10,
    }),
  looksAtMoreThan: (db) => directoryUsers.looksAtMoreThan(db, wholeDirectory, byFirstName, 10),
  'looksAtMoreThan of an organization': (db) =>
    directoryUsers.looksAtMoreThan(db, { ...wholeDirectory, organizationId: 'o' }, byFirstName, 10),
  'countDirectoryUsers of an address': (db) =>
    directoryUsers.countDirectoryUsers(db, wholeDirectory, { ...byName, attribute: 'emails.value' }),
  'countDirectoryUsers of an id': (db) =>
    directoryUsers.countDirectoryUsers(db, wholeDirectory, { ...byName, attribute: 'id' }),
  'listDirectoryUsers of an organization': (db) =>
    directoryUsers.listDirectoryUsers(
      db,
      { ...wholeDirectory, organizationId: 'o', place: 'o' },
      { filter: { ...byName, attribute: 'externalId' }, offset: 0, limit: 10 },
    ),
  listDirectoryGroups: (db) => directoryGroups.listDirectoryGroups(db, 'e'),
  findDirectoryGroup: (db) => directoryGroups.findDirectoryGroup(db, 'e', 'r'),
  forgetSwitchedOff: (db) => directoryUsers.forgetSwitchedOff(db, 'u'),
  forgetPutOut: (db) => directoryUsers.forgetPutOut(db, 'o', 'u'),
  listDirectoryEntriesOfUser: (db) => directoryUsers.listDirectoryEntriesOfUser(db, 'u'),
  deleteDirectoryEntry: (db) => directoryUsers.deleteDirectoryEntry(db, 'e', 'u'),
  listHolders: (db) => roles.listHolders(db, 'r', 10),
  listHolderIds: (db) => roles.listHolderIds(db, 'r'),
  listMembershipsAmong: (db) => memberships.listMembershipsAmong(db, 'o', ['u']),
  findUserIds: (db) => manyUsers.findUserIds(db, 'e', ['u']),
  isAllowedInOrganizations: (db) => organizationPermissions.isAllowedInOrganizations(db, 'p'),
  listOrganizationPermissions: (db) => organizationPermissions.listOrganizationPermissions(db, ['e']),
  replaceOrganizationPermissions: (db) =>
    organizationPermissions.replaceOrganizationPermissions(db, { environmentId: 'e', role: 'owner' }, [], 1),
  listMailTemplates: (db) => mailTemplates.listMailTemplates(db, 't', null),
  'listMailTemplates of an environment': (db) => mailTemplates.listMailTemplates(db, 't', 'a', 'e'),
  countMailTemplates: (db) => mailTemplates.countMailTemplates(db, 't', 'a'),
  findMailTemplate: (db) => mailTemplates.findMailTemplate(db, 't', 'a', 'm'),
  listTemplatesOfMail: (db) => mailTemplates.listTemplatesOfMail(db, { id: 'e', tenantId: 't' }, 'welcome'),
  updateMailTemplate: (db) => mailTemplates.updateMailTemplate(db, 'm', { updatedAt: 1 }),
  deleteMailTemplate: (db) => mailTemplates.deleteMailTemplate(db, 'm'),
  findPageTexts: (db) => pageTexts.findPageTexts(db, { environmentId: 'e', language: 'de' }),
  claimDueDeliveries: (db) =>
    webhookDeliveries.claimDueDeliveries(db, 1, 1, {
      limit: 2,
      perWebhook: 1,
      perTenant: 1,
      exceptWebhooks: ['w'],
      ofTenants: new Map([['t', 1]]),
    }),
  claimDeliveries: (db) => webhookDeliveries.claimDeliveries(db, ['d'], 1, 1),
  noteOutcome: (db) =>
    webhookDeliveries.noteOutcome(
      db,
      { id: 'd', attempts: 1 },
      { state: 'dead', lastStatus: null, lastProblem: null, nextAttemptAt: 1, settledAt: 1 },
    ),
  replayDelivery: (db) => webhookDeliveries.replayDelivery(db, 'w', 'd', 1),
  listDeliveries: (db) => webhookDeliveries.listDeliveries(db, 'w', { ...page, state: undefined }),
  'listDeliveries further on': (db) =>
    webhookDeliveries.listDeliveries(db, 'w', { limit: 10, after: { createdAt: 1, id: 'i' }, state: 'dead' }),
  'listDeliveries in a state': (db) => webhookDeliveries.listDeliveries(db, 'w', { ...page, state: 'dead' }),
  countDeliveries: (db) => webhookDeliveries.countDeliveries(db, 'w', 'dead', 10),
  endDeliveries: (db) => webhookDeliveries.endDeliveries(db, 'w', 1),
  deleteSettledDeliveries: (db) => webhookDeliveries.deleteSettledDeliveries(db, 'dead', 1, 10),
  findTenant: (db) => tenants.findTenant(db, 't'),
  findCachedTenant: (db) => tenants.findCachedTenant(db, 't'),
  findTenantBySlug: (db) => tenants.findTenantBySlug(db, 't'),
  updateTenant: (db) => tenants.updateTenant(db, 't', { updatedAt: 1 }),
  findTenantSettings: (db) => tenants.findTenantSettings(db, 't'),
  saveTenantSettings: (db) => tenants.saveTenantSettings(db, 't', { settings: {}, updatedAt: 1 }),
  findApplication: (db) => applications.findApplication(db, 't', 'a'),
  findCachedApplication: (db) => applications.findCachedApplication(db, 't', 'a'),
  findApplicationBySlug: (db) => applications.findApplicationBySlug(db, 't', 'a'),
  listApplications: (db) => applications.listApplications(db, 't'),
  updateApplication: (db) => applications.updateApplication(db, 'a', { updatedAt: 1 }),
  markApplicationDeleted: (db) => deletedApplications.markApplicationDeleted(db, 'a', 1),
  listDeletedApplications: (db) => deletedApplications.listDeletedApplications(db),
  ...Object.fromEntries(
    (['clients', 'organizations', 'invitations', 'oneTimeTokens'] as const).map((table) => [
      `deleteSomeOfEnvironment, ${table}`,
      (db: Database) => deletedApplications.deleteSomeOfEnvironment(db, table, 'e', 10),
    ]),
  ),
  deleteSomeOfEnvironment: (db) => deletedApplications.deleteSomeOfEnvironment(db, 'users', 'e', 10),
  listSomeSessionIds: (db) => deletedApplications.listSomeSessionIds(db, 'e', 10),
  deleteSessionsById: (db) => deletedApplications.deleteSessionsById(db, ['s', 't']),
  deleteSomeDeliveries: (db) => deletedApplications.deleteSomeDeliveries(db, { tenantId: 't', applicationId: 'a' }, 10),
  'deleteSomeDeliveries, of a tenant': (db) => deletedApplications.deleteSomeDeliveries(db, { tenantId: 't' }, 10),
  deleteMarkedApplication: (db) => deletedApplications.deleteMarkedApplication(db, 'a'),
  findCachedEnvironment: (db) => environments.findCachedEnvironment(db, 'e'),
  findEnvironment: (db) => environments.findEnvironment(db, 'e'),
  listEnvironments: (db) => environments.listEnvironments(db, 'a'),
  updateEnvironment: (db) => environments.updateEnvironment(db, 'e', { updatedAt: 1 }),
  deleteEnvironment: (db) => environments.deleteEnvironment(db, 'e'),
  listEnvironmentsOfTenant: (db) => environments.listEnvironmentsOfTenant(db, 't'),
  listThirdPartyClients: (db) =>
    thirdPartyClients.listThirdPartyClients(db, ['e'], { limit: 2, after: { createdAt: 1, id: 'c' } }),
  'listThirdPartyClients of accounts': (db) =>
    thirdPartyClients.listThirdPartyClients(db, ['e'], { kind: 'account', limit: 2 }),
  'listThirdPartyClients that registered themselves': (db) =>
    thirdPartyClients.listThirdPartyClients(db, ['e'], { kind: 'registered', limit: 2 }),
  countRegisteredClients: (db) => thirdPartyClients.countRegisteredClients(db, 'e'),
  countDocumentClients: (db) => thirdPartyClients.countDocumentClients(db, 'e'),
  'listThirdPartyClients of documents': (db) =>
    thirdPartyClients.listThirdPartyClients(db, ['e'], { kind: 'document', limit: 2 }),
  deleteIdleDocumentClients: (db) => thirdPartyClients.deleteIdleDocumentClients(db, 1, 1),
  'deleteIdleDocumentClients of an environment': (db) => thirdPartyClients.deleteIdleDocumentClients(db, 1, 1, 'e'),
  findClientOfRegistration: (db) => thirdPartyClients.findClientOfRegistration(db, 'h'),
  findPushedRequest: (db) => pushedRequests.findPushedRequest(db, { hash: 'h', clientId: 'c', now: 1 }),
  usePushedRequest: (db) => pushedRequests.usePushedRequest(db, 'h'),
  deleteExpiredPushedRequests: (db) => pushedRequests.deleteExpiredPushedRequests(db, 1, 10),
  countApiKeys: (db) => apiKeys.countApiKeys(db, ['e']),
  findUserAmong: (db) => users.findUserAmong(db, ['e', 'f'], 'u'),
  endSessionsOfClient: (db) => endedSessions.endSessionsOfClient(db, 'c', 1, 'r'),
  deleteCodesOfClient: (db) => authorizationCodes.deleteCodesOfClient(db, 'c'),
  deleteDeviceCodesOfClient: (db) => deviceCodes.deleteDeviceCodesOfClient(db, 'c'),
  deletePushedRequestsOfClient: (db) => pushedRequests.deletePushedRequestsOfClient(db, 'c'),
  endSessionsOfUserAtClient: (db) => endedSessions.endSessionsOfUserAtClient(db, 'u', 'c', 1, 'r'),
  deleteCodesOfUserAtClient: (db) => authorizationCodes.deleteCodesOfUserAtClient(db, 'u', 'c'),
  listSessionsOfBrowser: (db) => sessionLists.listSessionsOfBrowser(db, 's'),
  lockUnlessEnded: (db) => endedSessions.lockUnlessEnded(db, 's'),
  listLiveSessions: (db) => sessionLists.listLiveSessions(db, ['e', 'f'], 1, page),
  'listLiveSessions of a user': (db) => sessionLists.listLiveSessions(db, ['e', 'f'], 1, { ...page, userId: 'u' }),
  'listLiveSessions further on': (db) =>
    sessionLists.listLiveSessions(db, ['e', 'f'], 1, { limit: 10, after: { createdAt: 1, id: 's' } }),
  countLiveSessions: (db) => sessionLists.countLiveSessions(db, ['e', 'f'], 1),
  'countLiveSessions of a user': (db) => sessionLists.countLiveSessions(db, ['e', 'f'], 1, 'u'),
  countEventsByDay: (db) => counts.countEventsByDay(db, ['e', 'f'], 1),
  spendAttemptOfToken: (db) => oneTimeTokens.spendAttemptOfToken(db, { ...guess, hash: 'h', max: 5 }),
  findTotpFactor: (db) => secondFactors.findTotpFactor(db, 'u'),
  hasTotpFactor: (db) => secondFactors.hasTotpFactor(db, 'u'),
  hasFactor: (db) => secondFactors.hasFactor(db, 'u'),
  listUsersWithTotpFactor: (db) => secondFactors.listUsersWithTotpFactor(db, ['u', 'v']),
  confirmTotpFactor: (db) => secondFactors.confirmTotpFactor(db, { userId: 'u', sealedSecret: 's', name: 'n' }, 1, 1),
  findAuthenticatorApp: (db) => secondFactors.findAuthenticatorApp(db, 'u'),
  renameAuthenticatorApp: (db) => secondFactors.renameAuthenticatorApp(db, { id: 'f', userId: 'u', name: 'n' }),
  deleteAuthenticatorApp: (db) => secondFactors.deleteAuthenticatorApp(db, { id: 'f', userId: 'u' }),
  useTotpStep: (db) => secondFactors.useTotpStep(db, 'u', 1, 1),
  deleteSecondFactors: (db) => secondFactors.deleteSecondFactors(db, 'u'),
  hasBackupCode: (db) => secondFactors.hasBackupCode(db, 'u', 'h'),
  useBackupCode: (db) => secondFactors.useBackupCode(db, 'u', 'h', 1),
  deleteSecondFactorsSince: (db) => secondFactors.deleteSecondFactorsSince(db, 'u', 1),
  countBackupCodes: (db) => secondFactors.countBackupCodes(db, 'u'),
  findEnvironmentOfKey: (db) => publishableKeys.findEnvironmentOfKey(db, 'k', 1),
  countLivePublishableKeys: (db) => publishableKeys.countLivePublishableKeys(db, 'e', 1),
  listCurrentKeys: (db) => publishableKeys.listCurrentKeys(db, ['e', 'f']),
  retirePublishableKeys: (db) => publishableKeys.retirePublishableKeys(db, 'e', 1),
  deleteExpiredKeys: (db) => publishableKeys.deleteExpiredKeys(db, 1, 10),
  listAdministrators: (db) => administrators.listAdministrators(db, 't'),
  updateAdministrator: (db) => administrators.updateAdministrator(db, 'u', { invitedBy: null, invitedUntil: null }),
  deleteAdministrator: (db) => administrators.deleteAdministrator(db, 'u'),
  findAdministrator: (db) => administrators.findAdministrator(db, 'u'),
  findCachedClient: (db) => clients.findCachedClient(db, 'c'),
  findClient: (db) => clients.findClient(db, 'c'),
  findClientOfRefreshToken: (db) => clients.findClientOfRefreshToken(db, 'h'),
  listClientsOfOrganization: (db) => clients.listClientsOfOrganization(db, 'o'),
  countClientsOfOrganization: (db) => clients.countClientsOfOrganization(db, 'o'),
  listClientsWithoutOrganization: (db) => clients.listClientsWithoutOrganization(db, 'e'),
  isRegisteredOrigin: (db) => clients.isRegisteredOrigin(db, 'https://a.example'),
  isOriginOfEnvironment: (db) => clients.isOriginOfEnvironment(db, 'e', 'https://a.example'),
  isOriginOfSomeEnvironment: (db) => clients.isOriginOfSomeEnvironment(db, 'https://a.example'),
  updateClient: (db) => clients.updateClient(db, 'web', { allowedOrigins: [], updatedAt: 1 }),
  deleteClient: (db) => clients.deleteClient(db, 'c'),
  listRoles: (db) => roles.listRoles(db, ['e', 'f']),
  countRoles: (db) => roles.countRoles(db, ['e', 'f']),
  findRole: (db) => roles.findRole(db, ['e', 'f'], 'r'),
  updateApplicationRole: (db) => roles.updateApplicationRole(db, 'r', { updatedAt: 1 }),
  listRolesWith: (db) => roles.listRolesWith(db, 'p'),
  deleteRole: (db) => roles.deleteRole(db, 'r'),
  countHolders: (db) => roles.countHolders(db, ['r']),
  listRolesOfUsers: (db) => roles.listRolesOfUsers(db, ['u']),
  deleteUserRoles: (db) => roles.deleteUserRoles(db, 'u', ['r']),
  listPermissions: (db) => permissions.listPermissions(db, ['e', 'f']),
  listPermissionsAmong: (db) => permissions.listPermissionsAmong(db, ['e', 'f'], ['p']),
  listPermissionsOfRoles: (db) => permissions.listPermissionsOfRoles(db, ['r']),
  listRolePermissions: (db) => permissions.listRolePermissions(db, ['r']),
  deletePermission: (db) => permissions.deletePermission(db, 'p'),
  deleteRolePermission: (db) => permissions.deleteRolePermission(db, 'r', 'p'),
  findConsent: (db) => consents.findConsent(db, 'u', 'c'),
  listConsentsOfUser: (db) => consents.listConsentsOfUser(db, 'u', further),
  deleteConsent: (db) => consents.deleteConsent(db, 'u', 'c'),
  deleteConsentsOfClient: (db) => consents.deleteConsentsOfClient(db, 'c'),
  deleteConsentsOfUser: (db) => consents.deleteConsentsOfUser(db, 'u'),
  findUser: (db) => users.findUser(db, 'e', 'u'),
  findUserByEmail: (db) => users.findUserByEmail(db, 'e', 'a'),
  countOf: (db) => counts.countOf(db, 'users', ['e', 'f']),
  countSessionsPastHour: (db) => counts.countSessionsPastHour(db, ['e', 'f'], 1),
  foldCounts: (db) => counts.foldCounts(db, 10),
  deleteSpentCounts: (db) => counts.deleteSpentCounts(db, 1),
  findEmails: (db) => manyUsers.findEmails(db, ['u', 'v']),
  listUsers: (db) => users.listUsers(db, 'e', page),
  'listUsers of environments': (db) => users.listUsers(db, ['e', 'f'], page),
  'listUsers from a cursor': (db) => users.listUsers(db, 'e', { ...page, after: { createdAt: 1, id: 'u' } }),
  'listUsers with a search': (db) => users.listUsers(db, 'e', { ...page, search: 'ann' }),
  'listUsers with a short search': (db) => users.listUsers(db, 'e', { ...page, search: 'a' }),
  'countUsers with a short search': (db) => users.countUsers(db, ['e', 'f'], { search: 'a' }),
  'countUsers with a search': (db) => users.countUsers(db, ['e', 'f'], { search: 'ann' }),
  findUsersByEmails: (db) => manyUsers.findUsersByEmails(db, 'e', ['a', 'b']),
  findUsersByExternalIds: (db) => manyUsers.findUsersByExternalIds(db, 'e', ['a', 'b']),
  listUsersAfter: (db) => manyUsers.listUsersAfter(db, 'e', { createdAt: 1, id: 'u' }, 10),
  replacePasswordHash: (db) => users.replacePasswordHash(db, 'u', { from: 'a', to: 'b' }),
  countUsers: (db) => users.countUsers(db, 'e'),
  updateUser: (db) => users.updateUser(db, 'u', { updatedAt: 1 }),
  findOrganization: (db) => organizations.findOrganization(db, 'e', 'o'),
  listOrganizationsOfUser: (db) => organizations.listOrganizationsOfUser(db, 'u'),
  'listOrganizationsOfUser, further on': (db) =>
    organizations.listOrganizationsOfUser(db, 'u', { limit: 10, after: { createdAt: 1, id: 'm' } }),
  'listChildren, further on': (db) =>
    organizations.listChildren(db, 'o', { limit: 10, after: { createdAt: 1, id: 'o' } }),
  countOrganizationsMadeBy: (db) => organizations.countOrganizationsMadeBy(db, 'u'),
  countOrganizationsOfUser: (db) => organizations.countOrganizationsOfUser(db, 'u'),
  findOrganizationOfUser: (db) => organizations.findOrganizationOfUser(db, 'u', 'o'),
  listChildren: (db) => organizations.listChildren(db, 'o'),
  countGrandchildren: (db) => organizations.countGrandchildren(db, 'o'),
  countChildren: (db) => organizations.countChildren(db, 'o'),
  'listOrganizationsOfUser with a search below a parent': (db) =>
    organizations.listOrganizationsOfUser(db, 'u', { ...page, search: 'a', parentId: 'o' }),
  updateOrganization: (db) => organizations.updateOrganization(db, 'o', { updatedAt: 1 }),
  deleteOrganization: (db) => organizations.deleteOrganization(db, 'o'),
  findMembership: (db) => memberships.findMembership(db, 'o', 'u'),
  findFirstJoined: (db) => memberships.findFirstJoined(db, 'u'),
  markJoined: (db) => memberships.markJoined(db, 'o', 'u', 1),
  findMembershipById: (db) => memberships.findMembershipById(db, 'o', 'm'),
  listMembershipsOfUser: (db) => memberships.listMembershipsOfUser(db, 'u'),
  listMembers: (db) => members.listMembers(db, 'o'),
  'listMembers further on': (db) => members.listMembers(db, 'o', { limit: 10, after: { createdAt: 1, id: 'i' } }),
  'listMembers with a search': (db) => members.listMembers(db, 'o', { ...page, search: 'a', inAddresses: true }),
  listMembershipsIn: (db) => memberships.listMembershipsIn(db, 'u', ['o']),
  countMembers: (db) => members.countMembers(db, 'o'),
  countOwners: (db) => memberships.countOwners(db, 'o'),
  listOwnedOrganizationIds: (db) => memberships.listOwnedOrganizationIds(db, 'e', ['u']),
  updateRole: (db) => memberships.updateRole(db, 'o', 'u', 'owner', 1),
  deleteMembership: (db) => memberships.deleteMembership(db, 'o', 'u'),
  findSession: (db) => sessions.findSession(db, 's', 1),
  findLiveSession: (db) => sessions.findLiveSession(db, 's', 1),
  listUserAgents: (db) => sessionLists.listUserAgents(db, 'u'),
  listSessionsOfUser: (db) => sessionLists.listSessionsOfUser(db, 'u', 1),
  hasSessionFrom: (db) => sessions.hasSessionFrom(db, { id: 'u', environmentId: 'e' }, 'ip', 1),
  updateSessionOrganization: (db) => sessions.updateSessionOrganization(db, 's', 'o'),
  bindSession: (db) => sessions.bindSession(db, 's', 'k'),
  endSession: (db) => endedSessions.endSession(db, 's', 1, 'r'),
  endOldestSessions: (db) => endedSessions.endOldestSessions(db, { id: 'u', environmentId: 'e' }, 1, 99),
  endSomeSessions: (db) => endedSessions.endSomeSessions(db, 't', 1, 'r', 9),
  endSessionsOfUser: (db) => endedSessions.endSessionsOfUser(db, 'u', 1, 'r', 's'),
  listEndedSessionIds: (db) => endedSessions.listEndedSessionIds(db, 1, 10),
  deleteUsedTokens: (db) => refreshTokens.deleteUsedTokens(db, 1, 10),
  deleteTokensOfSessions: (db) => refreshTokens.deleteTokensOfSessions(db, ['s', 't'], 10),
  deleteEndedSessions: (db) => endedSessions.deleteEndedSessions(db, 1, ['s']),
  findRefreshToken: (db) => refreshTokens.findRefreshToken(db, 'h'),
  useRefreshTokenOfSession: (db) => refreshTokens.useRefreshTokenOfSession(db, 's', { usedAt: 1, successorSalt: 'r' }),
  noteAnswerSeen: (db) => refreshAnswers.noteAnswerSeen(db, 's', 1),
  repeatAnswer: (db) =>
    refreshAnswers.repeatAnswer(
      db,
      { sessionId: 's', answeredAt: 1, userAgent: 'a' },
      { now: 2, since: 1, graceSince: 1 },
    ),
  listLastUses: (db) => refreshTokens.listLastUses(db, ['s']),
  prolongRefreshToken: (db) => refreshTokens.prolongRefreshToken(db, 'h', { now: 1, expiresAt: 2 }),
  useRefreshToken: (db) => refreshTokens.useRefreshToken(db, 'h', { usedAt: 1, successorSalt: 'r' }),
  findCode: (db) => authorizationCodes.findCode(db, 'h'),
  useCode: (db) => authorizationCodes.useCode(db, codeProof),
  'useCode without a client': (db) => authorizationCodes.useCode(db, { ...codeProof, clientId: null }),
  nameSessionOfCode: (db) => authorizationCodes.nameSessionOfCode(db, 'h', 's'),
  deleteExpiredCodes: (db) => authorizationCodes.deleteExpiredCodes(db, 1, 10),
  deleteAllCodes: (db) => authorizationCodes.deleteAllCodes(db, 't'),
  deleteCodesOfUser: (db) => authorizationCodes.deleteCodesOfUser(db, 'u'),
  lockUser: (db) => users.lockUser(db, { id: 'u', environmentId: 'e' }),
  proveUser: (db) => users.proveUser(db, 'u', 1),
  moveUser: (db) => users.moveUser(db, 'u', { from: 'a@b', to: 'c@d', now: 1 }),
  contestUser: (db) => users.contestUser(db, 'u', 1),
  deleteUnprovenUser: (db) => users.deleteUnprovenUser(db, 'u'),
  listSignUpsFrom: (db) => signUps.listSignUpsFrom(db, { userId: 'u', source: 's' }),
  deleteOldSignUps: (db) => signUps.deleteOldSignUps(db, 1, 10),
  deleteOldEnrolments: (db) => secondFactors.deleteOldEnrolments(db, 1, 10),
  deleteSignUps: (db) => signUps.deleteSignUps(db, 'u'),
  deleteSignUpsFrom: (db) => signUps.deleteSignUpsFrom(db, { userId: 'u', source: 's' }),
  listToTell: (db) => {
    const browser = { id: 's', surface: policies.browser.surface, clientId: null, userId: 'u', browserSessionId: null }
    const ofApp = { id: 't', surface: 'account', clientId: 'c', userId: 'u', browserSessionId: 's' }
    return logoutsToTell.listToTell(db, [browser, ofApp], { now: 1, reason: 'too_many', keptId: 'k' })
  },
  deleteSessionsOfUsers: (db) => endedSessions.deleteSessionsOfUsers(db, 'e', ['u'], 1),
  findDeviceCode: (db) => deviceCodes.findDeviceCode(db, 'h'),
  findOpenDeviceCode: (db) => deviceCodes.findOpenDeviceCode(db, 'h', 1),
  answerDeviceCode: (db) =>
    deviceCodes.answerDeviceCode(
      db,
      'h',
      { answer: 'denied', userId: 'u', authenticatedBy: null, authenticatedAt: 1 },
      1,
    ),
  useDeviceCode: (db) => deviceCodes.useDeviceCode(db, { hash: 'h', clientId: 'c', now: 1 }),
  notePoll: (db) => deviceCodes.notePoll(db, 'h', 1),
  deleteDeviceCodesOfUserAtClient: (db) => deviceCodes.deleteDeviceCodesOfUserAtClient(db, 'u', 'c'),
  deleteAllDeviceCodes: (db) => deviceCodes.deleteAllDeviceCodes(db, 't'),
  deleteDeviceCodesOfUser: (db) => deviceCodes.deleteDeviceCodesOfUser(db, 'u'),
  deleteExpiredDeviceCodes: (db) => deviceCodes.deleteExpiredDeviceCodes(db, 1, 10),
  claimDueLogoutNotices: (db) =>
    logoutNotices.claimDueLogoutNotices(db, 1, 1, { limit: 1, perClient: 1, except: ['c'] }),
  claimLogoutNotices: (db) => logoutNotices.claimLogoutNotices(db, ['n'], 1, 1),
  rescheduleLogoutNotice: (db) => logoutNotices.rescheduleLogoutNotice(db, 'n', 1),
  deleteLogoutNotice: (db) => logoutNotices.deleteLogoutNotice(db, 'n'),
  deleteWaitlistEntriesOfUser: (db) => waitlistEntries.deleteWaitlistEntriesOfUser(db, 'u'),
  revokeInvitationsBy: (db) => invitations.revokeInvitationsBy(db, ['u'], 1),
  'revokeInvitationsBy at a place': (db) => invitations.revokeInvitationsBy(db, ['u'], 1, 'o'),
  revokeInvitationsOfOrganization: (db) => invitations.revokeInvitationsOfOrganization(db, 'o', 1),
  listPlaces: (db) => memberships.listPlaces(db, 'u'),
  deleteOtherMemberships: (db) => memberships.deleteOtherMemberships(db, 'o', 'u'),
  deleteMembershipsAddedBy: (db) => memberships.deleteMembershipsAddedBy(db, 'o', ['u']),
  deleteClientsOfOrganization: (db) => clients.deleteClientsOfOrganization(db, 'o', ['u']),
  markTenantDeleted: (db) => deletedTenants.markTenantDeleted(db, 't', 1),
  markApplicationsDeleted: (db) => deletedApplications.markApplicationsDeleted(db, 't', 1),
  listDeletedTenants: (db) => deletedTenants.listDeletedTenants(db),
  deleteMarkedTenant: (db) => deletedTenants.deleteMarkedTenant(db, 't'),
  retireTokensOfUser: (db) => retiredTokens.retireTokensOfUser(db, 'u', 1),
  listTokensOfUser: (db) => oneTimeTokens.listTokensOfUser(db, 'u', 'p', 1),
  retireTokenOfUser: (db) => retiredTokens.retireTokenOfUser(db, { id: 't', userId: 'u', purpose: 'p' }, 1),
  retireTokensOfUserSince: (db) =>
    retiredTokens.retireTokensOfUserSince(db, {
      userId: 'u',
      email: 'a@b',
      since: 1,
      lasting: { purposes: ['not_me:link'], than: 1 },
      now: 2,
    }),
  isRevokedToken: (db) => revokedTokens.isRevokedToken(db, 'j'),
  deleteExpiredRevokedTokens: (db) => revokedTokens.deleteExpiredRevokedTokens(db, 1, 10),
  useToken: (db) => oneTimeTokens.useToken(db, shown, 1),
  findNewestToken: (db) => oneTimeTokens.findNewestToken(db, guess),
  spendAttempt: (db) => oneTimeTokens.spendAttempt(db, 't', 5),
  giveAttemptBack: (db) => oneTimeTokens.giveAttemptBack(db, 't'),
  findEnvironmentOfToken: (db) => oneTimeTokens.findEnvironmentOfToken(db, { purpose: 'p', hash: 'h' }),
  findClientIdOfToken: (db) => oneTimeTokens.findClientIdOfToken(db, 'h'),
  findToken: (db) => oneTimeTokens.findToken(db, shown, 1),
  retireTokens: (db) => retiredTokens.retireTokens(db, { ...guess, purposes: ['p', 'q'] }),
  retireTokensOfRequest: (db) => retiredTokens.retireTokensOfRequest(db, 'r', 1),
  deleteTokensOfUser: (db) => retiredTokens.deleteTokensOfUser(db, 'u', ['p']),
  deleteAllTokens: (db) => retiredTokens.deleteAllTokens(db, 't', ['p']),
  deleteExpiredTokens: (db) => retiredTokens.deleteExpiredTokens(db, 1, 10),
  noteSecondFactor: (db) => sessions.noteSecondFactor(db, 's'),
  proveSession: (db) => sessions.proveSession(db, 's', 1),
  findPasskey: (db) => passkeys.findPasskey(db, 'e', 'c'),
  listPasskeysOfUser: (db) => passkeys.listPasskeysOfUser(db, 'u'),
  usePasskey: (db) => passkeys.usePasskey(db, 'p', { counter: 1, isBackedUp: false, lastUsedAt: 1 }),
  renamePasskey: (db) => passkeys.renamePasskey(db, { id: 'p', userId: 'u', name: 'n' }),
  deletePasskey: (db) => passkeys.deletePasskey(db, { id: 'p', userId: 'u' }),
  deletePasskeysOfUser: (db) => passkeys.deletePasskeysOfUser(db, 'u'),
  findIdentity: (db) => identities.findIdentity(db, 'e', 'google', 's'),
  listIdentitiesOfUser: (db) => identities.listIdentitiesOfUser(db, 'u'),
  deleteIdentitiesOfUser: (db) => identities.deleteIdentitiesOfUser(db, 'u'),
  deleteIdentity: (db) => identities.deleteIdentity(db, { id: 'i', userId: 'u' }),
  takeProviderFlow: (db) =>
    providerFlows.takeProviderFlow(db, { stateHash: 's', browserHash: 'b', provider: 'google', callbackUrl: 'u' }, 1),
  deleteExpiredProviderFlows: (db) => providerFlows.deleteExpiredProviderFlows(db, 1, 10),
  findInvitation: (db) => invitations.findInvitation(db, place, 'i'),
  findInvitationByToken: (db) => invitations.findInvitationByToken(db, 'h'),
  listInvitations: (db) => invitationLists.listInvitations(db, 't', ['e'], page),
  'listInvitations of several, further on': (db) => invitationLists.listInvitations(db, 't', ['e', 'f'], further),
  listInvitationsOfOrganization: (db) => invitationLists.listInvitationsOfOrganization(db, 'o', page),
  'listInvitationsOfOrganization further on': (db) => invitationLists.listInvitationsOfOrganization(db, 'o', further),
  countPendingInvitationsBy: (db) => invitationLists.countPendingInvitationsBy(db, 'u', 1),
  countPendingInvitationsOfOrganization: (db) => invitationLists.countPendingInvitationsOfOrganization(db, 'o', 1),
  countInvitationsOfOrganization: (db) => invitationLists.countInvitationsOfOrganization(db, 'o'),
  listGuests: (db) => invitationLists.listGuests(db, 'o', ['u']),
  listInvitationsTo: (db) =>
    invitationLists.listInvitationsTo(db, { environmentId: 'e', email: 'a' }, { ...further, now: 1 }),
  listInvitationsOfPerson: (db) =>
    invitationLists.listInvitationsOfPerson(
      db,
      { tenantId: 't', environmentId: 'e', userId: 'u', provenEmail: 'a', seesAll: false },
      { now: 1, limit: 10 },
    ),
  'listInvitationsOfPerson who sees all': (db) =>
    invitationLists.listInvitationsOfPerson(
      db,
      { tenantId: 't', environmentId: 'e', userId: 'u', provenEmail: 'a', seesAll: true },
      { ...further, now: 1 },
    ),
  findOrganizationAmong: (db) => organizations.findOrganizationAmong(db, ['e', 'f'], 'o'),
  listOrganizations: (db) => organizations.listOrganizations(db, ['e', 'f'], page),
  'listOrganizations with a search': (db) =>
    organizations.listOrganizations(db, ['e', 'f'], { ...page, search: 'ann' }),
  'countOrganizations with a search': (db) => organizations.countOrganizations(db, ['e'], 'ann'),
  countOrganizations: (db) => organizations.countOrganizations(db, ['e', 'f']),
  useInvitationTo: (db) => invitations.useInvitationTo(db, { id: 'i', environmentId: 'e', email: 'a' }, 1),
  renewInvitation: (db) =>
    invitations.renewInvitation(db, 'i', { tokenHash: 'x', expiresAt: 1, invitedBy: 'u', updatedAt: 1 }),
  useInvitation: (db) => invitations.useInvitation(db, 'h', 1),
  updateGuest: (db) => invitations.updateGuest(db, 'i', 'u'),
  revokeInvitation: (db) => invitations.revokeInvitation(db, 'i', 1),
  amendInvitationTo: (db) =>
    invitations.amendInvitationTo(db, place, 'a', {
      ...{ role: 'member', roleId: null, clientId: null, redirectUri: null, invitedBy: 'u', updatedAt: 1 },
    }),
  revokeInvitationsTo: (db) => invitations.revokeInvitationsTo(db, place, 'a', 1),
  deleteOldInvitations: (db) => invitations.deleteOldInvitations(db, 1, 10),
  findWaitlistEntry: (db) => waitlistEntries.findWaitlistEntry(db, entry),
  listWaitlistEntries: (db) => waitlistEntries.listWaitlistEntries(db, 'o', 'u', page),
  listWaitlistEntriesOfUser: (db) => waitlistEntries.listWaitlistEntriesOfUser(db, 'u'),
  countWaitlistEntries: (db) => waitlistEntries.countWaitlistEntries(db, 'o', 'u'),
  deleteWaitlistEntry: (db) => waitlistEntries.deleteWaitlistEntry(db, entry),
  updateSigningKey: (db) => signingKeys.updateSigningKey(db, 'k', { retiresAt: 1 }),
  deleteSigningKey: (db) => signingKeys.deleteSigningKey(db, 'k'),
  findLongestDue: (db) => outbox.findLongestDue(db, 1),
  hasDueMails: (db) => outbox.hasDueMails(db, 1),
  claimDueMails: (db) => outbox.claimDueMails(db, 1, 1, 10),
  markSent: (db) => outbox.markSent(db, 'm', 1),
  rescheduleMail: (db) => outbox.rescheduleMail(db, 'm', 1),
  deleteMail: (db) => outbox.deleteMail(db, 'm'),
  dropExpired: (db) => outbox.dropExpired(db, 1),
  listMails: (db) => outbox.listMails(db, 1, 10),
  deleteOldSent: (db) => outbox.deleteOldSent(db),
  refund: (db) => rateLimits.refund(db, 'k'),
  peek: (db) => rateLimits.peek(db, 'k', 1),
  listIdentitiesOfUsers: (db) => identities.listIdentitiesOfUsers(db, ['u']),
  findLiveApiKey: (db) => apiKeys.findLiveApiKey(db, 'h', 1),
  listApiKeys: (db) => apiKeys.listApiKeys(db, ['e', 'f'], further),
  noteUseOfApiKey: (db) => apiKeys.noteUseOfApiKey(db, 'k', 1),
  revokeApiKey: (db) => apiKeys.revokeApiKey(db, 'a', 'k', 1),
  listTenantKeys: (db) => apiKeys.listTenantKeys(db, 't'),
  countTenantKeys: (db) => apiKeys.countTenantKeys(db, 't'),
  revokeApiKeysMadeBy: (db) => apiKeys.revokeApiKeysMadeBy(db, 'u', { since: 1, now: 2 }),
  revokeTenantKey: (db) => apiKeys.revokeTenantKey(db, 't', 'k', 1),
  findLiveAdminSession: (db) => adminSessions.findLiveAdminSession(db, 's', 1),
  endAllAdminSessions: (db) => adminSessions.endAllAdminSessions(db, 't', 1),
  endAdminSession: (db) => adminSessions.endAdminSession(db, 's', 1),
  deleteExpiredAdminSessions: (db) => adminSessions.deleteExpiredAdminSessions(db, 1, 10),
  deleteExpiredAssertions: (db) => spentAssertions.deleteExpiredAssertions(db, 1, 10),
  deleteUsers: (db) => users.deleteUsers(db, 'e', ['u']),
  deleteExpiredLimits: (db) => rateLimits.deleteExpiredLimits(db, 1, 10),
  deleteOldAuditEvents: (db) => auditEvents.deleteOldAuditEvents(db, 1, 10),
  deleteOldFailures: (db) => auditEvents.deleteOldFailures(db, 1, 10),
  findStreak: (db) => failureStreaks.findStreak(db, 'k'),
  endStreak: (db) => failureStreaks.endStreak(db, 'k'),
  deleteOldStreaks: (db) => failureStreaks.deleteOldStreaks(db, 1, 10),
  listAuditEvents: (db) => auditEvents.listAuditEvents(db, { since: 1, until: 2 }, { limit: 10 }),
  ...auditFilters((filter, name) => [
    [`listAuditEvents of ${name}`, (db) => auditEvents.listAuditEvents(db, filter, { limit: 10, offset: 10 })],
    [
      `listAuditEvents of ${name}, further on`,
      (db) => auditEvents.listAuditEvents(db, filter, { limit: 10, after: { createdAt: 1, id: 'i' } }),
    ],
    [`countAuditEvents of ${name}`, (db) => auditEvents.countAuditEvents(db, filter, 10)],
  ]),
  countAuditEvents: (db) => auditEvents.countAuditEvents(db, { since: 1 }, 10),
}

/** Small tables that are read whole, what only inserts, and what a query begins with. */
const notHere =
  /^(hit|addFailure|list(Tenants|SigningKeys)|insert.*|saveConsent|savePageTexts|replaceBackupCodes|emptyDatabase|readTables|to[A-Z].*|allTables|whoIsTold|countedActions|mostFound|tenantColumns|clientsWithOrigins)$/

const explain = async (db: Database, kind: OpenDatabase['kind'], call: (db: Database) => Promise<unknown>) => {
  const compiler = kind === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()
  const asked: ReturnType<typeof compiler.compileQuery>[] = []
  const listener: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      if (node.kind !== 'RawNode') asked.push(compiler.compileQuery(node as never, queryId))
      return node
    },
    transformResult: async ({ result }) => result,
  }
  await call(db.withPlugin(listener))
  const command = kind === 'sqlite' ? 'explain query plan' : 'explain'
  return transaction(db, async (trx) => {
    // A few rows are read faster without an index; here the question is whether there is one.
    if (kind === 'postgres') await sql`set local enable_seqscan = off`.execute(trx)
    const plans: string[] = []
    for (const query of asked) {
      // Where a prepared query will bind an argument, any value does.
      const parameters = query.parameters.map((value) => (typeof value === 'object' ? '1' : value))
      const { rows } = await trx.executeQuery<object>({ ...query, parameters, sql: `${command} ${query.sql}` })
      plans.push(...rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string'))
    }
    return plans
  })
}

/**
 * Has SQLite plan as for tables of a million rows: ten to a key, and half of them to a time, as where much has ended at once. Of a table it
 * knows nothing of it takes any index; of one that has grown it may read all for a range. Of sessions it knows already.
 */
const claimMillions = async (db: Database): Promise<void> => {
  await sql`delete from sqlite_stat1 where tbl <> 'sessions'`.execute(db)
  await sql`
    insert into sqlite_stat1 (tbl, idx, stat)
    select tables.name, indexes.name,
      '1000000' || (
        select group_concat(case when columns.name like '%!_at' escape '!' then ' 500000' else ' 10' end, '')
        from pragma_index_info(indexes.name) as columns)
    from sqlite_master as tables, pragma_index_list(tables.name) as indexes
    where tables.type = 'table' and tables.name <> 'sessions'`.execute(db)
  await sql`analyze sqlite_schema`.execute(db)
}

describe.each(kinds)('every query on %s', (kind) => {
  let opened: OpenDatabase
  beforeAll(async () => {
    opened = await openFresh(kind)
    await world.insertWorld(opened.db)
    await clients.insertClient(opened.db, world.client('web'))
    if (kind === 'sqlite') await claimMillions(opened.db)
  })
  afterAll(() => opened.close())

  it.each(Object.entries(calls))('%s reads through an index', async (_, call) => {
    const plan = await explain(opened.db, kind, call)
    expect(plan.length).toBeGreaterThan(0)
    // What is counted, or the newest of a kind, was found by an index before, and is bounded, as the numbers are that a search has found.
    const scans = /Seq Scan on|^SCAN (?!CONSTANT|(?:counted|newest)$|json_each VIRTUAL TABLE)/
    expect(plan.filter((line) => scans.test(line))).toEqual([])
  })
})

describe('this list', () => {
  it('has every query', () => {
    const nouns = [
      administrators,
      adminSessions,
      allTables,
      apiKeys,
      applications,
      auditEvents,
      spentAssertions,
      authorizationCodes,
      clients,
      thirdPartyClients,
      consents,
      counts,
      deletedApplications,
      deviceCodes,
      directoryGroups,
      directoryUsers,
      environments,
      failureStreaks,
      identities,
      invitations,
      invitationLists,
      logoutNotices,
      logoutsToTell,
      mailTemplates,
      members,
      memberships,
      oneTimeTokens,
      retiredTokens,
      organizationPermissions,
      organizations,
      outbox,
      passkeys,
      permissions,
      publishableKeys,
      providerFlows,
      pushedRequests,
      rateLimits,
      refreshAnswers,
      refreshTokens,
      secondFactors,
      revokedTokens,
      roles,
      secretRoots,
      sessions,
      sessionLists,
      endedSessions,
      signUps,
      signingKeys,
      tenants,
      users,
      manyUsers,
      waitlistEntries,
      webhookDeliveries,
      webhooks,
    ]
    const names = nouns.flatMap((noun) => Object.keys(noun)).filter((name) => !notHere.test(name))
    expect(names.filter((name) => !(name in calls))).toEqual([])
  })
})
