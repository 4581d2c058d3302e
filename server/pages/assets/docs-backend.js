// The same request by `BackendClient`: its arguments are the access token, the ids in the path, the body and the query, in that order.

/** Operations that it has a call for. Those of the platform that are named otherwise, and fields that are arguments of their own, stand below. */
export const backendCalls = new Set(
  `app.acceptInvitation app.addOrgMember app.addPasskey app.beginPasskey app.beginPasskeySignIn app.listPasskeys app.removePasskey
  app.renamePasskey app.signInWithPasskey platform.beginPasskeySignIn platform.signInWithPasskey app.assignRolePermissions app.assignUserRoles app.beginPasskeyChallenge
  app.beginReauthentication app.cancelInvitation app.challengeMfa app.createOrgInvitation app.createOrganization
  app.createPermission app.createRole app.createUser app.deleteOrganization app.deletePermission app.deleteRole
  app.disableMfa app.enableMfa app.exchangeOAuthCode app.forgotPassword app.generateBackupCodes app.getMe
  app.getOrganization app.getRemainingBackupCodes app.getRole app.getRolePermissions app.getUser app.getUserByExternalId
  app.importUsers app.listAuthenticatorApps app.listInvitations app.listOrgMembers app.listOrganizations
  app.listPermissions app.listRoles app.listSessions app.listUsers app.login app.logout app.reauthenticate app.refresh
  app.register app.removeAuthenticatorApp app.removeOrgMember app.removeRolePermission app.renameAuthenticatorApp
  app.resendInvitation app.resetPassword app.revokeAllSessions app.revokeSession app.sendInvitation
  app.setActiveOrganization app.updateOrgMember app.updateOrganization app.updateRole app.updateUser
  app.verifyBackupCode app.verifyEmail app.verifyMfaSetup platform.acceptPlatformInvitation platform.addAppOrgMember
  platform.addPasskey platform.assignAppRolePermissions platform.assignAppUserRoles platform.beginPasskey
  platform.beginPasskeyChallenge platform.beginReauthentication platform.cancelAppInvitation
  platform.cancelPlatformInvitation platform.challengeMfa platform.createAppApiKey platform.createAppClient
  platform.createAppEmailTemplate platform.createAppEnvironment platform.createAppInvitation
  platform.createAppOrgInvitation platform.createAppOrganization platform.createAppPermission platform.createAppRole
  platform.createAppUser platform.createAppWebhook platform.createApplication platform.createTenantApiKey
  platform.createWebhook platform.deleteAppClient platform.deleteAppEmailTemplate platform.deleteAppOrganization
  platform.deleteAppPermission platform.deleteAppRole platform.deleteAppWebhook platform.deleteApplication
  platform.deleteWebhook platform.disableMfa platform.enableMfa platform.generateBackupCodes platform.getAppClient
  platform.getAppOrganization platform.getAppPageTexts platform.getAppRole platform.getAppRolePermissions
  platform.getAppThirdPartyClient platform.getAppUser platform.getApplication platform.getApplicationActivity
  platform.getApplicationStats platform.getMe platform.getRemainingBackupCodes platform.getTenantSettings
  platform.initializeEmailTemplates platform.invitePlatformMember platform.listAppApiKeys platform.listAppAuditLogs
  platform.listAppClients platform.listAppEmailTemplates platform.listAppInvitations platform.listAppOrgInvitations
  platform.listAppOrgMembers platform.listAppOrganizationRoles platform.listAppOrganizations platform.listAppPermissions
  platform.listAppRoles platform.listAppSessions platform.listAppThirdPartyClients platform.listAppUsers
  platform.listAppWebhooks platform.listApplications platform.listAuditLogs platform.listAuthenticatorApps
  platform.listEmailTemplates platform.listMembers platform.listPasskeys platform.listPlatformInvitations
  platform.listTenantApiKeys platform.listWebhookDeliveries platform.listWebhooks platform.login platform.logout
  platform.previewAppEmailTemplate platform.previewAppMail platform.previewAppPage platform.previewEmailTemplate
  platform.previewMailWords platform.reauthenticate platform.refresh platform.register platform.removeAppOrgMember
  platform.removeAppRolePermission platform.removeAppUserMfa platform.removeAuthenticatorApp platform.removeMember
  platform.removeMemberMfa platform.removePasskey platform.renameAuthenticatorApp platform.renamePasskey
  platform.renewAppClientSecret platform.renewWebhookSecret platform.replaceAppPageTexts platform.replayWebhookDelivery
  platform.resendAppInvitation platform.resendPlatformInvitation platform.revokeAppApiKey platform.revokeAppSession
  platform.revokeTenantApiKey platform.rotateAppKeys platform.setAppOrganizationPermissions platform.testWebhook
  platform.updateAppClient platform.updateAppEmailTemplate platform.updateAppEnvironment platform.updateAppOrgMember
  platform.updateAppOrganization platform.updateAppRole platform.updateAppThirdPartyClient platform.updateAppUser
  platform.updateApplication platform.updateEmailTemplate platform.updatePlatformMember platform.updateTenantSettings
  platform.updateWebhook platform.verifyBackupCode platform.verifyMfaSetup`.split(/\s+/),
)

const names = {
  'app.challengeMfa': 'mfaChallenge',
  'platform.addPasskey': 'platformAddPasskey',
  'platform.beginPasskey': 'platformBeginPasskey',
  'platform.beginPasskeySignIn': 'platformBeginPasskeySignIn',
  'platform.signInWithPasskey': 'platformSignInWithPasskey',
  'platform.beginPasskeyChallenge': 'platformBeginPasskeyChallenge',
  'platform.beginReauthentication': 'platformBeginReauthentication',
  'platform.challengeMfa': 'platformMfaChallenge',
  'platform.createTenantApiKey': 'createPlatformApiKey',
  'platform.createWebhook': 'createPlatformWebhook',
  'platform.deleteWebhook': 'deletePlatformWebhook',
  'platform.disableMfa': 'platformDisableMfa',
  'platform.enableMfa': 'platformEnableMfa',
  'platform.generateBackupCodes': 'platformGenerateBackupCodes',
  'platform.getMe': 'platformGetMe',
  'platform.getRemainingBackupCodes': 'platformGetRemainingBackupCodes',
  'platform.getTenantSettings': 'getPlatformSettings',
  'platform.listAuditLogs': 'listPlatformAuditLogs',
  'platform.listEmailTemplates': 'listPlatformEmailTemplates',
  'platform.listAuthenticatorApps': 'platformListAuthenticatorApps',
  'platform.renameAuthenticatorApp': 'platformRenameAuthenticatorApp',
  'platform.removeAuthenticatorApp': 'platformRemoveAuthenticatorApp',
  'platform.listMembers': 'listPlatformMembers',
  'platform.listPasskeys': 'platformListPasskeys',
  'platform.listTenantApiKeys': 'listPlatformApiKeys',
  'platform.listWebhooks': 'listPlatformWebhooks',
  'platform.login': 'platformLogin',
  'platform.logout': 'platformLogout',
  'platform.previewEmailTemplate': 'previewPlatformEmailTemplate',
  'platform.previewMailWords': 'previewPlatformMail',
  'platform.reauthenticate': 'platformReauthenticate',
  'platform.refresh': 'platformRefresh',
  'platform.register': 'platformRegister',
  'platform.removeMember': 'removePlatformMember',
  'platform.removeMemberMfa': 'removePlatformMemberMfa',
  'platform.removePasskey': 'platformRemovePasskey',
  'platform.renamePasskey': 'platformRenamePasskey',
  'platform.revokeTenantApiKey': 'revokePlatformApiKey',
  'platform.updateEmailTemplate': 'updatePlatformEmailTemplate',
  'platform.updateTenantSettings': 'updatePlatformSettings',
  'platform.verifyBackupCode': 'platformVerifyBackupCode',
  'platform.verifyMfaSetup': 'platformVerifyMfaSetup',
}

const fields = {
  'app.beginPasskeyChallenge': ['mfa_token'],
  'app.assignRolePermissions': ['permissionIds'],
  'app.assignUserRoles': ['roleIds'],
  'app.disableMfa': ['code'],
  'app.forgotPassword': ['email'],
  'app.logout': ['refresh_token'],
  'app.refresh': ['refresh_token'],
  'app.resetPassword': ['token', 'password'],
  'app.setActiveOrganization': ['organizationId'],
  'app.verifyBackupCode': ['code'],
  'app.verifyEmail': ['token'],
  'app.renameAuthenticatorApp': ['name'],
  'app.renamePasskey': ['name'],
  'app.verifyMfaSetup': ['code', 'name'],
  'platform.assignAppRolePermissions': ['permissionIds'],
  'platform.assignAppUserRoles': ['roleIds'],
  'platform.beginPasskeyChallenge': ['mfa_token'],
  'platform.createAppApiKey': ['name', 'environmentId'],
  'platform.disableMfa': ['code'],
  'platform.listAppApiKeys': ['environmentId'],
  'platform.logout': [],
  'platform.refresh': ['refresh_token'],
  'platform.renewWebhookSecret': ['overlapSeconds'],
  'platform.rotateAppKeys': ['environmentId'],
  'platform.verifyBackupCode': ['code'],
  'platform.renameAuthenticatorApp': ['name'],
  'platform.verifyMfaSetup': ['code', 'name'],
}

/** What an exchange takes is named as the rest of a program is, and the secret key stands beside the code. */
const exchange = ({ bearer, sent = {} }) => [
  { code: sent.code, ...(bearer === undefined ? { codeVerifier: sent.code_verifier } : { secretKey: bearer }) },
]

const argumentsOf = ({ id, bearer, ids, query, sent }) => [
  ...(bearer === undefined ? [] : [bearer]),
  ...ids,
  ...(fields[id]
    ? fields[id].map((name) => ({ ...query, ...sent })[name])
    : [sent, Object.keys(query).length ? query : undefined]),
]

/** By `@countersign/client/backend`, where it has a call of its own; else undefined. */
export const backendOf = (request) => {
  const { id, origin, headers } = request
  if (!backendCalls.has(id)) return undefined
  const bearer = headers.Authorization?.replace(/^Bearer /, '')
  const key = headers['X-Publishable-Key']
  const given = (id === 'app.exchangeOAuthCode' ? exchange : argumentsOf)({ ...request, bearer })
  const said = given.filter((one) => one !== undefined).map((one) => JSON.stringify(one, null, 2))
  const options = [`apiUrl: ${JSON.stringify(origin)}`, ...(key ? [`publishableKey: ${JSON.stringify(key)}`] : [])]
  return [
    `import { BackendClient } from '@countersign/client/backend'`,
    '',
    `const client = new BackendClient({ ${options.join(', ')} })`,
    `const answer = await client.${names[id] ?? id.split('.')[1]}(${said.join(', ')})`,
  ].join('\n')
}
