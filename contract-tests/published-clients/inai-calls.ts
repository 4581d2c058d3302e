// The published client of the app and platform surfaces with a note of each call that came back, and which tests make which calls.
import { InAIAuthClient } from '@inai-dev/backend'
import { demoApp } from '../harness/fixtures/people.ts'

/** Every call that its documentation lists: inai.test.ts makes them. */
export const documented = [
  ...['login', 'register', 'mfaChallenge', 'refresh', 'logout', 'getMe', 'setActiveOrganization'],
  ...['forgotPassword', 'resetPassword', 'verifyEmail'],
  ...['platformLogin', 'platformRefresh', 'platformLogout', 'platformMfaChallenge', 'platformGetMe'],
  ...['listApplications', 'createApplication', 'getApplication', 'updateApplication', 'getApplicationStats'],
  ...['listAppUsers', 'createAppUser', 'listAppApiKeys', 'createAppApiKey', 'revokeAppApiKey', 'rotateAppKeys'],
  ...['listAppAuditLogs', 'listPlatformAuditLogs'],
  ...['listAppWebhooks', 'createAppWebhook', 'deleteAppWebhook'],
  ...['listPlatformWebhooks', 'createPlatformWebhook', 'deletePlatformWebhook'],
  ...['listAppEmailTemplates', 'createAppEmailTemplate', 'updateAppEmailTemplate', 'previewAppEmailTemplate'],
  ...['listPlatformEmailTemplates', 'updatePlatformEmailTemplate', 'previewPlatformEmailTemplate'],
  'initializeEmailTemplates',
]

/** Those of inai-back-office.test.ts. */
export const backOffice = [
  ...['listUsers', 'createUser', 'getUser', 'updateUser', 'assignUserRoles'],
  ...['listRoles', 'createRole', 'getRole', 'updateRole', 'deleteRole'],
  ...['getRolePermissions', 'assignRolePermissions', 'removeRolePermission'],
  ...['listPermissions', 'createPermission', 'deletePermission'],
  ...['getAppUser', 'updateAppUser', 'assignAppUserRoles'],
  ...['listAppRoles', 'createAppRole', 'getAppRole', 'updateAppRole', 'deleteAppRole'],
  ...['getAppRolePermissions', 'assignAppRolePermissions', 'removeAppRolePermission'],
  ...['listAppPermissions', 'createAppPermission', 'deleteAppPermission'],
  ...['listAppInvitations', 'createAppInvitation', 'resendAppInvitation', 'cancelAppInvitation'],
  ...['listAppOrganizations', 'createAppOrganization', 'updateAppOrganization', 'deleteAppOrganization'],
  ...['listPlatformMembers', 'invitePlatformMember', 'updatePlatformMember', 'removePlatformMember'],
  ...['listPlatformInvitations', 'cancelPlatformInvitation', 'resendPlatformInvitation', 'acceptPlatformInvitation'],
  ...['listPlatformApiKeys', 'createPlatformApiKey', 'revokePlatformApiKey', 'updatePlatformSettings'],
  ...['importUsers', 'getUserByExternalId'],
  ...['listInvitations', 'sendInvitation', 'acceptInvitation', 'resendInvitation', 'cancelInvitation'],
]

/** Those of inai-account.test.ts. */
export const account = [
  ...[
    'enableMfa',
    'verifyMfaSetup',
    'disableMfa',
    'verifyBackupCode',
    'generateBackupCodes',
    'getRemainingBackupCodes',
  ],
  ...['listSessions', 'revokeSession', 'revokeAllSessions', 'listAppSessions', 'revokeAppSession'],
  ...['listOrganizations', 'createOrganization', 'getOrganization', 'updateOrganization', 'deleteOrganization'],
  ...['listOrgMembers', 'addOrgMember', 'updateOrgMember', 'removeOrgMember', 'createOrgInvitation'],
  ...['platformRegister', 'deleteApplication', 'getOAuthInitUrl'],
]

/** What was called in this file, and answered. */
export const called = new Set<string>()

export const open = (apiUrl: string, publishableKey: string = demoApp.publishableKey): InAIAuthClient =>
  new Proxy(new InAIAuthClient({ apiUrl, publishableKey }), {
    get: (client, name, receiver) => {
      const value: unknown = Reflect.get(client, name, receiver)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      const note = <Answer>(answer: Answer): Answer => {
        called.add(name)
        return answer
      }
      return (...args: unknown[]) => {
        const answer: unknown = Reflect.apply(value, client, args)
        return answer instanceof Promise ? answer.then(note) : note(answer)
      }
    },
  })
