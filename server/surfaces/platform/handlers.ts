// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as administrators from './administrators.ts'
import * as apiKeys from './api-keys.ts'
import * as appSessions from './app-sessions.ts'
import * as applications from './applications.ts'
import * as auditLogs from './audit-logs.ts'
import * as authenticatorApps from './authenticator-apps.ts'
import * as clients from './clients.ts'
import * as emailTemplates from './email-templates.ts'
import * as environments from './environments.ts'
import * as invitations from './invitations.ts'
import * as memberInvitations from './member-invitations.ts'
import * as mfa from './mfa.ts'
import * as organizationMembers from './organization-members.ts'
import * as organizationRoles from './organization-roles.ts'
import * as organizations from './organizations.ts'
import * as ownAccount from './own-account.ts'
import * as ownSessions from './own-sessions.ts'
import * as pageTexts from './page-texts.ts'
import * as passkeys from './passkeys.ts'
import * as permissions from './permissions.ts'
import * as reauthentication from './reauthentication.ts'
import * as roles from './roles.ts'
import * as sessions from './sessions.ts'
import * as tenantKeys from './tenant-keys.ts'
import * as tenantSettings from './tenant-settings.ts'
import * as thirdPartyClients from './third-party-clients.ts'
import * as users from './users.ts'
import * as webhooks from './webhooks.ts'

export const handlers: Handlers<'platform'> = {
  ...administrators,
  ...apiKeys,
  ...appSessions,
  ...applications,
  ...auditLogs,
  ...authenticatorApps,
  ...clients,
  ...emailTemplates,
  ...environments,
  ...invitations,
  ...memberInvitations,
  ...mfa,
  ...organizationMembers,
  ...organizationRoles,
  ...organizations,
  ...ownAccount,
  ...ownSessions,
  ...pageTexts,
  ...passkeys,
  ...permissions,
  ...reauthentication,
  ...roles,
  ...sessions,
  ...tenantKeys,
  ...tenantSettings,
  ...thirdPartyClients,
  ...users,
  ...webhooks,
}
