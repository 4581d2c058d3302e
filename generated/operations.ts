// generated, do not edit: npm run generate (849a1e1080e9cf08)
import type { Handle } from './handle.ts'

export type * from './handle.ts'

/** Every operation of the contract, by its id. */
export const operations = {
  'account.acceptInvitation': {
    surface: 'account',
    method: 'post',
    path: '/auth/accept-invite',
    tag: 'account.invitations',
  },
  'account.acceptOwnInvitation': {
    surface: 'account',
    method: 'post',
    path: '/auth/invitations/{invitation_id}/accept',
    tag: 'account.own-invitations',
  },
  'account.addMember': {
    surface: 'account',
    method: 'post',
    path: '/api/accounts/{account_id}/members',
    tag: 'account.members',
  },
  'account.addPasskey': { surface: 'account', method: 'post', path: '/auth/passkeys', tag: 'account.passkeys' },
  'account.authorizeWithProvider': {
    surface: 'account',
    method: 'get',
    path: '/auth/{provider}/authorize',
    tag: 'account.providers',
  },
  'account.beginPasskey': {
    surface: 'account',
    method: 'post',
    path: '/auth/passkeys/options',
    tag: 'account.passkeys',
  },
  'account.beginPasskeyChallenge': {
    surface: 'account',
    method: 'post',
    path: '/auth/mfa/challenge/options',
    tag: 'account.mfa',
  },
  'account.beginPasskeySignIn': {
    surface: 'account',
    method: 'post',
    path: '/auth/passkeys/sign-in/options',
    tag: 'account.passkeys',
  },
  'account.beginReauthentication': {
    surface: 'account',
    method: 'post',
    path: '/auth/reauthenticate/options',
    tag: 'account.reauthentication',
  },
  'account.challengeMfa': { surface: 'account', method: 'post', path: '/auth/mfa/challenge', tag: 'account.mfa' },
  'account.changeEmail': { surface: 'account', method: 'post', path: '/auth/change-email', tag: 'account.own-email' },
  'account.changePassword': { surface: 'account', method: 'put', path: '/auth/password', tag: 'account.own-password' },
  'account.checkEmail': { surface: 'account', method: 'post', path: '/auth/check-email', tag: 'account.login-methods' },
  'account.createAccount': { surface: 'account', method: 'post', path: '/api/accounts', tag: 'account.accounts' },
  'account.createApplicationUser': {
    surface: 'account',
    method: 'post',
    path: '/api/applications/{application_id}/users',
    tag: 'account.application-users',
  },
  'account.createChildAccount': {
    surface: 'account',
    method: 'post',
    path: '/api/accounts/{account_id}/accounts',
    tag: 'account.child-accounts',
  },
  'account.createClient': {
    surface: 'account',
    method: 'post',
    path: '/api/accounts/{account_id}/clients',
    tag: 'account.clients',
  },
  'account.declineInvitation': {
    surface: 'account',
    method: 'delete',
    path: '/auth/invitations/{invitation_id}',
    tag: 'account.own-invitations',
  },
  'account.declineSignUp': {
    surface: 'account',
    method: 'post',
    path: '/auth/decline-sign-up',
    tag: 'account.email-verifications',
  },
  'account.deleteAccount': {
    surface: 'account',
    method: 'delete',
    path: '/api/accounts/{account_id}',
    tag: 'account.accounts',
  },
  'account.deleteClient': {
    surface: 'account',
    method: 'delete',
    path: '/api/clients/{client_id}',
    tag: 'account.clients',
  },
  'account.deleteMe': { surface: 'account', method: 'delete', path: '/auth/me', tag: 'account.users' },
  'account.disableMfa': { surface: 'account', method: 'post', path: '/auth/mfa/disable', tag: 'account.mfa' },
  'account.enableMfa': { surface: 'account', method: 'post', path: '/auth/mfa/enable', tag: 'account.mfa' },
  'account.endOtherSessions': {
    surface: 'account',
    method: 'delete',
    path: '/auth/sessions',
    tag: 'account.own-sessions',
  },
  'account.endSession': {
    surface: 'account',
    method: 'delete',
    path: '/auth/sessions/{session_id}',
    tag: 'account.own-sessions',
  },
  'account.exportData': { surface: 'account', method: 'get', path: '/auth/me/data', tag: 'account.own-data' },
  'account.finishProviderForm': {
    surface: 'account',
    method: 'post',
    path: '/auth/{provider}/callback',
    tag: 'account.providers',
  },
  'account.finishProviderSignIn': {
    surface: 'account',
    method: 'get',
    path: '/auth/{provider}/callback',
    tag: 'account.providers',
  },
  'account.followInvitation': {
    surface: 'account',
    method: 'get',
    path: '/auth/accept-invite',
    tag: 'account.invitations',
  },
  'account.followSignInLink': {
    surface: 'account',
    method: 'get',
    path: '/auth/sign-in-with-token',
    tag: 'account.magic-links',
  },
  'account.followVerificationLink': {
    surface: 'account',
    method: 'get',
    path: '/auth/verify',
    tag: 'account.email-verifications',
  },
  'account.generateBackupCodes': {
    surface: 'account',
    method: 'post',
    path: '/auth/mfa/backup-codes',
    tag: 'account.mfa',
  },
  'account.getAccount': {
    surface: 'account',
    method: 'get',
    path: '/api/accounts/{account_id}',
    tag: 'account.accounts',
  },
  'account.getClient': { surface: 'account', method: 'get', path: '/api/clients/{client_id}', tag: 'account.clients' },
  'account.getCsrfToken': { surface: 'account', method: 'get', path: '/auth/csrf-token', tag: 'account.csrf' },
  'account.getMfa': { surface: 'account', method: 'get', path: '/auth/mfa', tag: 'account.mfa' },
  'account.getWaitlist': {
    surface: 'account',
    method: 'get',
    path: '/auth/waitlists/{feature}',
    tag: 'account.waitlists',
  },
  'account.inviteMember': {
    surface: 'account',
    method: 'post',
    path: '/api/accounts/{account_id}/invite',
    tag: 'account.invitations',
  },
  'account.issueAccountToken': {
    surface: 'account',
    method: 'post',
    path: '/api/accounts/{account_id}/token',
    tag: 'account.accounts',
  },
  'account.joinWaitlist': {
    surface: 'account',
    method: 'put',
    path: '/auth/waitlists/{feature}',
    tag: 'account.waitlists',
  },
  'account.leaveWaitlist': {
    surface: 'account',
    method: 'delete',
    path: '/auth/waitlists/{feature}',
    tag: 'account.waitlists',
  },
  'account.linkIdentity': { surface: 'account', method: 'post', path: '/auth/identities', tag: 'account.identities' },
  'account.listAccounts': { surface: 'account', method: 'get', path: '/api/accounts', tag: 'account.accounts' },
  'account.listAuthenticatorApps': {
    surface: 'account',
    method: 'get',
    path: '/auth/mfa/apps',
    tag: 'account.authenticator-apps',
  },
  'account.listChildAccounts': {
    surface: 'account',
    method: 'get',
    path: '/api/accounts/{account_id}/accounts',
    tag: 'account.child-accounts',
  },
  'account.listClients': {
    surface: 'account',
    method: 'get',
    path: '/api/accounts/{account_id}/clients',
    tag: 'account.clients',
  },
  'account.listConsents': { surface: 'account', method: 'get', path: '/auth/consents', tag: 'account.consents' },
  'account.listIdentities': { surface: 'account', method: 'get', path: '/auth/identities', tag: 'account.identities' },
  'account.listInvitations': {
    surface: 'account',
    method: 'get',
    path: '/api/accounts/{account_id}/invitations',
    tag: 'account.invitations',
  },
  'account.listLoginMethods': {
    surface: 'account',
    method: 'post',
    path: '/auth/login-methods',
    tag: 'account.login-methods',
  },
  'account.listMembers': {
    surface: 'account',
    method: 'get',
    path: '/api/accounts/{account_id}/members',
    tag: 'account.members',
  },
  'account.listOwnInvitations': {
    surface: 'account',
    method: 'get',
    path: '/auth/invitations',
    tag: 'account.own-invitations',
  },
  'account.listPasskeys': { surface: 'account', method: 'get', path: '/auth/passkeys', tag: 'account.passkeys' },
  'account.listSessions': { surface: 'account', method: 'get', path: '/auth/sessions', tag: 'account.own-sessions' },
  'account.listWaitlists': { surface: 'account', method: 'get', path: '/auth/waitlists', tag: 'account.waitlists' },
  'account.me': { surface: 'account', method: 'get', path: '/auth/me', tag: 'account.users' },
  'account.openOwnPage': { surface: 'account', method: 'get', path: '/account', tag: 'account.own-page' },
  'account.reauthenticate': {
    surface: 'account',
    method: 'post',
    path: '/auth/reauthenticate',
    tag: 'account.reauthentication',
  },
  'account.refresh': { surface: 'account', method: 'post', path: '/auth/refresh', tag: 'account.sessions' },
  'account.registerAccount': {
    surface: 'account',
    method: 'post',
    path: '/api/applications/{application_id}/register',
    tag: 'account.application-users',
  },
  'account.removeAuthenticatorApp': {
    surface: 'account',
    method: 'delete',
    path: '/auth/mfa/apps/{authenticator_app_id}',
    tag: 'account.authenticator-apps',
  },
  'account.removeMember': {
    surface: 'account',
    method: 'delete',
    path: '/api/accounts/{account_id}/members/{member_id}',
    tag: 'account.members',
  },
  'account.removePasskey': {
    surface: 'account',
    method: 'delete',
    path: '/auth/passkeys/{passkey_id}',
    tag: 'account.passkeys',
  },
  'account.renameAuthenticatorApp': {
    surface: 'account',
    method: 'patch',
    path: '/auth/mfa/apps/{authenticator_app_id}',
    tag: 'account.authenticator-apps',
  },
  'account.renamePasskey': {
    surface: 'account',
    method: 'patch',
    path: '/auth/passkeys/{passkey_id}',
    tag: 'account.passkeys',
  },
  'account.renewClientSecret': {
    surface: 'account',
    method: 'post',
    path: '/api/clients/{client_id}/secret',
    tag: 'account.clients',
  },
  'account.requestEmailChange': { surface: 'account', method: 'put', path: '/auth/email', tag: 'account.own-email' },
  'account.resetPassword': {
    surface: 'account',
    method: 'post',
    path: '/auth/reset-password',
    tag: 'account.password-resets',
  },
  'account.revokeConsent': {
    surface: 'account',
    method: 'delete',
    path: '/auth/consents/{client_id}',
    tag: 'account.consents',
  },
  'account.revokeInvitation': {
    surface: 'account',
    method: 'delete',
    path: '/api/accounts/{account_id}/invitations/{invitation_id}',
    tag: 'account.invitations',
  },
  'account.searchAccounts': {
    surface: 'account',
    method: 'post',
    path: '/api/accounts/search',
    tag: 'account.accounts',
  },
  'account.searchMembers': {
    surface: 'account',
    method: 'post',
    path: '/api/accounts/{account_id}/members/search',
    tag: 'account.members',
  },
  'account.sendEmailVerification': {
    surface: 'account',
    method: 'post',
    path: '/auth/send-email-verification',
    tag: 'account.email-verifications',
  },
  'account.sendMagicLink': {
    surface: 'account',
    method: 'post',
    path: '/auth/send-magic-link',
    tag: 'account.magic-links',
  },
  'account.sendPasswordReset': {
    surface: 'account',
    method: 'post',
    path: '/auth/send-password-reset',
    tag: 'account.password-resets',
  },
  'account.showEmailChange': {
    surface: 'account',
    method: 'get',
    path: '/auth/change-email',
    tag: 'account.own-email',
  },
  'account.showNotMe': { surface: 'account', method: 'get', path: '/auth/not-me', tag: 'account.notices' },
  'account.showOwnPage': { surface: 'account', method: 'get', path: '/oauth2/account', tag: 'account.own-page' },
  'account.showPasswordReset': {
    surface: 'account',
    method: 'get',
    path: '/auth/reset-password',
    tag: 'account.password-resets',
  },
  'account.signIn': { surface: 'account', method: 'post', path: '/auth/sign-in', tag: 'account.sessions' },
  'account.signInWithPasskey': {
    surface: 'account',
    method: 'post',
    path: '/auth/passkeys/sign-in',
    tag: 'account.passkeys',
  },
  'account.signInWithToken': {
    surface: 'account',
    method: 'post',
    path: '/auth/sign-in-with-token',
    tag: 'account.magic-links',
  },
  'account.signOut': { surface: 'account', method: 'post', path: '/auth/sign-out', tag: 'account.sessions' },
  'account.signUp': { surface: 'account', method: 'post', path: '/auth/sign-up', tag: 'account.users' },
  'account.signUpForWaitlist': {
    surface: 'account',
    method: 'post',
    path: '/auth/waitlists/{feature}',
    tag: 'account.waitlists',
  },
  'account.startCsrfSession': { surface: 'account', method: 'get', path: '/auth/csrf-session', tag: 'account.csrf' },
  'account.submitOwnPage': { surface: 'account', method: 'post', path: '/oauth2/account', tag: 'account.own-page' },
  'account.switchAccount': {
    surface: 'account',
    method: 'post',
    path: '/api/account-views/switch',
    tag: 'account.account-views',
  },
  'account.takeBack': { surface: 'account', method: 'post', path: '/auth/not-me', tag: 'account.notices' },
  'account.unlinkIdentity': {
    surface: 'account',
    method: 'delete',
    path: '/auth/identities/{identity_id}',
    tag: 'account.identities',
  },
  'account.updateAccount': {
    surface: 'account',
    method: 'patch',
    path: '/api/accounts/{account_id}',
    tag: 'account.accounts',
  },
  'account.updateClient': {
    surface: 'account',
    method: 'patch',
    path: '/api/clients/{client_id}',
    tag: 'account.clients',
  },
  'account.updateMember': {
    surface: 'account',
    method: 'patch',
    path: '/api/accounts/{account_id}/members/{member_id}',
    tag: 'account.members',
  },
  'account.verifyEmail': {
    surface: 'account',
    method: 'post',
    path: '/auth/verify',
    tag: 'account.email-verifications',
  },
  'account.verifyMfaSetup': { surface: 'account', method: 'post', path: '/auth/mfa/verify', tag: 'account.mfa' },
  'app.acceptInvitation': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/invitations/{invitationId}/accept',
    tag: 'app.invitations',
  },
  'app.addOrgMember': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/organizations/{orgId}/members',
    tag: 'app.members',
  },
  'app.addPasskey': { surface: 'app', method: 'post', path: '/api/v1/auth/passkeys', tag: 'app.passkeys' },
  'app.assignRolePermissions': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/roles/{roleId}/permissions',
    tag: 'app.roles',
  },
  'app.assignUserRoles': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/users/{userId}/roles',
    tag: 'app.managed-users',
  },
  'app.beginPasskey': { surface: 'app', method: 'post', path: '/api/v1/auth/passkeys/options', tag: 'app.passkeys' },
  'app.beginPasskeyChallenge': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/mfa/challenge/options',
    tag: 'app.mfa',
  },
  'app.beginPasskeySignIn': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/passkeys/sign-in/options',
    tag: 'app.passkeys',
  },
  'app.beginReauthentication': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/reauthenticate/options',
    tag: 'app.reauthentication',
  },
  'app.cancelInvitation': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/invitations/{invitationId}',
    tag: 'app.invitations',
  },
  'app.challengeMfa': { surface: 'app', method: 'post', path: '/api/v1/auth/mfa/challenge', tag: 'app.mfa' },
  'app.changeEmail': { surface: 'app', method: 'post', path: '/api/v1/auth/change-email', tag: 'app.own-account' },
  'app.changePassword': { surface: 'app', method: 'put', path: '/api/v1/auth/password', tag: 'app.own-account' },
  'app.createOrgInvitation': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/organizations/{orgId}/invitations',
    tag: 'app.invitations',
  },
  'app.createOrganization': { surface: 'app', method: 'post', path: '/api/v1/organizations', tag: 'app.organizations' },
  'app.createPermission': { surface: 'app', method: 'post', path: '/api/v1/permissions', tag: 'app.permissions' },
  'app.createRole': { surface: 'app', method: 'post', path: '/api/v1/roles', tag: 'app.roles' },
  'app.createUser': { surface: 'app', method: 'post', path: '/api/v1/users', tag: 'app.managed-users' },
  'app.deleteMe': { surface: 'app', method: 'delete', path: '/api/v1/auth/me', tag: 'app.users' },
  'app.deleteOrganization': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/organizations/{orgId}',
    tag: 'app.organizations',
  },
  'app.deletePermission': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/permissions/{permissionId}',
    tag: 'app.permissions',
  },
  'app.deleteRole': { surface: 'app', method: 'delete', path: '/api/v1/roles/{roleId}', tag: 'app.roles' },
  'app.disableMfa': { surface: 'app', method: 'post', path: '/api/v1/auth/mfa/disable', tag: 'app.mfa' },
  'app.enableMfa': { surface: 'app', method: 'post', path: '/api/v1/auth/mfa/enable', tag: 'app.mfa' },
  'app.exchangeOAuthCode': { surface: 'app', method: 'post', path: '/api/v1/auth/oauth/exchange', tag: 'app.oauth' },
  'app.exportData': { surface: 'app', method: 'get', path: '/api/v1/auth/me/data', tag: 'app.own-account' },
  'app.finishLink': { surface: 'app', method: 'post', path: '/api/v1/auth/identities/finish', tag: 'app.identities' },
  'app.finishOAuth': {
    surface: 'app',
    method: 'get',
    path: '/api/v1/auth/oauth/{provider}/callback',
    tag: 'app.oauth',
  },
  'app.finishOAuthForm': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/oauth/{provider}/callback',
    tag: 'app.oauth',
  },
  'app.forgotPassword': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/forgot-password',
    tag: 'app.password-resets',
  },
  'app.generateBackupCodes': { surface: 'app', method: 'post', path: '/api/v1/auth/mfa/backup-codes', tag: 'app.mfa' },
  'app.getMe': { surface: 'app', method: 'get', path: '/api/v1/auth/me', tag: 'app.users' },
  'app.getOrganization': {
    surface: 'app',
    method: 'get',
    path: '/api/v1/organizations/{orgId}',
    tag: 'app.organizations',
  },
  'app.getRemainingBackupCodes': { surface: 'app', method: 'get', path: '/api/v1/auth/mfa/remaining', tag: 'app.mfa' },
  'app.getRole': { surface: 'app', method: 'get', path: '/api/v1/roles/{roleId}', tag: 'app.roles' },
  'app.getRolePermissions': {
    surface: 'app',
    method: 'get',
    path: '/api/v1/roles/{roleId}/permissions',
    tag: 'app.roles',
  },
  'app.getUser': { surface: 'app', method: 'get', path: '/api/v1/users/{userId}', tag: 'app.managed-users' },
  'app.getUserByExternalId': {
    surface: 'app',
    method: 'get',
    path: '/api/v1/import/users/{externalId}',
    tag: 'app.imports',
  },
  'app.importUsers': { surface: 'app', method: 'post', path: '/api/v1/import/users', tag: 'app.imports' },
  'app.linkIdentity': { surface: 'app', method: 'post', path: '/api/v1/auth/identities', tag: 'app.identities' },
  'app.listAuthenticatorApps': {
    surface: 'app',
    method: 'get',
    path: '/api/v1/auth/mfa/apps',
    tag: 'app.authenticator-apps',
  },
  'app.listIdentities': { surface: 'app', method: 'get', path: '/api/v1/auth/identities', tag: 'app.identities' },
  'app.listInvitations': { surface: 'app', method: 'get', path: '/api/v1/invitations', tag: 'app.invitations' },
  'app.listOrgMembers': {
    surface: 'app',
    method: 'get',
    path: '/api/v1/organizations/{orgId}/members',
    tag: 'app.members',
  },
  'app.listOrganizations': { surface: 'app', method: 'get', path: '/api/v1/organizations', tag: 'app.organizations' },
  'app.listPasskeys': { surface: 'app', method: 'get', path: '/api/v1/auth/passkeys', tag: 'app.passkeys' },
  'app.listPermissions': { surface: 'app', method: 'get', path: '/api/v1/permissions', tag: 'app.permissions' },
  'app.listRoles': { surface: 'app', method: 'get', path: '/api/v1/roles', tag: 'app.roles' },
  'app.listSessions': { surface: 'app', method: 'get', path: '/api/v1/sessions', tag: 'app.own-sessions' },
  'app.listUsers': { surface: 'app', method: 'get', path: '/api/v1/users', tag: 'app.managed-users' },
  'app.login': { surface: 'app', method: 'post', path: '/api/v1/auth/login', tag: 'app.sessions' },
  'app.logout': { surface: 'app', method: 'post', path: '/api/v1/auth/logout', tag: 'app.sessions' },
  'app.reauthenticate': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/reauthenticate',
    tag: 'app.reauthentication',
  },
  'app.refresh': { surface: 'app', method: 'post', path: '/api/v1/auth/refresh', tag: 'app.sessions' },
  'app.register': { surface: 'app', method: 'post', path: '/api/v1/auth/register', tag: 'app.users' },
  'app.removeAuthenticatorApp': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/auth/mfa/apps/{authenticatorAppId}',
    tag: 'app.authenticator-apps',
  },
  'app.removeOrgMember': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/organizations/{orgId}/members/{memberId}',
    tag: 'app.members',
  },
  'app.removePasskey': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/auth/passkeys/{passkeyId}',
    tag: 'app.passkeys',
  },
  'app.removeRolePermission': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/roles/{roleId}/permissions/{permissionId}',
    tag: 'app.roles',
  },
  'app.renameAuthenticatorApp': {
    surface: 'app',
    method: 'patch',
    path: '/api/v1/auth/mfa/apps/{authenticatorAppId}',
    tag: 'app.authenticator-apps',
  },
  'app.renamePasskey': {
    surface: 'app',
    method: 'patch',
    path: '/api/v1/auth/passkeys/{passkeyId}',
    tag: 'app.passkeys',
  },
  'app.requestEmailChange': { surface: 'app', method: 'put', path: '/api/v1/auth/email', tag: 'app.own-account' },
  'app.resendInvitation': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/invitations/{invitationId}/resend',
    tag: 'app.invitations',
  },
  'app.resetPassword': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/reset-password',
    tag: 'app.password-resets',
  },
  'app.revokeAllSessions': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/sessions/revoke-all',
    tag: 'app.own-sessions',
  },
  'app.revokeSession': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/sessions/{sessionId}/revoke',
    tag: 'app.own-sessions',
  },
  'app.sendInvitation': { surface: 'app', method: 'post', path: '/api/v1/invitations', tag: 'app.invitations' },
  'app.setActiveOrganization': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/set-active-organization',
    tag: 'app.active-organization',
  },
  'app.signInWithPasskey': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/passkeys/sign-in',
    tag: 'app.passkeys',
  },
  'app.startOAuth': { surface: 'app', method: 'get', path: '/api/v1/auth/oauth/{provider}', tag: 'app.oauth' },
  'app.unlinkIdentity': {
    surface: 'app',
    method: 'delete',
    path: '/api/v1/auth/identities/{identityId}',
    tag: 'app.identities',
  },
  'app.updateOrgMember': {
    surface: 'app',
    method: 'patch',
    path: '/api/v1/organizations/{orgId}/members/{memberId}',
    tag: 'app.members',
  },
  'app.updateOrganization': {
    surface: 'app',
    method: 'put',
    path: '/api/v1/organizations/{orgId}',
    tag: 'app.organizations',
  },
  'app.updateRole': { surface: 'app', method: 'patch', path: '/api/v1/roles/{roleId}', tag: 'app.roles' },
  'app.updateUser': { surface: 'app', method: 'patch', path: '/api/v1/users/{userId}', tag: 'app.managed-users' },
  'app.verifyBackupCode': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/mfa/backup-code/verify',
    tag: 'app.mfa',
  },
  'app.verifyEmail': {
    surface: 'app',
    method: 'post',
    path: '/api/v1/auth/verify-email',
    tag: 'app.email-verifications',
  },
  'app.verifyMfaSetup': { surface: 'app', method: 'post', path: '/api/v1/auth/mfa/verify', tag: 'app.mfa' },
  'oauth.answerDevicePage': { surface: 'oauth', method: 'post', path: '/oauth2/device', tag: 'oauth.devices' },
  'oauth.authorize': { surface: 'oauth', method: 'get', path: '/oauth2/authorize', tag: 'oauth.authorization' },
  'oauth.authorizeDevice': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/device_authorization',
    tag: 'oauth.devices',
  },
  'oauth.authorizeWithPassword': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize',
    tag: 'oauth.authorization',
  },
  'oauth.confirmLogout': { surface: 'oauth', method: 'post', path: '/oauth2/logout', tag: 'oauth.logout' },
  'oauth.deleteRegistration': {
    surface: 'oauth',
    method: 'delete',
    path: '/oauth2/register/{client_id}',
    tag: 'oauth.registrations',
  },
  'oauth.finishProviderForm': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/callback/{provider}',
    tag: 'oauth.providers',
  },
  'oauth.finishProviderSignIn': {
    surface: 'oauth',
    method: 'get',
    path: '/oauth2/callback/{provider}',
    tag: 'oauth.providers',
  },
  'oauth.getAuthorizationServer': {
    surface: 'oauth',
    method: 'get',
    path: '/.well-known/oauth-authorization-server',
    tag: 'oauth.discovery',
  },
  'oauth.getConfiguration': {
    surface: 'oauth',
    method: 'get',
    path: '/.well-known/openid-configuration',
    tag: 'oauth.discovery',
  },
  'oauth.getJwks': { surface: 'oauth', method: 'get', path: '/.well-known/jwks.json', tag: 'oauth.discovery' },
  'oauth.getRegistration': {
    surface: 'oauth',
    method: 'get',
    path: '/oauth2/register/{client_id}',
    tag: 'oauth.registrations',
  },
  'oauth.getUserinfo': { surface: 'oauth', method: 'get', path: '/oauth2/userinfo', tag: 'oauth.userinfo' },
  'oauth.introspectToken': { surface: 'oauth', method: 'post', path: '/oauth2/introspect', tag: 'oauth.tokens' },
  'oauth.issueToken': { surface: 'oauth', method: 'post', path: '/oauth2/token', tag: 'oauth.tokens' },
  'oauth.logout': { surface: 'oauth', method: 'get', path: '/oauth2/logout', tag: 'oauth.logout' },
  'oauth.postUserinfo': { surface: 'oauth', method: 'post', path: '/oauth2/userinfo', tag: 'oauth.userinfo' },
  'oauth.pushAuthorizationRequest': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/par',
    tag: 'oauth.pushed-requests',
  },
  'oauth.registerClient': { surface: 'oauth', method: 'post', path: '/oauth2/register', tag: 'oauth.registrations' },
  'oauth.resendVerification': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize/resend-verification',
    tag: 'oauth.hosted-verification',
  },
  'oauth.returnToAuthorization': {
    surface: 'oauth',
    method: 'get',
    path: '/oauth2/authorize/return',
    tag: 'oauth.hosted-verification',
  },
  'oauth.revokeToken': { surface: 'oauth', method: 'post', path: '/oauth2/revoke', tag: 'oauth.tokens' },
  'oauth.sendSignInLink': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize/send-link',
    tag: 'oauth.hosted-sign-in-link',
  },
  'oauth.showDevicePage': { surface: 'oauth', method: 'get', path: '/oauth2/device', tag: 'oauth.devices' },
  'oauth.showForgotPassword': {
    surface: 'oauth',
    method: 'get',
    path: '/oauth2/authorize/forgot-password',
    tag: 'oauth.hosted-password',
  },
  'oauth.showSecondFactor': {
    surface: 'oauth',
    method: 'get',
    path: '/oauth2/authorize/second-factor',
    tag: 'oauth.hosted-second-factor',
  },
  'oauth.showSignInLink': {
    surface: 'oauth',
    method: 'get',
    path: '/oauth2/authorize/link',
    tag: 'oauth.hosted-sign-in-link',
  },
  'oauth.showSignUp': {
    surface: 'oauth',
    method: 'get',
    path: '/oauth2/authorize/sign-up',
    tag: 'oauth.hosted-sign-up',
  },
  'oauth.submitForgotPassword': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize/forgot-password',
    tag: 'oauth.hosted-password',
  },
  'oauth.submitPasskey': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize/passkey',
    tag: 'oauth.hosted-passkey',
  },
  'oauth.submitSecondFactor': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize/second-factor',
    tag: 'oauth.hosted-second-factor',
  },
  'oauth.submitSignUp': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize/sign-up',
    tag: 'oauth.hosted-sign-up',
  },
  'oauth.updateRegistration': {
    surface: 'oauth',
    method: 'put',
    path: '/oauth2/register/{client_id}',
    tag: 'oauth.registrations',
  },
  'oauth.useSignInLink': {
    surface: 'oauth',
    method: 'post',
    path: '/oauth2/authorize/link',
    tag: 'oauth.hosted-sign-in-link',
  },
  'platform.acceptPlatformInvitation': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/members/invite/{invitation}/accept',
    tag: 'platform.member-invitations',
  },
  'platform.addAppOrgMember': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/organizations/{orgId}/members',
    tag: 'platform.organization-members',
  },
  'platform.addPasskey': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/passkeys',
    tag: 'platform.passkeys',
  },
  'platform.assignAppRolePermissions': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/roles/{roleId}/permissions',
    tag: 'platform.roles',
  },
  'platform.assignAppUserRoles': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/users/{userId}/roles',
    tag: 'platform.users',
  },
  'platform.beginPasskey': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/passkeys/options',
    tag: 'platform.passkeys',
  },
  'platform.beginPasskeyChallenge': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/mfa/challenge/options',
    tag: 'platform.mfa',
  },
  'platform.beginPasskeySignIn': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/passkeys/sign-in/options',
    tag: 'platform.passkeys',
  },
  'platform.beginReauthentication': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/reauthenticate/options',
    tag: 'platform.reauthentication',
  },
  'platform.cancelAppInvitation': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/invitations/{invitationId}',
    tag: 'platform.invitations',
  },
  'platform.cancelPlatformInvitation': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/members/invitations/{invitationId}',
    tag: 'platform.member-invitations',
  },
  'platform.challengeMfa': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/mfa/challenge',
    tag: 'platform.mfa',
  },
  'platform.changePassword': {
    surface: 'platform',
    method: 'put',
    path: '/api/platform/auth/password',
    tag: 'platform.own-account',
  },
  'platform.createAppApiKey': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/api-keys',
    tag: 'platform.api-keys',
  },
  'platform.createAppClient': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/clients',
    tag: 'platform.clients',
  },
  'platform.createAppEmailTemplate': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/email-templates',
    tag: 'platform.email-templates',
  },
  'platform.createAppEnvironment': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/environments',
    tag: 'platform.environments',
  },
  'platform.createAppInvitation': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/invitations',
    tag: 'platform.invitations',
  },
  'platform.createAppOrgInvitation': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/organizations/{orgId}/invitations',
    tag: 'platform.invitations',
  },
  'platform.createAppOrganization': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/organizations',
    tag: 'platform.organizations',
  },
  'platform.createAppPermission': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/permissions',
    tag: 'platform.permissions',
  },
  'platform.createAppRole': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/roles',
    tag: 'platform.roles',
  },
  'platform.createAppUser': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/users',
    tag: 'platform.users',
  },
  'platform.createAppWebhook': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/webhooks',
    tag: 'platform.webhooks',
  },
  'platform.createApplication': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications',
    tag: 'platform.applications',
  },
  'platform.createTenantApiKey': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/api-keys',
    tag: 'platform.tenant-keys',
  },
  'platform.createWebhook': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/webhooks',
    tag: 'platform.webhooks',
  },
  'platform.deleteAppClient': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/clients/{clientId}',
    tag: 'platform.clients',
  },
  'platform.deleteAppEmailTemplate': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/email-templates/{templateId}',
    tag: 'platform.email-templates',
  },
  'platform.deleteAppOrganization': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/organizations/{orgId}',
    tag: 'platform.organizations',
  },
  'platform.deleteAppPermission': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/permissions/{permissionId}',
    tag: 'platform.permissions',
  },
  'platform.deleteAppRole': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/roles/{roleId}',
    tag: 'platform.roles',
  },
  'platform.deleteAppWebhook': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/webhooks/{webhookId}',
    tag: 'platform.webhooks',
  },
  'platform.deleteApplication': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}',
    tag: 'platform.applications',
  },
  'platform.deleteMe': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/auth/me',
    tag: 'platform.own-account',
  },
  'platform.deleteWebhook': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/webhooks/{webhookId}',
    tag: 'platform.webhooks',
  },
  'platform.disableMfa': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/mfa/disable',
    tag: 'platform.mfa',
  },
  'platform.enableMfa': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/mfa/enable',
    tag: 'platform.mfa',
  },
  'platform.exportData': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/auth/me/data',
    tag: 'platform.own-account',
  },
  'platform.generateBackupCodes': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/mfa/backup-codes',
    tag: 'platform.mfa',
  },
  'platform.getAppClient': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/clients/{clientId}',
    tag: 'platform.clients',
  },
  'platform.getAppOrganization': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/organizations/{orgId}',
    tag: 'platform.organizations',
  },
  'platform.getAppPageTexts': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/environments/{environmentId}/page-texts/{language}',
    tag: 'platform.page-texts',
  },
  'platform.getAppRole': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/roles/{roleId}',
    tag: 'platform.roles',
  },
  'platform.getAppRolePermissions': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/roles/{roleId}/permissions',
    tag: 'platform.roles',
  },
  'platform.getAppThirdPartyClient': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/third-party-clients/{thirdPartyClientId}',
    tag: 'platform.third-party-clients',
  },
  'platform.getAppUser': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/users/{userId}',
    tag: 'platform.users',
  },
  'platform.getApplication': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}',
    tag: 'platform.applications',
  },
  'platform.getApplicationActivity': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/stats/daily',
    tag: 'platform.applications',
  },
  'platform.getApplicationStats': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/stats',
    tag: 'platform.applications',
  },
  'platform.getMe': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/auth/me',
    tag: 'platform.administrators',
  },
  'platform.getRemainingBackupCodes': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/auth/mfa/remaining',
    tag: 'platform.mfa',
  },
  'platform.getTenantSettings': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/settings',
    tag: 'platform.tenant-settings',
  },
  'platform.initializeEmailTemplates': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/email-templates/initialize',
    tag: 'platform.email-templates',
  },
  'platform.inviteMember': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/members',
    tag: 'platform.administrators',
  },
  'platform.invitePlatformMember': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/members/invite',
    tag: 'platform.member-invitations',
  },
  'platform.listAppApiKeys': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/api-keys',
    tag: 'platform.api-keys',
  },
  'platform.listAppAuditLogs': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/audit-logs',
    tag: 'platform.audit-logs',
  },
  'platform.listAppClients': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/clients',
    tag: 'platform.clients',
  },
  'platform.listAppEmailTemplates': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/email-templates',
    tag: 'platform.email-templates',
  },
  'platform.listAppInvitations': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/invitations',
    tag: 'platform.invitations',
  },
  'platform.listAppOrgInvitations': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/organizations/{orgId}/invitations',
    tag: 'platform.invitations',
  },
  'platform.listAppOrgMembers': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/organizations/{orgId}/members',
    tag: 'platform.organization-members',
  },
  'platform.listAppOrganizationRoles': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/organization-roles',
    tag: 'platform.organization-roles',
  },
  'platform.listAppOrganizations': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/organizations',
    tag: 'platform.organizations',
  },
  'platform.listAppPermissions': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/permissions',
    tag: 'platform.permissions',
  },
  'platform.listAppRoles': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/roles',
    tag: 'platform.roles',
  },
  'platform.listAppSessions': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/sessions',
    tag: 'platform.app-sessions',
  },
  'platform.listAppThirdPartyClients': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/third-party-clients',
    tag: 'platform.third-party-clients',
  },
  'platform.listAppUsers': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/users',
    tag: 'platform.users',
  },
  'platform.listAppWebhooks': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/webhooks',
    tag: 'platform.webhooks',
  },
  'platform.listApplications': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications',
    tag: 'platform.applications',
  },
  'platform.listAuditLogs': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/audit-logs',
    tag: 'platform.audit-logs',
  },
  'platform.listAuthenticatorApps': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/auth/mfa/apps',
    tag: 'platform.authenticator-apps',
  },
  'platform.listEmailTemplates': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/email-templates',
    tag: 'platform.email-templates',
  },
  'platform.listMembers': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/members',
    tag: 'platform.administrators',
  },
  'platform.listPasskeys': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/auth/passkeys',
    tag: 'platform.passkeys',
  },
  'platform.listPlatformInvitations': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/members/invitations',
    tag: 'platform.member-invitations',
  },
  'platform.listSessions': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/auth/sessions',
    tag: 'platform.own-sessions',
  },
  'platform.listTenantApiKeys': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/api-keys',
    tag: 'platform.tenant-keys',
  },
  'platform.listWebhookDeliveries': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/webhooks/{webhookId}/deliveries',
    tag: 'platform.webhooks',
  },
  'platform.listWebhooks': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/webhooks',
    tag: 'platform.webhooks',
  },
  'platform.login': { surface: 'platform', method: 'post', path: '/api/platform/auth/login', tag: 'platform.sessions' },
  'platform.logout': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/logout',
    tag: 'platform.sessions',
  },
  'platform.previewAppEmailTemplate': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/email-templates/{templateId}/preview',
    tag: 'platform.email-templates',
  },
  'platform.previewAppMail': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/email-templates/preview',
    tag: 'platform.email-templates',
  },
  'platform.previewAppPage': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/applications/{appId}/environments/{environmentId}/page-texts/{language}/preview',
    tag: 'platform.page-texts',
  },
  'platform.previewEmailTemplate': {
    surface: 'platform',
    method: 'get',
    path: '/api/platform/email-templates/{templateId}/preview',
    tag: 'platform.email-templates',
  },
  'platform.previewMailWords': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/email-templates/preview',
    tag: 'platform.email-templates',
  },
  'platform.reauthenticate': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/reauthenticate',
    tag: 'platform.reauthentication',
  },
  'platform.refresh': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/refresh',
    tag: 'platform.sessions',
  },
  'platform.register': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/register',
    tag: 'platform.administrators',
  },
  'platform.removeAppOrgMember': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/organizations/{orgId}/members/{membershipId}',
    tag: 'platform.organization-members',
  },
  'platform.removeAppRolePermission': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/roles/{roleId}/permissions/{permissionId}',
    tag: 'platform.roles',
  },
  'platform.removeAppUserMfa': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/users/{userId}/mfa',
    tag: 'platform.users',
  },
  'platform.removeAuthenticatorApp': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/auth/mfa/apps/{authenticatorAppId}',
    tag: 'platform.authenticator-apps',
  },
  'platform.removeMember': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/members/{memberId}',
    tag: 'platform.administrators',
  },
  'platform.removeMemberMfa': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/members/{memberId}/mfa',
    tag: 'platform.administrators',
  },
  'platform.removePasskey': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/auth/passkeys/{passkeyId}',
    tag: 'platform.passkeys',
  },
  'platform.renameAuthenticatorApp': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/auth/mfa/apps/{authenticatorAppId}',
    tag: 'platform.authenticator-apps',
  },
  'platform.renamePasskey': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/auth/passkeys/{passkeyId}',
    tag: 'platform.passkeys',
  },
  'platform.renewAppClientSecret': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/clients/{clientId}/secret',
    tag: 'platform.clients',
  },
  'platform.renewWebhookSecret': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/webhooks/{webhookId}/secret',
    tag: 'platform.webhooks',
  },
  'platform.replaceAppPageTexts': {
    surface: 'platform',
    method: 'put',
    path: '/api/platform/applications/{appId}/environments/{environmentId}/page-texts/{language}',
    tag: 'platform.page-texts',
  },
  'platform.replayWebhookDelivery': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/webhooks/{webhookId}/deliveries/{deliveryId}/replay',
    tag: 'platform.webhooks',
  },
  'platform.requestEmailChange': {
    surface: 'platform',
    method: 'put',
    path: '/api/platform/auth/email',
    tag: 'platform.own-account',
  },
  'platform.resendAppInvitation': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/invitations/{invitationId}/resend',
    tag: 'platform.invitations',
  },
  'platform.resendPlatformInvitation': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/members/invitations/{invitationId}/resend',
    tag: 'platform.member-invitations',
  },
  'platform.revokeAppApiKey': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/applications/{appId}/api-keys/{keyId}',
    tag: 'platform.api-keys',
  },
  'platform.revokeAppSession': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/sessions/{sessionId}/revoke',
    tag: 'platform.app-sessions',
  },
  'platform.revokeOtherSessions': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/sessions/revoke-others',
    tag: 'platform.own-sessions',
  },
  'platform.revokeSession': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/sessions/{sessionId}/revoke',
    tag: 'platform.own-sessions',
  },
  'platform.revokeTenantApiKey': {
    surface: 'platform',
    method: 'delete',
    path: '/api/platform/api-keys/{keyId}',
    tag: 'platform.tenant-keys',
  },
  'platform.rotateAppKeys': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/applications/{appId}/rotate-keys',
    tag: 'platform.api-keys',
  },
  'platform.setAppOrganizationPermissions': {
    surface: 'platform',
    method: 'put',
    path: '/api/platform/applications/{appId}/organization-roles/{role}/permissions',
    tag: 'platform.organization-roles',
  },
  'platform.signInWithPasskey': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/passkeys/sign-in',
    tag: 'platform.passkeys',
  },
  'platform.testWebhook': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/webhooks/{webhookId}/test',
    tag: 'platform.webhooks',
  },
  'platform.updateAppClient': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}/clients/{clientId}',
    tag: 'platform.clients',
  },
  'platform.updateAppEmailTemplate': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}/email-templates/{templateId}',
    tag: 'platform.email-templates',
  },
  'platform.updateAppEnvironment': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}/environments/{environmentId}',
    tag: 'platform.environments',
  },
  'platform.updateAppOrgMember': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}/organizations/{orgId}/members/{membershipId}',
    tag: 'platform.organization-members',
  },
  'platform.updateAppOrganization': {
    surface: 'platform',
    method: 'put',
    path: '/api/platform/applications/{appId}/organizations/{orgId}',
    tag: 'platform.organizations',
  },
  'platform.updateAppRole': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}/roles/{roleId}',
    tag: 'platform.roles',
  },
  'platform.updateAppThirdPartyClient': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}/third-party-clients/{thirdPartyClientId}',
    tag: 'platform.third-party-clients',
  },
  'platform.updateAppUser': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}/users/{userId}',
    tag: 'platform.users',
  },
  'platform.updateApplication': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/applications/{appId}',
    tag: 'platform.applications',
  },
  'platform.updateEmailTemplate': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/email-templates/{templateId}',
    tag: 'platform.email-templates',
  },
  'platform.updatePlatformMember': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/members/{memberId}',
    tag: 'platform.administrators',
  },
  'platform.updateTenantSettings': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/settings',
    tag: 'platform.tenant-settings',
  },
  'platform.updateWebhook': {
    surface: 'platform',
    method: 'patch',
    path: '/api/platform/webhooks/{webhookId}',
    tag: 'platform.webhooks',
  },
  'platform.verifyBackupCode': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/mfa/backup-code/verify',
    tag: 'platform.mfa',
  },
  'platform.verifyMfaSetup': {
    surface: 'platform',
    method: 'post',
    path: '/api/platform/auth/mfa/verify',
    tag: 'platform.mfa',
  },
  'project.addPasskey': { surface: 'project', method: 'post', path: '/api/auth/passkeys', tag: 'project.passkeys' },
  'project.beginPasskey': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/passkeys/options',
    tag: 'project.passkeys',
  },
  'project.beginPasskeyChallenge': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/mfa/challenge/options',
    tag: 'project.mfa',
  },
  'project.beginPasskeySignIn': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/passkeys/sign-in/options',
    tag: 'project.passkeys',
  },
  'project.beginReauthentication': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/reauthenticate/options',
    tag: 'project.reauthentication',
  },
  'project.challengeMfa': { surface: 'project', method: 'post', path: '/api/auth/mfa/challenge', tag: 'project.mfa' },
  'project.changePassword': {
    surface: 'project',
    method: 'put',
    path: '/api/auth/password',
    tag: 'project.own-account',
  },
  'project.createAnonToken': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/tokens/anon',
    tag: 'project.admin',
  },
  'project.deleteMe': { surface: 'project', method: 'delete', path: '/api/auth/me', tag: 'project.own-account' },
  'project.deleteUsers': { surface: 'project', method: 'delete', path: '/api/auth/users', tag: 'project.users' },
  'project.disableMfa': { surface: 'project', method: 'post', path: '/api/auth/mfa/disable', tag: 'project.mfa' },
  'project.enableMfa': { surface: 'project', method: 'post', path: '/api/auth/mfa/enable', tag: 'project.mfa' },
  'project.endOtherSessions': {
    surface: 'project',
    method: 'delete',
    path: '/api/auth/sessions',
    tag: 'project.own-sessions',
  },
  'project.endSession': {
    surface: 'project',
    method: 'delete',
    path: '/api/auth/sessions/{sessionId}',
    tag: 'project.own-sessions',
  },
  'project.exchangeAdminSession': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/admin/sessions/exchange',
    tag: 'project.admin',
  },
  'project.exchangeOAuthCode': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/oauth/exchange',
    tag: 'project.oauth-codes',
  },
  'project.exchangeResetCode': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/email/exchange-reset-password-token',
    tag: 'project.password-resets',
  },
  'project.exportData': { surface: 'project', method: 'get', path: '/api/auth/me/data', tag: 'project.own-account' },
  'project.finishLink': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/identities/finish',
    tag: 'project.identities',
  },
  'project.finishOAuth': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/oauth/{provider}/callback',
    tag: 'project.oauth-callbacks',
  },
  'project.finishOAuthForm': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/oauth/{provider}/callback',
    tag: 'project.oauth-callbacks',
  },
  'project.generateBackupCodes': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/mfa/backup-codes',
    tag: 'project.mfa',
  },
  'project.getConfig': { surface: 'project', method: 'get', path: '/api/auth/config', tag: 'project.config' },
  'project.getCsrfToken': { surface: 'project', method: 'get', path: '/api/auth/csrf-token', tag: 'project.refresh' },
  'project.getCurrentUser': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/sessions/current',
    tag: 'project.sessions',
  },
  'project.getMfa': { surface: 'project', method: 'get', path: '/api/auth/mfa', tag: 'project.mfa' },
  'project.getProfile': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/profiles/{userId}',
    tag: 'project.profiles',
  },
  'project.getPublicConfig': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/public-config',
    tag: 'project.config',
  },
  'project.getUser': { surface: 'project', method: 'get', path: '/api/auth/users/{userId}', tag: 'project.users' },
  'project.linkIdentity': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/identities',
    tag: 'project.identities',
  },
  'project.listAuthenticatorApps': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/mfa/apps',
    tag: 'project.authenticator-apps',
  },
  'project.listIdentities': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/identities',
    tag: 'project.identities',
  },
  'project.listPasskeys': { surface: 'project', method: 'get', path: '/api/auth/passkeys', tag: 'project.passkeys' },
  'project.listSessions': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/sessions',
    tag: 'project.own-sessions',
  },
  'project.listUsers': { surface: 'project', method: 'get', path: '/api/auth/users', tag: 'project.users' },
  'project.logout': { surface: 'project', method: 'post', path: '/api/auth/logout', tag: 'project.sessions' },
  'project.openForgotPassword': {
    surface: 'project',
    method: 'get',
    path: '/auth/forgot-password',
    tag: 'project.hosted-password',
  },
  'project.openOAuth': {
    surface: 'project',
    method: 'get',
    path: '/api/auth/oauth/{provider}/authorize',
    tag: 'project.oauth',
  },
  'project.openSignUp': { surface: 'project', method: 'get', path: '/auth/sign-up', tag: 'project.hosted-sign-up' },
  'project.reauthenticate': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/reauthenticate',
    tag: 'project.reauthentication',
  },
  'project.refresh': { surface: 'project', method: 'post', path: '/api/auth/refresh', tag: 'project.refresh' },
  'project.register': { surface: 'project', method: 'post', path: '/api/auth/users', tag: 'project.registrations' },
  'project.removeAuthenticatorApp': {
    surface: 'project',
    method: 'delete',
    path: '/api/auth/mfa/apps/{authenticatorAppId}',
    tag: 'project.authenticator-apps',
  },
  'project.removePasskey': {
    surface: 'project',
    method: 'delete',
    path: '/api/auth/passkeys/{passkeyId}',
    tag: 'project.passkeys',
  },
  'project.removeUserMfa': {
    surface: 'project',
    method: 'delete',
    path: '/api/auth/users/{userId}/mfa',
    tag: 'project.users',
  },
  'project.renameAuthenticatorApp': {
    surface: 'project',
    method: 'patch',
    path: '/api/auth/mfa/apps/{authenticatorAppId}',
    tag: 'project.authenticator-apps',
  },
  'project.renamePasskey': {
    surface: 'project',
    method: 'patch',
    path: '/api/auth/passkeys/{passkeyId}',
    tag: 'project.passkeys',
  },
  'project.requestEmailChange': {
    surface: 'project',
    method: 'put',
    path: '/api/auth/email',
    tag: 'project.own-account',
  },
  'project.resendVerification': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/resend-verification',
    tag: 'project.hosted-verification',
  },
  'project.resetPassword': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/email/reset-password',
    tag: 'project.password-resets',
  },
  'project.sendResetPassword': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/email/send-reset-password',
    tag: 'project.password-resets',
  },
  'project.sendSignInCode': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/email/send-otp',
    tag: 'project.email-verifications',
  },
  'project.sendVerification': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/email/send-verification',
    tag: 'project.email-verifications',
  },
  'project.showForgotPassword': {
    surface: 'project',
    method: 'get',
    path: '/auth/hosted/forgot-password',
    tag: 'project.hosted-password',
  },
  'project.showSignIn': { surface: 'project', method: 'get', path: '/auth/sign-in', tag: 'project.hosted-sign-in' },
  'project.showSignUp': {
    surface: 'project',
    method: 'get',
    path: '/auth/hosted/sign-up',
    tag: 'project.hosted-sign-up',
  },
  'project.signIn': { surface: 'project', method: 'post', path: '/api/auth/sessions', tag: 'project.sessions' },
  'project.signInAdmin': { surface: 'project', method: 'post', path: '/api/auth/admin/sessions', tag: 'project.admin' },
  'project.signInWithIdToken': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/id-token',
    tag: 'project.id-tokens',
  },
  'project.signInWithPasskey': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/passkeys/sign-in',
    tag: 'project.passkeys',
  },
  'project.startOAuth': { surface: 'project', method: 'get', path: '/api/auth/oauth/{provider}', tag: 'project.oauth' },
  'project.submitForgotPassword': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/forgot-password',
    tag: 'project.hosted-password',
  },
  'project.submitNewPassword': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/reset-password',
    tag: 'project.hosted-password',
  },
  'project.submitPasskey': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/passkey',
    tag: 'project.hosted-passkey',
  },
  'project.submitSecondFactor': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/second-factor',
    tag: 'project.hosted-second-factor',
  },
  'project.submitSignIn': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/sign-in',
    tag: 'project.hosted-sign-in',
  },
  'project.submitSignUp': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/sign-up',
    tag: 'project.hosted-sign-up',
  },
  'project.submitVerification': {
    surface: 'project',
    method: 'post',
    path: '/auth/hosted/verify',
    tag: 'project.hosted-verification',
  },
  'project.unlinkIdentity': {
    surface: 'project',
    method: 'delete',
    path: '/api/auth/identities/{identityId}',
    tag: 'project.identities',
  },
  'project.updateConfig': { surface: 'project', method: 'put', path: '/api/auth/config', tag: 'project.config' },
  'project.updateProfile': {
    surface: 'project',
    method: 'patch',
    path: '/api/auth/profiles/current',
    tag: 'project.profiles',
  },
  'project.verifyEmail': {
    surface: 'project',
    method: 'post',
    path: '/api/auth/email/verify',
    tag: 'project.email-verifications',
  },
  'project.verifyMfaSetup': { surface: 'project', method: 'post', path: '/api/auth/mfa/verify', tag: 'project.mfa' },
  'scim.createGroup': { surface: 'scim', method: 'post', path: '/scim/v2/Groups', tag: 'scim.groups' },
  'scim.createUser': { surface: 'scim', method: 'post', path: '/scim/v2/Users', tag: 'scim.users' },
  'scim.deleteGroup': { surface: 'scim', method: 'delete', path: '/scim/v2/Groups/{groupId}', tag: 'scim.groups' },
  'scim.deleteUser': { surface: 'scim', method: 'delete', path: '/scim/v2/Users/{userId}', tag: 'scim.users' },
  'scim.getGroup': { surface: 'scim', method: 'get', path: '/scim/v2/Groups/{groupId}', tag: 'scim.groups' },
  'scim.getResourceType': {
    surface: 'scim',
    method: 'get',
    path: '/scim/v2/ResourceTypes/{typeId}',
    tag: 'scim.discovery',
  },
  'scim.getSchema': { surface: 'scim', method: 'get', path: '/scim/v2/Schemas/{schemaUrn}', tag: 'scim.discovery' },
  'scim.getServiceProviderConfig': {
    surface: 'scim',
    method: 'get',
    path: '/scim/v2/ServiceProviderConfig',
    tag: 'scim.discovery',
  },
  'scim.getUser': { surface: 'scim', method: 'get', path: '/scim/v2/Users/{userId}', tag: 'scim.users' },
  'scim.listGroups': { surface: 'scim', method: 'get', path: '/scim/v2/Groups', tag: 'scim.groups' },
  'scim.listResourceTypes': { surface: 'scim', method: 'get', path: '/scim/v2/ResourceTypes', tag: 'scim.discovery' },
  'scim.listSchemas': { surface: 'scim', method: 'get', path: '/scim/v2/Schemas', tag: 'scim.discovery' },
  'scim.listUsers': { surface: 'scim', method: 'get', path: '/scim/v2/Users', tag: 'scim.users' },
  'scim.patchGroup': { surface: 'scim', method: 'patch', path: '/scim/v2/Groups/{groupId}', tag: 'scim.groups' },
  'scim.patchUser': { surface: 'scim', method: 'patch', path: '/scim/v2/Users/{userId}', tag: 'scim.users' },
  'scim.replaceGroup': { surface: 'scim', method: 'put', path: '/scim/v2/Groups/{groupId}', tag: 'scim.groups' },
  'scim.replaceUser': { surface: 'scim', method: 'put', path: '/scim/v2/Users/{userId}', tag: 'scim.users' },
  'scim.search': { surface: 'scim', method: 'post', path: '/scim/v2/.search', tag: 'scim.searches' },
  'scim.searchGroups': { surface: 'scim', method: 'post', path: '/scim/v2/Groups/.search', tag: 'scim.searches' },
  'scim.searchUsers': { surface: 'scim', method: 'post', path: '/scim/v2/Users/.search', tag: 'scim.searches' },
  'service.answerStandIn': {
    surface: 'service',
    method: 'post',
    path: '/sandbox/providers/{provider}/authorize',
    tag: 'service.stand-ins',
  },
  'service.createAdminCode': {
    surface: 'service',
    method: 'post',
    path: '/sandbox/admin-code',
    tag: 'service.sandbox',
  },
  'service.createUser': { surface: 'service', method: 'post', path: '/sandbox/users', tag: 'service.people' },
  'service.deleteUser': {
    surface: 'service',
    method: 'delete',
    path: '/sandbox/users/{user_id}',
    tag: 'service.console',
  },
  'service.endFaults': { surface: 'service', method: 'delete', path: '/sandbox/faults', tag: 'service.faults' },
  'service.exchangeStandInCode': {
    surface: 'service',
    method: 'post',
    path: '/sandbox/providers/{provider}/token',
    tag: 'service.stand-ins',
  },
  'service.expireSession': {
    surface: 'service',
    method: 'post',
    path: '/sandbox/sessions/{session_id}/expire',
    tag: 'service.people',
  },
  'service.failWebhooks': {
    surface: 'service',
    method: 'put',
    path: '/sandbox/webhooks/failures',
    tag: 'service.webhook-receiver',
  },
  'service.getClock': { surface: 'service', method: 'get', path: '/sandbox/clock', tag: 'service.sandbox' },
  'service.getContract': { surface: 'service', method: 'get', path: '/openapi.json', tag: 'service.contract' },
  'service.getCredentials': { surface: 'service', method: 'get', path: '/sandbox/credentials', tag: 'service.sandbox' },
  'service.getGuide': { surface: 'service', method: 'get', path: '/docs/{guide}', tag: 'service.guides' },
  'service.getLiveness': { surface: 'service', method: 'get', path: '/health/live', tag: 'service.health' },
  'service.getReadiness': { surface: 'service', method: 'get', path: '/health/ready', tag: 'service.health' },
  'service.getStandInConfiguration': {
    surface: 'service',
    method: 'get',
    path: '/sandbox/providers/{provider}/.well-known/openid-configuration',
    tag: 'service.stand-ins',
  },
  'service.getStandInProfile': {
    surface: 'service',
    method: 'get',
    path: '/sandbox/providers/{provider}/userinfo',
    tag: 'service.stand-ins',
  },
  'service.giveSecondFactor': {
    surface: 'service',
    method: 'post',
    path: '/sandbox/users/{user_id}/second-factor',
    tag: 'service.console',
  },
  'service.listClients': { surface: 'service', method: 'get', path: '/sandbox/clients', tag: 'service.console' },
  'service.listFaults': { surface: 'service', method: 'get', path: '/sandbox/faults', tag: 'service.faults' },
  'service.listGuides': { surface: 'service', method: 'get', path: '/llms.txt', tag: 'service.guides' },
  'service.listMail': { surface: 'service', method: 'get', path: '/sandbox/mailbox.json', tag: 'service.sandbox' },
  'service.listPasskeyOrigins': {
    surface: 'service',
    method: 'get',
    path: '/.well-known/webauthn',
    tag: 'service.passkey-origins',
  },
  'service.listReceivedWebhooks': {
    surface: 'service',
    method: 'get',
    path: '/sandbox/webhooks.json',
    tag: 'service.webhook-receiver',
  },
  'service.listRequests': { surface: 'service', method: 'get', path: '/sandbox/requests', tag: 'service.console' },
  'service.listSessions': { surface: 'service', method: 'get', path: '/sandbox/sessions', tag: 'service.console' },
  'service.listStandInEmails': {
    surface: 'service',
    method: 'get',
    path: '/sandbox/providers/{provider}/emails',
    tag: 'service.stand-ins',
  },
  'service.listUsers': { surface: 'service', method: 'get', path: '/sandbox/users', tag: 'service.console' },
  'service.moveClock': { surface: 'service', method: 'post', path: '/sandbox/clock', tag: 'service.sandbox' },
  'service.receiveWebhook': {
    surface: 'service',
    method: 'post',
    path: '/sandbox/webhooks/receiver',
    tag: 'service.webhook-receiver',
  },
  'service.resetSandbox': { surface: 'service', method: 'post', path: '/sandbox/reset', tag: 'service.sandbox' },
  'service.setFault': { surface: 'service', method: 'post', path: '/sandbox/faults', tag: 'service.faults' },
  'service.showAdminConsole': { surface: 'service', method: 'get', path: '/admin', tag: 'service.admin-console' },
  'service.showCallback': { surface: 'service', method: 'get', path: '/callback', tag: 'service.sandbox' },
  'service.showConsole': { surface: 'service', method: 'get', path: '/sandbox', tag: 'service.console' },
  'service.showDocs': { surface: 'service', method: 'get', path: '/docs', tag: 'service.contract' },
  'service.showLanding': { surface: 'service', method: 'get', path: '/', tag: 'service.sandbox' },
  'service.showMail': { surface: 'service', method: 'get', path: '/sandbox/mailbox/{mail_id}', tag: 'service.sandbox' },
  'service.showMailbox': { surface: 'service', method: 'get', path: '/sandbox/mailbox', tag: 'service.sandbox' },
  'service.showStandIn': {
    surface: 'service',
    method: 'get',
    path: '/sandbox/providers/{provider}/authorize',
    tag: 'service.stand-ins',
  },
  'service.showWebhooks': {
    surface: 'service',
    method: 'get',
    path: '/sandbox/webhooks',
    tag: 'service.webhook-receiver',
  },
  'service.signInAs': {
    surface: 'service',
    method: 'post',
    path: '/sandbox/users/{user_id}/sessions',
    tag: 'service.console',
  },
} as const

/** What the account surface must answer. */
export interface AccountHandlers<Context> {
  /** Accept an invitation: POST /auth/accept-invite */
  acceptInvitation: Handle<'account.acceptInvitation', Context>
  /** Accept an invitation to one's own address: POST /auth/invitations/{invitation_id}/accept */
  acceptOwnInvitation: Handle<'account.acceptOwnInvitation', Context>
  /** Add a user to an account: POST /api/accounts/{account_id}/members */
  addMember: Handle<'account.addMember', Context>
  /** Add a passkey: POST /auth/passkeys */
  addPasskey: Handle<'account.addPasskey', Context>
  /** Sign in with a provider: GET /auth/{provider}/authorize */
  authorizeWithProvider: Handle<'account.authorizeWithProvider', Context>
  /** Begin to add a passkey: POST /auth/passkeys/options */
  beginPasskey: Handle<'account.beginPasskey', Context>
  /** Ask for a passkey as second factor: POST /auth/mfa/challenge/options */
  beginPasskeyChallenge: Handle<'account.beginPasskeyChallenge', Context>
  /** Begin a sign-in with a passkey: POST /auth/passkeys/sign-in/options */
  beginPasskeySignIn: Handle<'account.beginPasskeySignIn', Context>
  /** Ask for a passkey as proof: POST /auth/reauthenticate/options */
  beginReauthentication: Handle<'account.beginReauthentication', Context>
  /** Complete a sign-in with a second factor: POST /auth/mfa/challenge */
  challengeMfa: Handle<'account.challengeMfa', Context>
  /** Confirm a new address with the token of a mailed link: POST /auth/change-email */
  changeEmail: Handle<'account.changeEmail', Context>
  /** Change one's own password: PUT /auth/password */
  changePassword: Handle<'account.changePassword', Context>
  /** See whether an email has a user, and how they sign in: POST /auth/check-email */
  checkEmail: Handle<'account.checkEmail', Context>
  /** Make an account: POST /api/accounts */
  createAccount: Handle<'account.createAccount', Context>
  /** Make a user of an application: POST /api/applications/{application_id}/users */
  createApplicationUser: Handle<'account.createApplicationUser', Context>
  /** Make an account below another one: POST /api/accounts/{account_id}/accounts */
  createChildAccount: Handle<'account.createChildAccount', Context>
  /** Register a client: POST /api/accounts/{account_id}/clients */
  createClient: Handle<'account.createClient', Context>
  /** Decline an invitation: DELETE /auth/invitations/{invitation_id} */
  declineInvitation: Handle<'account.declineInvitation', Context>
  /** Say that one has not signed up: POST /auth/decline-sign-up */
  declineSignUp: Handle<'account.declineSignUp', Context>
  /** Delete an account: DELETE /api/accounts/{account_id} */
  deleteAccount: Handle<'account.deleteAccount', Context>
  /** Delete a client: DELETE /api/clients/{client_id} */
  deleteClient: Handle<'account.deleteClient', Context>
  /** Delete oneself: DELETE /auth/me */
  deleteMe: Handle<'account.deleteMe', Context>
  /** Switch the second factor off: POST /auth/mfa/disable */
  disableMfa: Handle<'account.disableMfa', Context>
  /** Begin to set up an authenticator app: POST /auth/mfa/enable */
  enableMfa: Handle<'account.enableMfa', Context>
  /** Sign out everywhere else: DELETE /auth/sessions */
  endOtherSessions: Handle<'account.endOtherSessions', Context>
  /** Sign out on one device: DELETE /auth/sessions/{session_id} */
  endSession: Handle<'account.endSession', Context>
  /** Download all that is kept about oneself: GET /auth/me/data */
  exportData: Handle<'account.exportData', Context>
  /** Come back from a provider with a form: POST /auth/{provider}/callback */
  finishProviderForm: Handle<'account.finishProviderForm', Context>
  /** Come back from a provider: GET /auth/{provider}/callback */
  finishProviderSignIn: Handle<'account.finishProviderSignIn', Context>
  /** Accept an invitation by its link: GET /auth/accept-invite */
  followInvitation: Handle<'account.followInvitation', Context>
  /** Sign in with the token of a mailed link: GET /auth/sign-in-with-token */
  followSignInLink: Handle<'account.followSignInLink', Context>
  /** Prove an address with the token of a mailed link: GET /auth/verify */
  followVerificationLink: Handle<'account.followVerificationLink', Context>
  /** Replace the backup codes: POST /auth/mfa/backup-codes */
  generateBackupCodes: Handle<'account.generateBackupCodes', Context>
  /** Get one account: GET /api/accounts/{account_id} */
  getAccount: Handle<'account.getAccount', Context>
  /** Get one client: GET /api/clients/{client_id} */
  getClient: Handle<'account.getClient', Context>
  /** Get the CSRF token of this browser: GET /auth/csrf-token */
  getCsrfToken: Handle<'account.getCsrfToken', Context>
  /** Get the state of the second factor: GET /auth/mfa */
  getMfa: Handle<'account.getMfa', Context>
  /** See whether the signed-in user waits for a feature: GET /auth/waitlists/{feature} */
  getWaitlist: Handle<'account.getWaitlist', Context>
  /** Invite somebody by mail: POST /api/accounts/{account_id}/invite */
  inviteMember: Handle<'account.inviteMember', Context>
  /** Get a token that speaks for an account at an audience: POST /api/accounts/{account_id}/token */
  issueAccountToken: Handle<'account.issueAccountToken', Context>
  /** Wait for a feature: PUT /auth/waitlists/{feature} */
  joinWaitlist: Handle<'account.joinWaitlist', Context>
  /** Wait for a feature no longer: DELETE /auth/waitlists/{feature} */
  leaveWaitlist: Handle<'account.leaveWaitlist', Context>
  /** Begin to link an account at a provider: POST /auth/identities */
  linkIdentity: Handle<'account.linkIdentity', Context>
  /** List the accounts of the signed-in user: GET /api/accounts */
  listAccounts: Handle<'account.listAccounts', Context>
  /** List one's own authenticator apps: GET /auth/mfa/apps */
  listAuthenticatorApps: Handle<'account.listAuthenticatorApps', Context>
  /** List the accounts below an account: GET /api/accounts/{account_id}/accounts */
  listChildAccounts: Handle<'account.listChildAccounts', Context>
  /** List the clients of an account: GET /api/accounts/{account_id}/clients */
  listClients: Handle<'account.listClients', Context>
  /** List what one has allowed: GET /auth/consents */
  listConsents: Handle<'account.listConsents', Context>
  /** List the accounts at providers that sign one in: GET /auth/identities */
  listIdentities: Handle<'account.listIdentities', Context>
  /** List the invitations to an account: GET /api/accounts/{account_id}/invitations */
  listInvitations: Handle<'account.listInvitations', Context>
  /** List the login methods of a client: POST /auth/login-methods */
  listLoginMethods: Handle<'account.listLoginMethods', Context>
  /** List the members of an account: GET /api/accounts/{account_id}/members */
  listMembers: Handle<'account.listMembers', Context>
  /** List the invitations to one's own address: GET /auth/invitations */
  listOwnInvitations: Handle<'account.listOwnInvitations', Context>
  /** List one's own passkeys: GET /auth/passkeys */
  listPasskeys: Handle<'account.listPasskeys', Context>
  /** List where one is signed in: GET /auth/sessions */
  listSessions: Handle<'account.listSessions', Context>
  /** List the waitlists of the signed-in user: GET /auth/waitlists */
  listWaitlists: Handle<'account.listWaitlists', Context>
  /** Get the profile of the signed-in user: GET /auth/me */
  me: Handle<'account.me', Context>
  /** Go to the page of one's own account: GET /account */
  openOwnPage: Handle<'account.openOwnPage', Context>
  /** Prove once more who one is: POST /auth/reauthenticate */
  reauthenticate: Handle<'account.reauthenticate', Context>
  /** Exchange a refresh token for new tokens: POST /auth/refresh */
  refresh: Handle<'account.refresh', Context>
  /** Make an account with its first owner: POST /api/applications/{application_id}/register */
  registerAccount: Handle<'account.registerAccount', Context>
  /** Remove an authenticator app: DELETE /auth/mfa/apps/{authenticator_app_id} */
  removeAuthenticatorApp: Handle<'account.removeAuthenticatorApp', Context>
  /** Remove a member from an account: DELETE /api/accounts/{account_id}/members/{member_id} */
  removeMember: Handle<'account.removeMember', Context>
  /** Remove a passkey: DELETE /auth/passkeys/{passkey_id} */
  removePasskey: Handle<'account.removePasskey', Context>
  /** Name an authenticator app: PATCH /auth/mfa/apps/{authenticator_app_id} */
  renameAuthenticatorApp: Handle<'account.renameAuthenticatorApp', Context>
  /** Name a passkey: PATCH /auth/passkeys/{passkey_id} */
  renamePasskey: Handle<'account.renamePasskey', Context>
  /** Give a client a new secret: POST /api/clients/{client_id}/secret */
  renewClientSecret: Handle<'account.renewClientSecret', Context>
  /** Ask for another address: PUT /auth/email */
  requestEmailChange: Handle<'account.requestEmailChange', Context>
  /** Choose a new password with the token of a mailed link: POST /auth/reset-password */
  resetPassword: Handle<'account.resetPassword', Context>
  /** Take back what one has allowed: DELETE /auth/consents/{client_id} */
  revokeConsent: Handle<'account.revokeConsent', Context>
  /** Take an invitation back: DELETE /api/accounts/{account_id}/invitations/{invitation_id} */
  revokeInvitation: Handle<'account.revokeInvitation', Context>
  /** Search the accounts of the signed-in user: POST /api/accounts/search */
  searchAccounts: Handle<'account.searchAccounts', Context>
  /** Search the members of an account: POST /api/accounts/{account_id}/members/search */
  searchMembers: Handle<'account.searchMembers', Context>
  /** Mail a link that proves the address: POST /auth/send-email-verification */
  sendEmailVerification: Handle<'account.sendEmailVerification', Context>
  /** Mail a link that signs in: POST /auth/send-magic-link */
  sendMagicLink: Handle<'account.sendMagicLink', Context>
  /** Mail a link that allows a new password: POST /auth/send-password-reset */
  sendPasswordReset: Handle<'account.sendPasswordReset', Context>
  /** See the page that confirms a new address: GET /auth/change-email */
  showEmailChange: Handle<'account.showEmailChange', Context>
  /** See the page that asks whether it was not you: GET /auth/not-me */
  showNotMe: Handle<'account.showNotMe', Context>
  /** See the page of one's own account: GET /oauth2/account */
  showOwnPage: Handle<'account.showOwnPage', Context>
  /** See the page that asks for a new password: GET /auth/reset-password */
  showPasswordReset: Handle<'account.showPasswordReset', Context>
  /** Sign in with email and password: POST /auth/sign-in */
  signIn: Handle<'account.signIn', Context>
  /** Sign in with a passkey: POST /auth/passkeys/sign-in */
  signInWithPasskey: Handle<'account.signInWithPasskey', Context>
  /** Sign in with the token of a mailed link, by POST: POST /auth/sign-in-with-token */
  signInWithToken: Handle<'account.signInWithToken', Context>
  /** End this session: POST /auth/sign-out */
  signOut: Handle<'account.signOut', Context>
  /** Sign up with email and password: POST /auth/sign-up */
  signUp: Handle<'account.signUp', Context>
  /** Wait for a feature: POST /auth/waitlists/{feature} */
  signUpForWaitlist: Handle<'account.signUpForWaitlist', Context>
  /** Start a CSRF session: GET /auth/csrf-session */
  startCsrfSession: Handle<'account.startCsrfSession', Context>
  /** Send a form of the page: POST /oauth2/account */
  submitOwnPage: Handle<'account.submitOwnPage', Context>
  /** Switch to another account: POST /api/account-views/switch */
  switchAccount: Handle<'account.switchAccount', Context>
  /** Say that it was not you: POST /auth/not-me */
  takeBack: Handle<'account.takeBack', Context>
  /** Unlink an account at a provider: DELETE /auth/identities/{identity_id} */
  unlinkIdentity: Handle<'account.unlinkIdentity', Context>
  /** Change an account: PATCH /api/accounts/{account_id} */
  updateAccount: Handle<'account.updateAccount', Context>
  /** Change a client: PATCH /api/clients/{client_id} */
  updateClient: Handle<'account.updateClient', Context>
  /** Change the role of a member: PATCH /api/accounts/{account_id}/members/{member_id} */
  updateMember: Handle<'account.updateMember', Context>
  /** Prove an address with the token of a mailed link, by POST: POST /auth/verify */
  verifyEmail: Handle<'account.verifyEmail', Context>
  /** Switch the second factor on: POST /auth/mfa/verify */
  verifyMfaSetup: Handle<'account.verifyMfaSetup', Context>
}

/** What the app surface must answer. */
export interface AppHandlers<Context> {
  /** Accept an invitation: POST /api/v1/invitations/{invitationId}/accept */
  acceptInvitation: Handle<'app.acceptInvitation', Context>
  /** Add a user to an organization: POST /api/v1/organizations/{orgId}/members */
  addOrgMember: Handle<'app.addOrgMember', Context>
  /** Add a passkey: POST /api/v1/auth/passkeys */
  addPasskey: Handle<'app.addPasskey', Context>
  /** Give a role permissions: POST /api/v1/roles/{roleId}/permissions */
  assignRolePermissions: Handle<'app.assignRolePermissions', Context>
  /** Give a user roles: POST /api/v1/users/{userId}/roles */
  assignUserRoles: Handle<'app.assignUserRoles', Context>
  /** Begin to add a passkey: POST /api/v1/auth/passkeys/options */
  beginPasskey: Handle<'app.beginPasskey', Context>
  /** Ask for a passkey as second factor: POST /api/v1/auth/mfa/challenge/options */
  beginPasskeyChallenge: Handle<'app.beginPasskeyChallenge', Context>
  /** Begin a sign-in with a passkey: POST /api/v1/auth/passkeys/sign-in/options */
  beginPasskeySignIn: Handle<'app.beginPasskeySignIn', Context>
  /** Ask for a passkey as proof: POST /api/v1/auth/reauthenticate/options */
  beginReauthentication: Handle<'app.beginReauthentication', Context>
  /** Take an invitation back, or decline it: DELETE /api/v1/invitations/{invitationId} */
  cancelInvitation: Handle<'app.cancelInvitation', Context>
  /** Complete a sign-in with a second factor: POST /api/v1/auth/mfa/challenge */
  challengeMfa: Handle<'app.challengeMfa', Context>
  /** Confirm a new address with the token of a mailed link: POST /api/v1/auth/change-email */
  changeEmail: Handle<'app.changeEmail', Context>
  /** Change one's own password: PUT /api/v1/auth/password */
  changePassword: Handle<'app.changePassword', Context>
  /** Invite somebody to an organization: POST /api/v1/organizations/{orgId}/invitations */
  createOrgInvitation: Handle<'app.createOrgInvitation', Context>
  /** Create an organization: POST /api/v1/organizations */
  createOrganization: Handle<'app.createOrganization', Context>
  /** Make a permission: POST /api/v1/permissions */
  createPermission: Handle<'app.createPermission', Context>
  /** Make a role: POST /api/v1/roles */
  createRole: Handle<'app.createRole', Context>
  /** Make a user: POST /api/v1/users */
  createUser: Handle<'app.createUser', Context>
  /** Delete oneself: DELETE /api/v1/auth/me */
  deleteMe: Handle<'app.deleteMe', Context>
  /** Delete an organization: DELETE /api/v1/organizations/{orgId} */
  deleteOrganization: Handle<'app.deleteOrganization', Context>
  /** Delete a permission: DELETE /api/v1/permissions/{permissionId} */
  deletePermission: Handle<'app.deletePermission', Context>
  /** Delete a role: DELETE /api/v1/roles/{roleId} */
  deleteRole: Handle<'app.deleteRole', Context>
  /** Switch the second factor off: POST /api/v1/auth/mfa/disable */
  disableMfa: Handle<'app.disableMfa', Context>
  /** Begin to set up an authenticator app: POST /api/v1/auth/mfa/enable */
  enableMfa: Handle<'app.enableMfa', Context>
  /** Exchange a code for tokens: POST /api/v1/auth/oauth/exchange */
  exchangeOAuthCode: Handle<'app.exchangeOAuthCode', Context>
  /** Download all that is kept about oneself: GET /api/v1/auth/me/data */
  exportData: Handle<'app.exportData', Context>
  /** Link the account that a browser came back from a provider with: POST /api/v1/auth/identities/finish */
  finishLink: Handle<'app.finishLink', Context>
  /** Come back from a provider: GET /api/v1/auth/oauth/{provider}/callback */
  finishOAuth: Handle<'app.finishOAuth', Context>
  /** Come back from a provider with a form: POST /api/v1/auth/oauth/{provider}/callback */
  finishOAuthForm: Handle<'app.finishOAuthForm', Context>
  /** Mail a link that allows a new password: POST /api/v1/auth/forgot-password */
  forgotPassword: Handle<'app.forgotPassword', Context>
  /** Replace the backup codes: POST /api/v1/auth/mfa/backup-codes */
  generateBackupCodes: Handle<'app.generateBackupCodes', Context>
  /** Get the signed-in user: GET /api/v1/auth/me */
  getMe: Handle<'app.getMe', Context>
  /** Get one organization: GET /api/v1/organizations/{orgId} */
  getOrganization: Handle<'app.getOrganization', Context>
  /** Count the backup codes that are left: GET /api/v1/auth/mfa/remaining */
  getRemainingBackupCodes: Handle<'app.getRemainingBackupCodes', Context>
  /** Get a role: GET /api/v1/roles/{roleId} */
  getRole: Handle<'app.getRole', Context>
  /** List what a role allows: GET /api/v1/roles/{roleId}/permissions */
  getRolePermissions: Handle<'app.getRolePermissions', Context>
  /** Get a user: GET /api/v1/users/{userId} */
  getUser: Handle<'app.getUser', Context>
  /** Get a user by the id that you know them by: GET /api/v1/import/users/{externalId} */
  getUserByExternalId: Handle<'app.getUserByExternalId', Context>
  /** Bring users in: POST /api/v1/import/users */
  importUsers: Handle<'app.importUsers', Context>
  /** Begin to link an account at a provider: POST /api/v1/auth/identities */
  linkIdentity: Handle<'app.linkIdentity', Context>
  /** List one's own authenticator apps: GET /api/v1/auth/mfa/apps */
  listAuthenticatorApps: Handle<'app.listAuthenticatorApps', Context>
  /** List the accounts at providers that sign one in: GET /api/v1/auth/identities */
  listIdentities: Handle<'app.listIdentities', Context>
  /** List the invitations that are the caller's business: GET /api/v1/invitations */
  listInvitations: Handle<'app.listInvitations', Context>
  /** List the members of an organization: GET /api/v1/organizations/{orgId}/members */
  listOrgMembers: Handle<'app.listOrgMembers', Context>
  /** List one's own organizations: GET /api/v1/organizations */
  listOrganizations: Handle<'app.listOrganizations', Context>
  /** List one's own passkeys: GET /api/v1/auth/passkeys */
  listPasskeys: Handle<'app.listPasskeys', Context>
  /** List the permissions: GET /api/v1/permissions */
  listPermissions: Handle<'app.listPermissions', Context>
  /** List the roles: GET /api/v1/roles */
  listRoles: Handle<'app.listRoles', Context>
  /** List one's own sessions: GET /api/v1/sessions */
  listSessions: Handle<'app.listSessions', Context>
  /** List users: GET /api/v1/users */
  listUsers: Handle<'app.listUsers', Context>
  /** Sign in with email and password: POST /api/v1/auth/login */
  login: Handle<'app.login', Context>
  /** End a session: POST /api/v1/auth/logout */
  logout: Handle<'app.logout', Context>
  /** Prove once more who one is: POST /api/v1/auth/reauthenticate */
  reauthenticate: Handle<'app.reauthenticate', Context>
  /** Exchange a refresh token for new tokens: POST /api/v1/auth/refresh */
  refresh: Handle<'app.refresh', Context>
  /** Register with email and password: POST /api/v1/auth/register */
  register: Handle<'app.register', Context>
  /** Remove an authenticator app: DELETE /api/v1/auth/mfa/apps/{authenticatorAppId} */
  removeAuthenticatorApp: Handle<'app.removeAuthenticatorApp', Context>
  /** Remove a member: DELETE /api/v1/organizations/{orgId}/members/{memberId} */
  removeOrgMember: Handle<'app.removeOrgMember', Context>
  /** Remove a passkey: DELETE /api/v1/auth/passkeys/{passkeyId} */
  removePasskey: Handle<'app.removePasskey', Context>
  /** Take a permission from a role: DELETE /api/v1/roles/{roleId}/permissions/{permissionId} */
  removeRolePermission: Handle<'app.removeRolePermission', Context>
  /** Name an authenticator app: PATCH /api/v1/auth/mfa/apps/{authenticatorAppId} */
  renameAuthenticatorApp: Handle<'app.renameAuthenticatorApp', Context>
  /** Name a passkey: PATCH /api/v1/auth/passkeys/{passkeyId} */
  renamePasskey: Handle<'app.renamePasskey', Context>
  /** Ask for another address: PUT /api/v1/auth/email */
  requestEmailChange: Handle<'app.requestEmailChange', Context>
  /** Mail an invitation once more: POST /api/v1/invitations/{invitationId}/resend */
  resendInvitation: Handle<'app.resendInvitation', Context>
  /** Set a new password by a mailed token: POST /api/v1/auth/reset-password */
  resetPassword: Handle<'app.resetPassword', Context>
  /** End all of one's own sessions: POST /api/v1/sessions/revoke-all */
  revokeAllSessions: Handle<'app.revokeAllSessions', Context>
  /** End one of one's own sessions: POST /api/v1/sessions/{sessionId}/revoke */
  revokeSession: Handle<'app.revokeSession', Context>
  /** Invite somebody to the application: POST /api/v1/invitations */
  sendInvitation: Handle<'app.sendInvitation', Context>
  /** Choose the organization to speak for: POST /api/v1/auth/set-active-organization */
  setActiveOrganization: Handle<'app.setActiveOrganization', Context>
  /** Sign in with a passkey: POST /api/v1/auth/passkeys/sign-in */
  signInWithPasskey: Handle<'app.signInWithPasskey', Context>
  /** Sign in with a provider: GET /api/v1/auth/oauth/{provider} */
  startOAuth: Handle<'app.startOAuth', Context>
  /** Unlink an account at a provider: DELETE /api/v1/auth/identities/{identityId} */
  unlinkIdentity: Handle<'app.unlinkIdentity', Context>
  /** Change a member's role: PATCH /api/v1/organizations/{orgId}/members/{memberId} */
  updateOrgMember: Handle<'app.updateOrgMember', Context>
  /** Change an organization: PUT /api/v1/organizations/{orgId} */
  updateOrganization: Handle<'app.updateOrganization', Context>
  /** Change a role: PATCH /api/v1/roles/{roleId} */
  updateRole: Handle<'app.updateRole', Context>
  /** Change a user: PATCH /api/v1/users/{userId} */
  updateUser: Handle<'app.updateUser', Context>
  /** Use up a backup code: POST /api/v1/auth/mfa/backup-code/verify */
  verifyBackupCode: Handle<'app.verifyBackupCode', Context>
  /** Prove an address by a mailed token: POST /api/v1/auth/verify-email */
  verifyEmail: Handle<'app.verifyEmail', Context>
  /** Switch the second factor on: POST /api/v1/auth/mfa/verify */
  verifyMfaSetup: Handle<'app.verifyMfaSetup', Context>
}

/** What the oauth surface must answer. */
export interface OauthHandlers<Context> {
  /** Send a form of the page: POST /oauth2/device */
  answerDevicePage: Handle<'oauth.answerDevicePage', Context>
  /** Sign in for an app, in a browser: GET /oauth2/authorize */
  authorize: Handle<'oauth.authorize', Context>
  /** Ask for a device to be let in: POST /oauth2/device_authorization */
  authorizeDevice: Handle<'oauth.authorizeDevice', Context>
  /** Send the form of the sign-in page: POST /oauth2/authorize */
  authorizeWithPassword: Handle<'oauth.authorizeWithPassword', Context>
  /** Send the form of the sign-out page: POST /oauth2/logout */
  confirmLogout: Handle<'oauth.confirmLogout', Context>
  /** End one's registration: DELETE /oauth2/register/{client_id} */
  deleteRegistration: Handle<'oauth.deleteRegistration', Context>
  /** Come back from a provider with a form: POST /oauth2/callback/{provider} */
  finishProviderForm: Handle<'oauth.finishProviderForm', Context>
  /** Come back from a provider: GET /oauth2/callback/{provider} */
  finishProviderSignIn: Handle<'oauth.finishProviderSignIn', Context>
  /** Get the same by its OAuth name: GET /.well-known/oauth-authorization-server */
  getAuthorizationServer: Handle<'oauth.getAuthorizationServer', Context>
  /** Get the addresses and abilities of this issuer: GET /.well-known/openid-configuration */
  getConfiguration: Handle<'oauth.getConfiguration', Context>
  /** Get the public signing keys: GET /.well-known/jwks.json */
  getJwks: Handle<'oauth.getJwks', Context>
  /** Read one's registration: GET /oauth2/register/{client_id} */
  getRegistration: Handle<'oauth.getRegistration', Context>
  /** Get who has signed in: GET /oauth2/userinfo */
  getUserinfo: Handle<'oauth.getUserinfo', Context>
  /** Ask whether a token is good, and for what: POST /oauth2/introspect */
  introspectToken: Handle<'oauth.introspectToken', Context>
  /** Get tokens: POST /oauth2/token */
  issueToken: Handle<'oauth.issueToken', Context>
  /** Sign out, in a browser: GET /oauth2/logout */
  logout: Handle<'oauth.logout', Context>
  /** Get who has signed in, by POST: POST /oauth2/userinfo */
  postUserinfo: Handle<'oauth.postUserinfo', Context>
  /** Push an authorization request: POST /oauth2/par */
  pushAuthorizationRequest: Handle<'oauth.pushAuthorizationRequest', Context>
  /** Register a client: POST /oauth2/register */
  registerClient: Handle<'oauth.registerClient', Context>
  /** Ask for another link that proves the address: POST /oauth2/authorize/resend-verification */
  resendVerification: Handle<'oauth.resendVerification', Context>
  /** Come back from a mailed link: GET /oauth2/authorize/return */
  returnToAuthorization: Handle<'oauth.returnToAuthorization', Context>
  /** End a token: POST /oauth2/revoke */
  revokeToken: Handle<'oauth.revokeToken', Context>
  /** Ask for a link that signs in: POST /oauth2/authorize/send-link */
  sendSignInLink: Handle<'oauth.sendSignInLink', Context>
  /** The page to let a device in: GET /oauth2/device */
  showDevicePage: Handle<'oauth.showDevicePage', Context>
  /** Show the page for a forgotten password: GET /oauth2/authorize/forgot-password */
  showForgotPassword: Handle<'oauth.showForgotPassword', Context>
  /** Show the page that asks for a second factor: GET /oauth2/authorize/second-factor */
  showSecondFactor: Handle<'oauth.showSecondFactor', Context>
  /** Show the page behind a link that signs in: GET /oauth2/authorize/link */
  showSignInLink: Handle<'oauth.showSignInLink', Context>
  /** Show the sign-up page: GET /oauth2/authorize/sign-up */
  showSignUp: Handle<'oauth.showSignUp', Context>
  /** Send the form for a forgotten password: POST /oauth2/authorize/forgot-password */
  submitForgotPassword: Handle<'oauth.submitForgotPassword', Context>
  /** Send what an authenticator has signed: POST /oauth2/authorize/passkey */
  submitPasskey: Handle<'oauth.submitPasskey', Context>
  /** Send what the second step asks for: POST /oauth2/authorize/second-factor */
  submitSecondFactor: Handle<'oauth.submitSecondFactor', Context>
  /** Send the form of the sign-up page: POST /oauth2/authorize/sign-up */
  submitSignUp: Handle<'oauth.submitSignUp', Context>
  /** Register anew: PUT /oauth2/register/{client_id} */
  updateRegistration: Handle<'oauth.updateRegistration', Context>
  /** Sign in by a mailed link: POST /oauth2/authorize/link */
  useSignInLink: Handle<'oauth.useSignInLink', Context>
}

/** What the platform surface must answer. */
export interface PlatformHandlers<Context> {
  /** Accept an invitation: POST /api/platform/members/invite/{invitation}/accept */
  acceptPlatformInvitation: Handle<'platform.acceptPlatformInvitation', Context>
  /** Add a user to an organization: POST /api/platform/applications/{appId}/organizations/{orgId}/members */
  addAppOrgMember: Handle<'platform.addAppOrgMember', Context>
  /** Add a passkey: POST /api/platform/auth/passkeys */
  addPasskey: Handle<'platform.addPasskey', Context>
  /** Give a role permissions: POST /api/platform/applications/{appId}/roles/{roleId}/permissions */
  assignAppRolePermissions: Handle<'platform.assignAppRolePermissions', Context>
  /** Give a user roles: POST /api/platform/applications/{appId}/users/{userId}/roles */
  assignAppUserRoles: Handle<'platform.assignAppUserRoles', Context>
  /** Begin to add a passkey: POST /api/platform/auth/passkeys/options */
  beginPasskey: Handle<'platform.beginPasskey', Context>
  /** Ask for a passkey as second factor: POST /api/platform/auth/mfa/challenge/options */
  beginPasskeyChallenge: Handle<'platform.beginPasskeyChallenge', Context>
  /** Begin a sign-in with a passkey: POST /api/platform/auth/passkeys/sign-in/options */
  beginPasskeySignIn: Handle<'platform.beginPasskeySignIn', Context>
  /** Ask for a passkey as proof: POST /api/platform/auth/reauthenticate/options */
  beginReauthentication: Handle<'platform.beginReauthentication', Context>
  /** Take an invitation back: DELETE /api/platform/applications/{appId}/invitations/{invitationId} */
  cancelAppInvitation: Handle<'platform.cancelAppInvitation', Context>
  /** Take an invitation back: DELETE /api/platform/members/invitations/{invitationId} */
  cancelPlatformInvitation: Handle<'platform.cancelPlatformInvitation', Context>
  /** Complete a sign-in with a second factor: POST /api/platform/auth/mfa/challenge */
  challengeMfa: Handle<'platform.challengeMfa', Context>
  /** Change one's own password: PUT /api/platform/auth/password */
  changePassword: Handle<'platform.changePassword', Context>
  /** Create an API key: POST /api/platform/applications/{appId}/api-keys */
  createAppApiKey: Handle<'platform.createAppApiKey', Context>
  /** Register a client of an environment: POST /api/platform/applications/{appId}/clients */
  createAppClient: Handle<'platform.createAppClient', Context>
  /** Write a mail of an environment in words of its own: POST /api/platform/applications/{appId}/email-templates */
  createAppEmailTemplate: Handle<'platform.createAppEmailTemplate', Context>
  /** Add an environment to an application: POST /api/platform/applications/{appId}/environments */
  createAppEnvironment: Handle<'platform.createAppEnvironment', Context>
  /** Invite somebody to an application: POST /api/platform/applications/{appId}/invitations */
  createAppInvitation: Handle<'platform.createAppInvitation', Context>
  /** Invite somebody to an organization: POST /api/platform/applications/{appId}/organizations/{orgId}/invitations */
  createAppOrgInvitation: Handle<'platform.createAppOrgInvitation', Context>
  /** Make an organization: POST /api/platform/applications/{appId}/organizations */
  createAppOrganization: Handle<'platform.createAppOrganization', Context>
  /** Make a permission: POST /api/platform/applications/{appId}/permissions */
  createAppPermission: Handle<'platform.createAppPermission', Context>
  /** Make a role: POST /api/platform/applications/{appId}/roles */
  createAppRole: Handle<'platform.createAppRole', Context>
  /** Create a user: POST /api/platform/applications/{appId}/users */
  createAppUser: Handle<'platform.createAppUser', Context>
  /** Send what happens in an application to an address: POST /api/platform/applications/{appId}/webhooks */
  createAppWebhook: Handle<'platform.createAppWebhook', Context>
  /** Create an application: POST /api/platform/applications */
  createApplication: Handle<'platform.createApplication', Context>
  /** Create a key of the tenant: POST /api/platform/api-keys */
  createTenantApiKey: Handle<'platform.createTenantApiKey', Context>
  /** Send what happens in the tenant to an address: POST /api/platform/webhooks */
  createWebhook: Handle<'platform.createWebhook', Context>
  /** Delete a client of an environment: DELETE /api/platform/applications/{appId}/clients/{clientId} */
  deleteAppClient: Handle<'platform.deleteAppClient', Context>
  /** Delete a mail template of an application: DELETE /api/platform/applications/{appId}/email-templates/{templateId} */
  deleteAppEmailTemplate: Handle<'platform.deleteAppEmailTemplate', Context>
  /** Delete an organization: DELETE /api/platform/applications/{appId}/organizations/{orgId} */
  deleteAppOrganization: Handle<'platform.deleteAppOrganization', Context>
  /** Delete a permission: DELETE /api/platform/applications/{appId}/permissions/{permissionId} */
  deleteAppPermission: Handle<'platform.deleteAppPermission', Context>
  /** Delete a role: DELETE /api/platform/applications/{appId}/roles/{roleId} */
  deleteAppRole: Handle<'platform.deleteAppRole', Context>
  /** Delete a webhook of an application: DELETE /api/platform/applications/{appId}/webhooks/{webhookId} */
  deleteAppWebhook: Handle<'platform.deleteAppWebhook', Context>
  /** Delete an application: DELETE /api/platform/applications/{appId} */
  deleteApplication: Handle<'platform.deleteApplication', Context>
  /** Delete oneself: DELETE /api/platform/auth/me */
  deleteMe: Handle<'platform.deleteMe', Context>
  /** Delete a webhook of the tenant or of its applications: DELETE /api/platform/webhooks/{webhookId} */
  deleteWebhook: Handle<'platform.deleteWebhook', Context>
  /** Switch the second factor off: POST /api/platform/auth/mfa/disable */
  disableMfa: Handle<'platform.disableMfa', Context>
  /** Begin to set up an authenticator app: POST /api/platform/auth/mfa/enable */
  enableMfa: Handle<'platform.enableMfa', Context>
  /** Download all that is kept about oneself: GET /api/platform/auth/me/data */
  exportData: Handle<'platform.exportData', Context>
  /** Replace the backup codes: POST /api/platform/auth/mfa/backup-codes */
  generateBackupCodes: Handle<'platform.generateBackupCodes', Context>
  /** Get a client of an environment: GET /api/platform/applications/{appId}/clients/{clientId} */
  getAppClient: Handle<'platform.getAppClient', Context>
  /** Get an organization: GET /api/platform/applications/{appId}/organizations/{orgId} */
  getAppOrganization: Handle<'platform.getAppOrganization', Context>
  /** Read what the hosted pages say in a language: GET /api/platform/applications/{appId}/environments/{environmentId}/page-texts/{language} */
  getAppPageTexts: Handle<'platform.getAppPageTexts', Context>
  /** Get a role: GET /api/platform/applications/{appId}/roles/{roleId} */
  getAppRole: Handle<'platform.getAppRole', Context>
  /** List what a role allows: GET /api/platform/applications/{appId}/roles/{roleId}/permissions */
  getAppRolePermissions: Handle<'platform.getAppRolePermissions', Context>
  /** Get a client of others: GET /api/platform/applications/{appId}/third-party-clients/{thirdPartyClientId} */
  getAppThirdPartyClient: Handle<'platform.getAppThirdPartyClient', Context>
  /** Get a user: GET /api/platform/applications/{appId}/users/{userId} */
  getAppUser: Handle<'platform.getAppUser', Context>
  /** Get an application: GET /api/platform/applications/{appId} */
  getApplication: Handle<'platform.getApplication', Context>
  /** Count what happens in an application, day by day: GET /api/platform/applications/{appId}/stats/daily */
  getApplicationActivity: Handle<'platform.getApplicationActivity', Context>
  /** Count what is in an application: GET /api/platform/applications/{appId}/stats */
  getApplicationStats: Handle<'platform.getApplicationStats', Context>
  /** Get the signed-in administrator: GET /api/platform/auth/me */
  getMe: Handle<'platform.getMe', Context>
  /** Count the backup codes that are left: GET /api/platform/auth/mfa/remaining */
  getRemainingBackupCodes: Handle<'platform.getRemainingBackupCodes', Context>
  /** Get the settings of the tenant: GET /api/platform/settings */
  getTenantSettings: Handle<'platform.getTenantSettings', Context>
  /** Make mail templates of the words that we use: POST /api/platform/email-templates/initialize */
  initializeEmailTemplates: Handle<'platform.initializeEmailTemplates', Context>
  /** Invite an administrator: POST /api/platform/members */
  inviteMember: Handle<'platform.inviteMember', Context>
  /** Invite an administrator: POST /api/platform/members/invite */
  invitePlatformMember: Handle<'platform.invitePlatformMember', Context>
  /** List the API keys of an application: GET /api/platform/applications/{appId}/api-keys */
  listAppApiKeys: Handle<'platform.listAppApiKeys', Context>
  /** List what has happened in an application: GET /api/platform/applications/{appId}/audit-logs */
  listAppAuditLogs: Handle<'platform.listAppAuditLogs', Context>
  /** List the clients of an application's environments: GET /api/platform/applications/{appId}/clients */
  listAppClients: Handle<'platform.listAppClients', Context>
  /** List the mail templates of an application: GET /api/platform/applications/{appId}/email-templates */
  listAppEmailTemplates: Handle<'platform.listAppEmailTemplates', Context>
  /** List the invitations: GET /api/platform/applications/{appId}/invitations */
  listAppInvitations: Handle<'platform.listAppInvitations', Context>
  /** List the invitations to an organization: GET /api/platform/applications/{appId}/organizations/{orgId}/invitations */
  listAppOrgInvitations: Handle<'platform.listAppOrgInvitations', Context>
  /** List the members of an organization: GET /api/platform/applications/{appId}/organizations/{orgId}/members */
  listAppOrgMembers: Handle<'platform.listAppOrgMembers', Context>
  /** List what the roles within organizations allow: GET /api/platform/applications/{appId}/organization-roles */
  listAppOrganizationRoles: Handle<'platform.listAppOrganizationRoles', Context>
  /** List the organizations: GET /api/platform/applications/{appId}/organizations */
  listAppOrganizations: Handle<'platform.listAppOrganizations', Context>
  /** List the permissions: GET /api/platform/applications/{appId}/permissions */
  listAppPermissions: Handle<'platform.listAppPermissions', Context>
  /** List the roles: GET /api/platform/applications/{appId}/roles */
  listAppRoles: Handle<'platform.listAppRoles', Context>
  /** List the live sessions of an application: GET /api/platform/applications/{appId}/sessions */
  listAppSessions: Handle<'platform.listAppSessions', Context>
  /** List the clients of others: GET /api/platform/applications/{appId}/third-party-clients */
  listAppThirdPartyClients: Handle<'platform.listAppThirdPartyClients', Context>
  /** List the users of an application: GET /api/platform/applications/{appId}/users */
  listAppUsers: Handle<'platform.listAppUsers', Context>
  /** List the webhooks of an application: GET /api/platform/applications/{appId}/webhooks */
  listAppWebhooks: Handle<'platform.listAppWebhooks', Context>
  /** List the applications of the tenant: GET /api/platform/applications */
  listApplications: Handle<'platform.listApplications', Context>
  /** List what has happened in the tenant: GET /api/platform/audit-logs */
  listAuditLogs: Handle<'platform.listAuditLogs', Context>
  /** List one's own authenticator apps: GET /api/platform/auth/mfa/apps */
  listAuthenticatorApps: Handle<'platform.listAuthenticatorApps', Context>
  /** List the mail templates of the tenant: GET /api/platform/email-templates */
  listEmailTemplates: Handle<'platform.listEmailTemplates', Context>
  /** List the administrators of the tenant: GET /api/platform/members */
  listMembers: Handle<'platform.listMembers', Context>
  /** List one's own passkeys: GET /api/platform/auth/passkeys */
  listPasskeys: Handle<'platform.listPasskeys', Context>
  /** List who was invited: GET /api/platform/members/invitations */
  listPlatformInvitations: Handle<'platform.listPlatformInvitations', Context>
  /** List one's own sessions: GET /api/platform/auth/sessions */
  listSessions: Handle<'platform.listSessions', Context>
  /** List the keys of the tenant: GET /api/platform/api-keys */
  listTenantApiKeys: Handle<'platform.listTenantApiKeys', Context>
  /** List what a webhook has sent, and has still to send: GET /api/platform/webhooks/{webhookId}/deliveries */
  listWebhookDeliveries: Handle<'platform.listWebhookDeliveries', Context>
  /** List the webhooks of the tenant: GET /api/platform/webhooks */
  listWebhooks: Handle<'platform.listWebhooks', Context>
  /** Sign an administrator in: POST /api/platform/auth/login */
  login: Handle<'platform.login', Context>
  /** End an administrator's session: POST /api/platform/auth/logout */
  logout: Handle<'platform.logout', Context>
  /** Show how a mail template of an application comes out: GET /api/platform/applications/{appId}/email-templates/{templateId}/preview */
  previewAppEmailTemplate: Handle<'platform.previewAppEmailTemplate', Context>
  /** Show a mail of an application before it is saved: POST /api/platform/applications/{appId}/email-templates/preview */
  previewAppMail: Handle<'platform.previewAppMail', Context>
  /** See a hosted page as it comes out: GET /api/platform/applications/{appId}/environments/{environmentId}/page-texts/{language}/preview */
  previewAppPage: Handle<'platform.previewAppPage', Context>
  /** Show how a mail template of the tenant comes out: GET /api/platform/email-templates/{templateId}/preview */
  previewEmailTemplate: Handle<'platform.previewEmailTemplate', Context>
  /** Show a mail of the tenant before it is saved: POST /api/platform/email-templates/preview */
  previewMailWords: Handle<'platform.previewMailWords', Context>
  /** Prove once more who one is: POST /api/platform/auth/reauthenticate */
  reauthenticate: Handle<'platform.reauthenticate', Context>
  /** Exchange an administrator's refresh token for new tokens: POST /api/platform/auth/refresh */
  refresh: Handle<'platform.refresh', Context>
  /** Register a tenant and its first administrator: POST /api/platform/auth/register */
  register: Handle<'platform.register', Context>
  /** Remove a member: DELETE /api/platform/applications/{appId}/organizations/{orgId}/members/{membershipId} */
  removeAppOrgMember: Handle<'platform.removeAppOrgMember', Context>
  /** Take a permission from a role: DELETE /api/platform/applications/{appId}/roles/{roleId}/permissions/{permissionId} */
  removeAppRolePermission: Handle<'platform.removeAppRolePermission', Context>
  /** Take a user's second factors away: DELETE /api/platform/applications/{appId}/users/{userId}/mfa */
  removeAppUserMfa: Handle<'platform.removeAppUserMfa', Context>
  /** Remove an authenticator app: DELETE /api/platform/auth/mfa/apps/{authenticatorAppId} */
  removeAuthenticatorApp: Handle<'platform.removeAuthenticatorApp', Context>
  /** Remove an administrator of the tenant: DELETE /api/platform/members/{memberId} */
  removeMember: Handle<'platform.removeMember', Context>
  /** Take an administrator's second factors away: DELETE /api/platform/members/{memberId}/mfa */
  removeMemberMfa: Handle<'platform.removeMemberMfa', Context>
  /** Remove a passkey: DELETE /api/platform/auth/passkeys/{passkeyId} */
  removePasskey: Handle<'platform.removePasskey', Context>
  /** Name an authenticator app: PATCH /api/platform/auth/mfa/apps/{authenticatorAppId} */
  renameAuthenticatorApp: Handle<'platform.renameAuthenticatorApp', Context>
  /** Name a passkey: PATCH /api/platform/auth/passkeys/{passkeyId} */
  renamePasskey: Handle<'platform.renamePasskey', Context>
  /** Give a client of an environment a new secret: POST /api/platform/applications/{appId}/clients/{clientId}/secret */
  renewAppClientSecret: Handle<'platform.renewAppClientSecret', Context>
  /** Give a webhook a new secret: POST /api/platform/webhooks/{webhookId}/secret */
  renewWebhookSecret: Handle<'platform.renewWebhookSecret', Context>
  /** Have the hosted pages say something else: PUT /api/platform/applications/{appId}/environments/{environmentId}/page-texts/{language} */
  replaceAppPageTexts: Handle<'platform.replaceAppPageTexts', Context>
  /** Send a delivery again: POST /api/platform/webhooks/{webhookId}/deliveries/{deliveryId}/replay */
  replayWebhookDelivery: Handle<'platform.replayWebhookDelivery', Context>
  /** Ask for another address: PUT /api/platform/auth/email */
  requestEmailChange: Handle<'platform.requestEmailChange', Context>
  /** Mail an invitation once more: POST /api/platform/applications/{appId}/invitations/{invitationId}/resend */
  resendAppInvitation: Handle<'platform.resendAppInvitation', Context>
  /** Mail an invitation once more: POST /api/platform/members/invitations/{invitationId}/resend */
  resendPlatformInvitation: Handle<'platform.resendPlatformInvitation', Context>
  /** Revoke an API key: DELETE /api/platform/applications/{appId}/api-keys/{keyId} */
  revokeAppApiKey: Handle<'platform.revokeAppApiKey', Context>
  /** End a session: POST /api/platform/applications/{appId}/sessions/{sessionId}/revoke */
  revokeAppSession: Handle<'platform.revokeAppSession', Context>
  /** End all of one's own sessions but the one that asks: POST /api/platform/auth/sessions/revoke-others */
  revokeOtherSessions: Handle<'platform.revokeOtherSessions', Context>
  /** End one of one's own sessions: POST /api/platform/auth/sessions/{sessionId}/revoke */
  revokeSession: Handle<'platform.revokeSession', Context>
  /** Revoke a key of the tenant: DELETE /api/platform/api-keys/{keyId} */
  revokeTenantApiKey: Handle<'platform.revokeTenantApiKey', Context>
  /** Replace the publishable key of an environment: POST /api/platform/applications/{appId}/rotate-keys */
  rotateAppKeys: Handle<'platform.rotateAppKeys', Context>
  /** Say what a role within organizations allows: PUT /api/platform/applications/{appId}/organization-roles/{role}/permissions */
  setAppOrganizationPermissions: Handle<'platform.setAppOrganizationPermissions', Context>
  /** Sign in with a passkey: POST /api/platform/auth/passkeys/sign-in */
  signInWithPasskey: Handle<'platform.signInWithPasskey', Context>
  /** Send a webhook a test: POST /api/platform/webhooks/{webhookId}/test */
  testWebhook: Handle<'platform.testWebhook', Context>
  /** Change a client of an environment: PATCH /api/platform/applications/{appId}/clients/{clientId} */
  updateAppClient: Handle<'platform.updateAppClient', Context>
  /** Change a mail template of an application: PATCH /api/platform/applications/{appId}/email-templates/{templateId} */
  updateAppEmailTemplate: Handle<'platform.updateAppEmailTemplate', Context>
  /** Rename an environment, or switch it on or off: PATCH /api/platform/applications/{appId}/environments/{environmentId} */
  updateAppEnvironment: Handle<'platform.updateAppEnvironment', Context>
  /** Change a member's role: PATCH /api/platform/applications/{appId}/organizations/{orgId}/members/{membershipId} */
  updateAppOrgMember: Handle<'platform.updateAppOrgMember', Context>
  /** Change an organization: PUT /api/platform/applications/{appId}/organizations/{orgId} */
  updateAppOrganization: Handle<'platform.updateAppOrganization', Context>
  /** Change a role: PATCH /api/platform/applications/{appId}/roles/{roleId} */
  updateAppRole: Handle<'platform.updateAppRole', Context>
  /** Suspend a client of others, or lift that: PATCH /api/platform/applications/{appId}/third-party-clients/{thirdPartyClientId} */
  updateAppThirdPartyClient: Handle<'platform.updateAppThirdPartyClient', Context>
  /** Change a user: PATCH /api/platform/applications/{appId}/users/{userId} */
  updateAppUser: Handle<'platform.updateAppUser', Context>
  /** Change an application: PATCH /api/platform/applications/{appId} */
  updateApplication: Handle<'platform.updateApplication', Context>
  /** Change a mail template of the tenant: PATCH /api/platform/email-templates/{templateId} */
  updateEmailTemplate: Handle<'platform.updateEmailTemplate', Context>
  /** Change an administrator's role: PATCH /api/platform/members/{memberId} */
  updatePlatformMember: Handle<'platform.updatePlatformMember', Context>
  /** Change settings of the tenant: PATCH /api/platform/settings */
  updateTenantSettings: Handle<'platform.updateTenantSettings', Context>
  /** Change a webhook of the tenant or of its applications: PATCH /api/platform/webhooks/{webhookId} */
  updateWebhook: Handle<'platform.updateWebhook', Context>
  /** Use up a backup code: POST /api/platform/auth/mfa/backup-code/verify */
  verifyBackupCode: Handle<'platform.verifyBackupCode', Context>
  /** Switch the second factor on: POST /api/platform/auth/mfa/verify */
  verifyMfaSetup: Handle<'platform.verifyMfaSetup', Context>
}

/** What the project surface must answer. */
export interface ProjectHandlers<Context> {
  /** Add a passkey: POST /api/auth/passkeys */
  addPasskey: Handle<'project.addPasskey', Context>
  /** Begin to add a passkey: POST /api/auth/passkeys/options */
  beginPasskey: Handle<'project.beginPasskey', Context>
  /** Ask for a passkey as second factor: POST /api/auth/mfa/challenge/options */
  beginPasskeyChallenge: Handle<'project.beginPasskeyChallenge', Context>
  /** Begin a sign-in with a passkey: POST /api/auth/passkeys/sign-in/options */
  beginPasskeySignIn: Handle<'project.beginPasskeySignIn', Context>
  /** Ask for a passkey as proof: POST /api/auth/reauthenticate/options */
  beginReauthentication: Handle<'project.beginReauthentication', Context>
  /** Complete a sign-in with a second factor: POST /api/auth/mfa/challenge */
  challengeMfa: Handle<'project.challengeMfa', Context>
  /** Change one's own password: PUT /api/auth/password */
  changePassword: Handle<'project.changePassword', Context>
  /** Make an anonymous token: POST /api/auth/tokens/anon */
  createAnonToken: Handle<'project.createAnonToken', Context>
  /** Delete oneself: DELETE /api/auth/me */
  deleteMe: Handle<'project.deleteMe', Context>
  /** Delete users: DELETE /api/auth/users */
  deleteUsers: Handle<'project.deleteUsers', Context>
  /** Switch the second factor off: POST /api/auth/mfa/disable */
  disableMfa: Handle<'project.disableMfa', Context>
  /** Begin to set up an authenticator app: POST /api/auth/mfa/enable */
  enableMfa: Handle<'project.enableMfa', Context>
  /** Sign out everywhere else: DELETE /api/auth/sessions */
  endOtherSessions: Handle<'project.endOtherSessions', Context>
  /** Sign out on one device: DELETE /api/auth/sessions/{sessionId} */
  endSession: Handle<'project.endSession', Context>
  /** Exchange an authorization code for an admin session: POST /api/auth/admin/sessions/exchange */
  exchangeAdminSession: Handle<'project.exchangeAdminSession', Context>
  /** Exchange a code for a session: POST /api/auth/oauth/exchange */
  exchangeOAuthCode: Handle<'project.exchangeOAuthCode', Context>
  /** Exchange a reset code for a reset token: POST /api/auth/email/exchange-reset-password-token */
  exchangeResetCode: Handle<'project.exchangeResetCode', Context>
  /** Download all that is kept about oneself: GET /api/auth/me/data */
  exportData: Handle<'project.exportData', Context>
  /** Link the account that a browser came back from a provider with: POST /api/auth/identities/finish */
  finishLink: Handle<'project.finishLink', Context>
  /** Come back from a provider: GET /api/auth/oauth/{provider}/callback */
  finishOAuth: Handle<'project.finishOAuth', Context>
  /** Come back from a provider with a form: POST /api/auth/oauth/{provider}/callback */
  finishOAuthForm: Handle<'project.finishOAuthForm', Context>
  /** Replace the backup codes: POST /api/auth/mfa/backup-codes */
  generateBackupCodes: Handle<'project.generateBackupCodes', Context>
  /** Get the settings of the project: GET /api/auth/config */
  getConfig: Handle<'project.getConfig', Context>
  /** Get a CSRF token of the session in the cookie: GET /api/auth/csrf-token */
  getCsrfToken: Handle<'project.getCsrfToken', Context>
  /** Get the signed-in user: GET /api/auth/sessions/current */
  getCurrentUser: Handle<'project.getCurrentUser', Context>
  /** Get the state of the second factor: GET /api/auth/mfa */
  getMfa: Handle<'project.getMfa', Context>
  /** Get the public profile of a user: GET /api/auth/profiles/{userId} */
  getProfile: Handle<'project.getProfile', Context>
  /** Get what a sign-in form needs to know: GET /api/auth/public-config */
  getPublicConfig: Handle<'project.getPublicConfig', Context>
  /** Get a user: GET /api/auth/users/{userId} */
  getUser: Handle<'project.getUser', Context>
  /** Begin to link an account at a provider: POST /api/auth/identities */
  linkIdentity: Handle<'project.linkIdentity', Context>
  /** List one's own authenticator apps: GET /api/auth/mfa/apps */
  listAuthenticatorApps: Handle<'project.listAuthenticatorApps', Context>
  /** List the accounts at providers that sign one in: GET /api/auth/identities */
  listIdentities: Handle<'project.listIdentities', Context>
  /** List one's own passkeys: GET /api/auth/passkeys */
  listPasskeys: Handle<'project.listPasskeys', Context>
  /** List where one is signed in: GET /api/auth/sessions */
  listSessions: Handle<'project.listSessions', Context>
  /** List users: GET /api/auth/users */
  listUsers: Handle<'project.listUsers', Context>
  /** End this session: POST /api/auth/logout */
  logout: Handle<'project.logout', Context>
  /** Go to the page for a forgotten password: GET /auth/forgot-password */
  openForgotPassword: Handle<'project.openForgotPassword', Context>
  /** Go to a provider: GET /api/auth/oauth/{provider}/authorize */
  openOAuth: Handle<'project.openOAuth', Context>
  /** Go to the sign-up page: GET /auth/sign-up */
  openSignUp: Handle<'project.openSignUp', Context>
  /** Prove once more who one is: POST /api/auth/reauthenticate */
  reauthenticate: Handle<'project.reauthenticate', Context>
  /** Exchange a refresh token for new tokens: POST /api/auth/refresh */
  refresh: Handle<'project.refresh', Context>
  /** Register with email and password: POST /api/auth/users */
  register: Handle<'project.register', Context>
  /** Remove an authenticator app: DELETE /api/auth/mfa/apps/{authenticatorAppId} */
  removeAuthenticatorApp: Handle<'project.removeAuthenticatorApp', Context>
  /** Remove a passkey: DELETE /api/auth/passkeys/{passkeyId} */
  removePasskey: Handle<'project.removePasskey', Context>
  /** Take a user's second factors away: DELETE /api/auth/users/{userId}/mfa */
  removeUserMfa: Handle<'project.removeUserMfa', Context>
  /** Name an authenticator app: PATCH /api/auth/mfa/apps/{authenticatorAppId} */
  renameAuthenticatorApp: Handle<'project.renameAuthenticatorApp', Context>
  /** Name a passkey: PATCH /api/auth/passkeys/{passkeyId} */
  renamePasskey: Handle<'project.renamePasskey', Context>
  /** Ask for another address: PUT /api/auth/email */
  requestEmailChange: Handle<'project.requestEmailChange', Context>
  /** Ask for another code or link: POST /auth/hosted/resend-verification */
  resendVerification: Handle<'project.resendVerification', Context>
  /** Set a new password: POST /api/auth/email/reset-password */
  resetPassword: Handle<'project.resetPassword', Context>
  /** Mail a code or a link that allows a new password: POST /api/auth/email/send-reset-password */
  sendResetPassword: Handle<'project.sendResetPassword', Context>
  /** Mail a code that signs in: POST /api/auth/email/send-otp */
  sendSignInCode: Handle<'project.sendSignInCode', Context>
  /** Mail a code or a link that proves an address: POST /api/auth/email/send-verification */
  sendVerification: Handle<'project.sendVerification', Context>
  /** Show the page for a forgotten password: GET /auth/hosted/forgot-password */
  showForgotPassword: Handle<'project.showForgotPassword', Context>
  /** Show the sign-in page: GET /auth/sign-in */
  showSignIn: Handle<'project.showSignIn', Context>
  /** Show the sign-up page: GET /auth/hosted/sign-up */
  showSignUp: Handle<'project.showSignUp', Context>
  /** Sign in with email and password, or with a mailed code: POST /api/auth/sessions */
  signIn: Handle<'project.signIn', Context>
  /** Sign in as the sandbox's administrator: POST /api/auth/admin/sessions */
  signInAdmin: Handle<'project.signInAdmin', Context>
  /** Sign in with a provider's ID token: POST /api/auth/id-token */
  signInWithIdToken: Handle<'project.signInWithIdToken', Context>
  /** Sign in with a passkey: POST /api/auth/passkeys/sign-in */
  signInWithPasskey: Handle<'project.signInWithPasskey', Context>
  /** Start a sign-in with a provider: GET /api/auth/oauth/{provider} */
  startOAuth: Handle<'project.startOAuth', Context>
  /** Send the form for a forgotten password: POST /auth/hosted/forgot-password */
  submitForgotPassword: Handle<'project.submitForgotPassword', Context>
  /** Send a new password and the code that allows it: POST /auth/hosted/reset-password */
  submitNewPassword: Handle<'project.submitNewPassword', Context>
  /** Sign in with a passkey: POST /auth/hosted/passkey */
  submitPasskey: Handle<'project.submitPasskey', Context>
  /** Send what the second step asks for: POST /auth/hosted/second-factor */
  submitSecondFactor: Handle<'project.submitSecondFactor', Context>
  /** Send the form of the sign-in page: POST /auth/hosted/sign-in */
  submitSignIn: Handle<'project.submitSignIn', Context>
  /** Send the form of the sign-up page: POST /auth/hosted/sign-up */
  submitSignUp: Handle<'project.submitSignUp', Context>
  /** Send the code that proves an address: POST /auth/hosted/verify */
  submitVerification: Handle<'project.submitVerification', Context>
  /** Unlink an account at a provider: DELETE /api/auth/identities/{identityId} */
  unlinkIdentity: Handle<'project.unlinkIdentity', Context>
  /** Change settings of the project: PUT /api/auth/config */
  updateConfig: Handle<'project.updateConfig', Context>
  /** Update the profile of the signed-in user: PATCH /api/auth/profiles/current */
  updateProfile: Handle<'project.updateProfile', Context>
  /** Prove an address and sign in: POST /api/auth/email/verify */
  verifyEmail: Handle<'project.verifyEmail', Context>
  /** Switch the second factor on: POST /api/auth/mfa/verify */
  verifyMfaSetup: Handle<'project.verifyMfaSetup', Context>
}

/** What the scim surface must answer. */
export interface ScimHandlers<Context> {
  /** Make a group: POST /scim/v2/Groups */
  createGroup: Handle<'scim.createGroup', Context>
  /** Make a user: POST /scim/v2/Users */
  createUser: Handle<'scim.createUser', Context>
  /** Delete a group: DELETE /scim/v2/Groups/{groupId} */
  deleteGroup: Handle<'scim.deleteGroup', Context>
  /** Delete a user: DELETE /scim/v2/Users/{userId} */
  deleteUser: Handle<'scim.deleteUser', Context>
  /** Get a group: GET /scim/v2/Groups/{groupId} */
  getGroup: Handle<'scim.getGroup', Context>
  /** One of them: GET /scim/v2/ResourceTypes/{typeId} */
  getResourceType: Handle<'scim.getResourceType', Context>
  /** One of them: GET /scim/v2/Schemas/{schemaUrn} */
  getSchema: Handle<'scim.getSchema', Context>
  /** What this service does: GET /scim/v2/ServiceProviderConfig */
  getServiceProviderConfig: Handle<'scim.getServiceProviderConfig', Context>
  /** Get a user: GET /scim/v2/Users/{userId} */
  getUser: Handle<'scim.getUser', Context>
  /** List or find groups: GET /scim/v2/Groups */
  listGroups: Handle<'scim.listGroups', Context>
  /** What there is: GET /scim/v2/ResourceTypes */
  listResourceTypes: Handle<'scim.listResourceTypes', Context>
  /** What users and groups have: GET /scim/v2/Schemas */
  listSchemas: Handle<'scim.listSchemas', Context>
  /** List or find users: GET /scim/v2/Users */
  listUsers: Handle<'scim.listUsers', Context>
  /** Change a group: PATCH /scim/v2/Groups/{groupId} */
  patchGroup: Handle<'scim.patchGroup', Context>
  /** Change a user: PATCH /scim/v2/Users/{userId} */
  patchUser: Handle<'scim.patchUser', Context>
  /** Replace a group: PUT /scim/v2/Groups/{groupId} */
  replaceGroup: Handle<'scim.replaceGroup', Context>
  /** Replace a user: PUT /scim/v2/Users/{userId} */
  replaceUser: Handle<'scim.replaceUser', Context>
  /** Find users and groups: POST /scim/v2/.search */
  search: Handle<'scim.search', Context>
  /** Find groups by a body: POST /scim/v2/Groups/.search */
  searchGroups: Handle<'scim.searchGroups', Context>
  /** Find users by a body: POST /scim/v2/Users/.search */
  searchUsers: Handle<'scim.searchUsers', Context>
}

/** What the service surface must answer. */
export interface ServiceHandlers<Context> {
  /** Send the form of a stand-in: POST /sandbox/providers/{provider}/authorize */
  answerStandIn: Handle<'service.answerStandIn', Context>
  /** Make an authorization code of an administrator: POST /sandbox/admin-code */
  createAdminCode: Handle<'service.createAdminCode', Context>
  /** Make a user who can sign in: POST /sandbox/users */
  createUser: Handle<'service.createUser', Context>
  /** Delete a user: DELETE /sandbox/users/{user_id} */
  deleteUser: Handle<'service.deleteUser', Context>
  /** End the faults that are set: DELETE /sandbox/faults */
  endFaults: Handle<'service.endFaults', Context>
  /** Exchange a code of a stand-in: POST /sandbox/providers/{provider}/token */
  exchangeStandInCode: Handle<'service.exchangeStandInCode', Context>
  /** End a session as if its time were over: POST /sandbox/sessions/{session_id}/expire */
  expireSession: Handle<'service.expireSession', Context>
  /** Let the receiver fail: PUT /sandbox/webhooks/failures */
  failWebhooks: Handle<'service.failWebhooks', Context>
  /** Read the clock: GET /sandbox/clock */
  getClock: Handle<'service.getClock', Context>
  /** Get this contract: GET /openapi.json */
  getContract: Handle<'service.getContract', Context>
  /** Get the credentials of the sandbox: GET /sandbox/credentials */
  getCredentials: Handle<'service.getCredentials', Context>
  /** Read a page of the documentation: GET /docs/{guide} */
  getGuide: Handle<'service.getGuide', Context>
  /** See whether the process is alive: GET /health/live */
  getLiveness: Handle<'service.getLiveness', Context>
  /** See whether the service can take requests: GET /health/ready */
  getReadiness: Handle<'service.getReadiness', Context>
  /** Discover a stand-in: GET /sandbox/providers/{provider}/.well-known/openid-configuration */
  getStandInConfiguration: Handle<'service.getStandInConfiguration', Context>
  /** Ask a stand-in who somebody is: GET /sandbox/providers/{provider}/userinfo */
  getStandInProfile: Handle<'service.getStandInProfile', Context>
  /** Give a user a second factor: POST /sandbox/users/{user_id}/second-factor */
  giveSecondFactor: Handle<'service.giveSecondFactor', Context>
  /** Who may ask: GET /sandbox/clients */
  listClients: Handle<'service.listClients', Context>
  /** List the faults that are set: GET /sandbox/faults */
  listFaults: Handle<'service.listFaults', Context>
  /** See what there is to read: GET /llms.txt */
  listGuides: Handle<'service.listGuides', Context>
  /** List the mails of the sandbox: GET /sandbox/mailbox.json */
  listMail: Handle<'service.listMail', Context>
  /** List the sites that may use passkeys of this domain: GET /.well-known/webauthn */
  listPasskeyOrigins: Handle<'service.listPasskeyOrigins', Context>
  /** List what the receiver got: GET /sandbox/webhooks.json */
  listReceivedWebhooks: Handle<'service.listReceivedWebhooks', Context>
  /** What was asked, and what was answered: GET /sandbox/requests */
  listRequests: Handle<'service.listRequests', Context>
  /** Who is signed in: GET /sandbox/sessions */
  listSessions: Handle<'service.listSessions', Context>
  /** Ask a stand-in for somebody's addresses: GET /sandbox/providers/{provider}/emails */
  listStandInEmails: Handle<'service.listStandInEmails', Context>
  /** Who is there: GET /sandbox/users */
  listUsers: Handle<'service.listUsers', Context>
  /** Move the clock forward: POST /sandbox/clock */
  moveClock: Handle<'service.moveClock', Context>
  /** Receive a webhook: POST /sandbox/webhooks/receiver */
  receiveWebhook: Handle<'service.receiveWebhook', Context>
  /** Empty the sandbox: POST /sandbox/reset */
  resetSandbox: Handle<'service.resetSandbox', Context>
  /** Make the next calls of an operation fail or wait: POST /sandbox/faults */
  setFault: Handle<'service.setFault', Context>
  /** Administer a tenant in a browser: GET /admin */
  showAdminConsole: Handle<'service.showAdminConsole', Context>
  /** End a sign-in without an app: GET /callback */
  showCallback: Handle<'service.showCallback', Context>
  /** The console of the sandbox: GET /sandbox */
  showConsole: Handle<'service.showConsole', Context>
  /** Read and try this contract in a browser: GET /docs */
  showDocs: Handle<'service.showDocs', Context>
  /** See where to start: GET / */
  showLanding: Handle<'service.showLanding', Context>
  /** See one mail as its reader would: GET /sandbox/mailbox/{mail_id} */
  showMail: Handle<'service.showMail', Context>
  /** Read the mails of the sandbox in a browser: GET /sandbox/mailbox */
  showMailbox: Handle<'service.showMailbox', Context>
  /** Be anybody at a provider: GET /sandbox/providers/{provider}/authorize */
  showStandIn: Handle<'service.showStandIn', Context>
  /** Watch webhooks arrive in a browser: GET /sandbox/webhooks */
  showWebhooks: Handle<'service.showWebhooks', Context>
  /** Sign in as a user: POST /sandbox/users/{user_id}/sessions */
  signInAs: Handle<'service.signInAs', Context>
}

/** What the server must answer. A missing or misspelt handler does not compile. */
export interface Handlers<Context> {
  account: AccountHandlers<Context>
  app: AppHandlers<Context>
  oauth: OauthHandlers<Context>
  platform: PlatformHandlers<Context>
  project: ProjectHandlers<Context>
  scim: ScimHandlers<Context>
  service: ServiceHandlers<Context>
}
