// Who administers a tenant, and what each does with their own sign-in: the second factor, passkeys, and proving that it is still them.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** Who administers the tenant. */
export interface PlatformMemberCalls {
  /** `GET /api/platform/members`. */
  listPlatformMembers(accessToken: string): Promise<Wire['PlatformMemberList']>
  /** Mails it: `POST /api/platform/members/invite`. Codes: `user_exists`, `email_not_verified`, `too_many_requests`. */
  invitePlatformMember(accessToken: string, data: Wire['InviteMember']): Promise<Wire['PlatformInvitationSent']>
  /** `PATCH /api/platform/members/{memberId}`. */
  updatePlatformMember(
    accessToken: string,
    memberId: string,
    data: Wire['UpdatePlatformMember'],
  ): Promise<Wire['PlatformMemberRoleChanged']>
  /** `DELETE /api/platform/members/{memberId}`. Codes: `last_owner`; for oneself `reauthentication_required`, too. */
  removePlatformMember(accessToken: string, memberId: string): Promise<Wire['AppMessage']>
  /** For a colleague who has lost it: `DELETE /api/platform/members/{memberId}/mfa`. Codes: `reauthentication_required`. */
  removePlatformMemberMfa(accessToken: string, memberId: string): Promise<Wire['AppMessage']>
  /** `GET /api/platform/members/invitations`. */
  listPlatformInvitations(accessToken: string): Promise<Wire['PlatformInvitationList']>
  /** `DELETE /api/platform/members/invitations/{invitationId}`. */
  cancelPlatformInvitation(accessToken: string, invitationId: string): Promise<Wire['OrganizationDone']>
  /** `POST /api/platform/members/invitations/{invitationId}/resend`. */
  resendPlatformInvitation(accessToken: string, invitationId: string): Promise<Wire['PlatformInvitationAnswer']>
  /**
   * By the secret of the mail, not by an id: `POST /api/platform/members/invite/{invitation}/accept`.
   * Codes: `invalid_link`, `weak_password`, `overloaded`.
   */
  acceptPlatformInvitation(invitation: string, data: Wire['AcceptPlatformInvitation']): Promise<Wire['AppMessage']>
}

/** Each but the first takes the administrator's own access token first. */
export interface AdministratorCalls {
  /** What a passkey is to sign in the second step: `POST /api/platform/auth/mfa/challenge/options`. Codes: `invalid_mfa_token`. */
  platformBeginPasskeyChallenge(mfaToken: string): Promise<Wire['PasskeyStepAnswer']>
  /** A new secret for an authenticator app: `POST /api/platform/auth/mfa/enable`. Codes: `reauthentication_required`. */
  platformEnableMfa(accessToken: string): Promise<Wire['MfaSetupAnswer']>
  /** By an app that is called `name`; the backup codes are shown this once: `POST /api/platform/auth/mfa/verify`. Codes: `invalid_code`. */
  platformVerifyMfaSetup(accessToken: string, code: string, name?: string): Promise<Wire['BackupCodesAnswer']>
  /** The authenticator app that codes are asked from: `GET /api/platform/auth/mfa/apps`. */
  platformListAuthenticatorApps(accessToken: string): Promise<Wire['AuthenticatorAppList']>
  /** `PATCH /api/platform/auth/mfa/apps/{authenticatorAppId}`. Codes: `not_found`. */
  platformRenameAuthenticatorApp(
    accessToken: string,
    authenticatorAppId: string,
    name: string,
  ): Promise<Wire['AuthenticatorAppAnswer']>
  /** By a fresh proof, without a code of it: `DELETE /api/platform/auth/mfa/apps/{authenticatorAppId}`. Codes: `reauthentication_required`. */
  platformRemoveAuthenticatorApp(accessToken: string, authenticatorAppId: string): Promise<Wire['AppMessage']>
  /** `POST /api/platform/auth/mfa/disable`. Codes: `invalid_code`. */
  platformDisableMfa(accessToken: string, code: string): Promise<Wire['AppMessage']>
  /** In place of all older ones: `POST /api/platform/auth/mfa/backup-codes`. Codes: `reauthentication_required`. */
  platformGenerateBackupCodes(accessToken: string): Promise<Wire['BackupCodesAnswer']>
  /** Uses one up: `POST /api/platform/auth/mfa/backup-code/verify`. Codes: `invalid_code`. */
  platformVerifyBackupCode(accessToken: string, code: string): Promise<Wire['AppMessage']>
  /** `GET /api/platform/auth/mfa/remaining`. */
  platformGetRemainingBackupCodes(accessToken: string): Promise<Wire['RemainingAnswer']>
  /** What a passkey is to sign, to sign in with nothing typed: `POST /api/platform/auth/passkeys/sign-in/options`. */
  platformBeginPasskeySignIn(): Promise<Wire['PasskeyRequestAnswer']>
  /** Signs in by what it signed: `POST /api/platform/auth/passkeys/sign-in`. Codes: `invalid_passkey`, `too_many_requests`. */
  platformSignInWithPasskey(params: Wire['PasskeySignIn']): Promise<Wire['PlatformSignedIn']>
  /** `GET /api/platform/auth/passkeys`. */
  platformListPasskeys(accessToken: string): Promise<Wire['PasskeyList']>
  /** For `navigator.credentials.create`: `POST /api/platform/auth/passkeys/options`. Codes: `reauthentication_required`. */
  platformBeginPasskey(accessToken: string): Promise<Wire['PasskeyCreationAnswer']>
  /** What it gave: `POST /api/platform/auth/passkeys`. Codes: `invalid_passkey`, `passkey_exists`, `quota_exceeded`. */
  platformAddPasskey(accessToken: string, data: Wire['NewPasskey']): Promise<Wire['PasskeyAnswer']>
  /** `PATCH /api/platform/auth/passkeys/{passkeyId}`. */
  platformRenamePasskey(accessToken: string, passkeyId: string, name: string): Promise<Wire['PasskeyAnswer']>
  /** `DELETE /api/platform/auth/passkeys/{passkeyId}`. Codes: `reauthentication_required`. */
  platformRemovePasskey(accessToken: string, passkeyId: string): Promise<void>
  /**
   * Another password, by a fresh proof: `PUT /api/platform/auth/password`. All other sessions end; the tokens of the answer take the
   * place of the one that asked. Codes: `weak_password`, `overloaded`, `reauthentication_required`.
   */
  platformChangePassword(accessToken: string, newPassword: string): Promise<Wire['PlatformSignedIn']>
  /**
   * Mails a link to a new address, which leads to a page of the service: `PUT /api/platform/auth/email`. The same answer for every
   * address. Codes: `email_not_verified`, `reauthentication_required`, `too_many_requests`.
   */
  platformRequestEmailChange(accessToken: string, email: string): Promise<Wire['AppMessage']>
  /** All that is kept about the administrator: `GET /api/platform/auth/me/data`. Codes: `reauthentication_required`. */
  platformExportData(accessToken: string): Promise<Wire['AccountData']>
  /** Where one is signed in: `GET /api/platform/auth/sessions`. */
  platformListSessions(accessToken: string): Promise<Wire['OwnSessionList']>
  /** `POST /api/platform/auth/sessions/{sessionId}/revoke`. Codes: `not_found`. */
  platformRevokeSession(accessToken: string, sessionId: string): Promise<Wire['AppMessage']>
  /** All but the one that asks: `POST /api/platform/auth/sessions/revoke-others`. Codes: `reauthentication_required`. */
  platformRevokeOtherSessions(accessToken: string): Promise<Wire['SessionsRevoked']>
  /** Deletes the administrator: `DELETE /api/platform/auth/me`. Codes: `last_owner`, `reauthentication_required`. */
  platformDeleteMe(accessToken: string): Promise<Wire['AppMessage']>
  /** What a passkey is to sign: `POST /api/platform/auth/reauthenticate/options`. */
  platformBeginReauthentication(accessToken: string): Promise<Wire['PasskeyStepAnswer']>
  /** A code, a passkey or the password: `POST /api/platform/auth/reauthenticate`. Codes: `invalid_code`, `wrong_password`. */
  platformReauthenticate(accessToken: string, proof: Wire['Reauthenticate']): Promise<Wire['FreshProofAnswer']>
}

const root = '/api/platform/auth'
const apps = `${root}/mfa/apps` as const
const members = '/api/platform/members'

export const createAdministratorCalls = (api: Transport): AdministratorCalls => ({
  platformChangePassword: (token, newPassword) =>
    answered(api.PUT(`${root}/password`, { ...as(token), body: { newPassword } })),
  platformRequestEmailChange: (token, email) => answered(api.PUT(`${root}/email`, { ...as(token), body: { email } })),
  platformExportData: (token) => answered(api.GET(`${root}/me/data`, as(token))),
  platformListSessions: (token) => answered(api.GET(`${root}/sessions`, as(token))),
  platformRevokeSession: (token, sessionId) =>
    answered(api.POST(`${root}/sessions/{sessionId}/revoke`, asAt(token, { sessionId }))),
  platformRevokeOtherSessions: (token) => answered(api.POST(`${root}/sessions/revoke-others`, as(token))),
  platformDeleteMe: (token) => answered(api.DELETE(`${root}/me`, as(token))),
  platformBeginPasskeyChallenge: (mfa_token) =>
    answered(api.POST(`${root}/mfa/challenge/options`, { body: { mfa_token } })),
  platformEnableMfa: (token) => answered(api.POST(`${root}/mfa/enable`, as(token))),
  platformVerifyMfaSetup: (token, code, name) => {
    const body = { code, ...(name !== undefined && { name }) }
    return answered(api.POST(`${root}/mfa/verify`, { ...as(token), body }))
  },
  platformListAuthenticatorApps: (token) => answered(api.GET(apps, as(token))),
  platformRenameAuthenticatorApp: (token, authenticatorAppId, name) =>
    answered(api.PATCH(`${apps}/{authenticatorAppId}`, { ...asAt(token, { authenticatorAppId }), body: { name } })),
  platformRemoveAuthenticatorApp: (token, authenticatorAppId) =>
    answered(api.DELETE(`${apps}/{authenticatorAppId}`, asAt(token, { authenticatorAppId }))),
  platformDisableMfa: (token, code) => answered(api.POST(`${root}/mfa/disable`, { ...as(token), body: { code } })),
  platformGenerateBackupCodes: (token) => answered(api.POST(`${root}/mfa/backup-codes`, as(token))),
  platformVerifyBackupCode: (token, code) =>
    answered(api.POST(`${root}/mfa/backup-code/verify`, { ...as(token), body: { code } })),
  platformGetRemainingBackupCodes: (token) => answered(api.GET(`${root}/mfa/remaining`, as(token))),
  platformBeginPasskeySignIn: () => answered(api.POST(`${root}/passkeys/sign-in/options`)),
  platformSignInWithPasskey: (body) => answered(api.POST(`${root}/passkeys/sign-in`, { body })),
  platformListPasskeys: (token) => answered(api.GET(`${root}/passkeys`, as(token))),
  platformBeginPasskey: (token) => answered(api.POST(`${root}/passkeys/options`, as(token))),
  platformAddPasskey: (token, body) => answered(api.POST(`${root}/passkeys`, { ...as(token), body })),
  platformRenamePasskey: (token, passkeyId, name) =>
    answered(api.PATCH(`${root}/passkeys/{passkeyId}`, { ...asAt(token, { passkeyId }), body: { name } })),
  platformRemovePasskey: async (token, passkeyId) => {
    await answered(api.DELETE(`${root}/passkeys/{passkeyId}`, asAt(token, { passkeyId })))
  },
  platformBeginReauthentication: (token) => answered(api.POST(`${root}/reauthenticate/options`, as(token))),
  platformReauthenticate: (token, body) => answered(api.POST(`${root}/reauthenticate`, { ...as(token), body })),
})

export const createPlatformMemberCalls = (api: Transport): PlatformMemberCalls => ({
  listPlatformMembers: (token) => answered(api.GET(members, as(token))),
  invitePlatformMember: (token, body) => answered(api.POST(`${members}/invite`, { ...as(token), body })),
  updatePlatformMember: (token, memberId, body) =>
    answered(api.PATCH(`${members}/{memberId}`, { ...asAt(token, { memberId }), body })),
  removePlatformMember: (token, memberId) => answered(api.DELETE(`${members}/{memberId}`, asAt(token, { memberId }))),
  removePlatformMemberMfa: (token, memberId) =>
    answered(api.DELETE(`${members}/{memberId}/mfa`, asAt(token, { memberId }))),
  listPlatformInvitations: (token) => answered(api.GET(`${members}/invitations`, as(token))),
  cancelPlatformInvitation: (token, invitationId) =>
    answered(api.DELETE(`${members}/invitations/{invitationId}`, asAt(token, { invitationId }))),
  resendPlatformInvitation: (token, invitationId) =>
    answered(api.POST(`${members}/invitations/{invitationId}/resend`, asAt(token, { invitationId }))),
  acceptPlatformInvitation: (invitation, body) =>
    answered(api.POST(`${members}/invite/{invitation}/accept`, { params: { path: { invitation } }, body })),
})
