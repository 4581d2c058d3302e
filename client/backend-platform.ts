// What administrators do: sign in, and run their applications.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** Which page of a list; `limit` is 1 to 100. Of one environment, or of all. */
export interface OfEnvironment {
  readonly environmentId?: string
  readonly page?: number
  readonly limit?: number
}

/** What to show of what has happened. */
export interface AuditParams {
  readonly page?: number
  readonly limit?: number
  readonly action?: string
  readonly userId?: string
  readonly administratorId?: string
  /** A moment, as of `Date.toISOString`. */
  readonly since?: string
  readonly until?: string
  /** The `nextCursor` of the page before. */
  readonly cursor?: string
}

/** Which clients of others to show; `limit` is 1 to 100. */
export interface ThirdPartyParams {
  readonly environmentId?: string
  readonly kind?: Wire['ThirdPartyKind']
  readonly limit?: number
  /** The `nextCursor` of the page before. */
  readonly cursor?: string
}

/** All but the first five take an administrator's access token first. A foreign id is `not_found`, as a missing one. */
export interface PlatformCalls {
  /**
   * An administrator and their tenant: `POST /api/platform/auth/register`.
   * Codes: `user_exists`, `slug_taken`, `weak_password`, `too_many_requests` and `overloaded` (both with `retryAfter` in
   * seconds).
   */
  platformRegister(params: Wire['PlatformRegister']): Promise<Wire['PlatformRegistered']>
  /**
   * `POST /api/platform/auth/login`: tokens and the user, or `mfa_required` and the `mfa_token` to send with a code.
   * Codes: `invalid_credentials`, `too_many_requests`, `overloaded`.
   */
  platformLogin(params: Wire['AppLogin']): Promise<Wire['PlatformLoginResult']>
  /** `POST /api/platform/auth/refresh`. Codes: `invalid_refresh_token`. */
  platformRefresh(refreshToken: string): Promise<Wire['TokenPair']>
  /** Ends the session of an access token or of a refresh token: `POST /api/platform/auth/logout`. */
  platformLogout(token: string): Promise<void>
  /** `POST /api/platform/auth/mfa/challenge`. Codes: `invalid_code`, `invalid_mfa_token`, `too_many_requests`. */
  platformMfaChallenge(params: Wire['MfaChallenge']): Promise<Wire['PlatformSignedIn']>
  /** `GET /api/platform/auth/me`. */
  platformGetMe(accessToken: string): Promise<Wire['PlatformUserAnswer']>
  /** By slug: `GET /api/platform/applications`. */
  listApplications(accessToken: string): Promise<Wire['ApplicationList']>
  /** With two environments, each with a publishable key: `POST /api/platform/applications`. Codes: `slug_taken`. */
  createApplication(accessToken: string, data: Wire['CreateApplication']): Promise<Wire['ApplicationAnswer']>
  /** `GET /api/platform/applications/{appId}`. */
  getApplication(accessToken: string, appId: string): Promise<Wire['ApplicationAnswer']>
  /** Changes what is given; `null` clears: `PATCH /api/platform/applications/{appId}`. */
  updateApplication(
    accessToken: string,
    appId: string,
    data: Wire['UpdateApplication'],
  ): Promise<Wire['ApplicationAnswer']>
  /** With all that is in it: `DELETE /api/platform/applications/{appId}`. */
  deleteApplication(accessToken: string, appId: string): Promise<void>
  /** `GET /api/platform/applications/{appId}/stats`. */
  getApplicationStats(accessToken: string, appId: string): Promise<Wire['ApplicationStatsAnswer']>
  /** Newest first: `GET /api/platform/applications/{appId}/users`. */
  listAppUsers(accessToken: string, appId: string, params?: OfEnvironment): Promise<Wire['AppUserPage']>
  /** `POST /api/platform/applications/{appId}/users`. Codes: `user_exists`, `weak_password`, `overloaded`. */
  createAppUser(accessToken: string, appId: string, data: Wire['CreateAppUser']): Promise<Wire['AppUserAnswer']>
  /** `GET /api/platform/applications/{appId}/users/{userId}`. */
  getAppUser(accessToken: string, appId: string, userId: string): Promise<Wire['AppUserAnswer']>
  /** `isActive: false` shuts the user out at once: `PATCH /api/platform/applications/{appId}/users/{userId}`. */
  updateAppUser(
    accessToken: string,
    appId: string,
    userId: string,
    data: Wire['UpdateAppUser'],
  ): Promise<Wire['AppUserAnswer']>
  /** Newest first: `GET /api/platform/applications/{appId}/api-keys`. */
  listAppApiKeys(accessToken: string, appId: string, environmentId?: string): Promise<Wire['ApiKeyList']>
  /** `data.key` is shown this once: `POST /api/platform/applications/{appId}/api-keys`. Codes: `too_many_keys`. */
  createAppApiKey(
    accessToken: string,
    appId: string,
    name: string,
    environmentId: string,
  ): Promise<Wire['CreatedApiKeyAnswer']>
  /** Dead at once: `DELETE /api/platform/applications/{appId}/api-keys/{keyId}`. */
  revokeAppApiKey(accessToken: string, appId: string, keyId: string): Promise<void>
  /** A new publishable key; the old one works for an hour more: `POST /api/platform/applications/{appId}/rotate-keys`. */
  rotateAppKeys(accessToken: string, appId: string, environmentId: string): Promise<Wire['RotatedAppKeys']>
  /** `GET /api/platform/applications/{appId}/sessions`. */
  listAppSessions(accessToken: string, appId: string, params?: OfEnvironment): Promise<Wire['AppSessionPage']>
  /** Ended at once: `POST /api/platform/applications/{appId}/sessions/{sessionId}/revoke`. */
  revokeAppSession(accessToken: string, appId: string, sessionId: string): Promise<Wire['AppMessage']>
  /**
   * Those that registered themselves, and those of accounts, newest first; `nextCursor` leads on:
   * `GET /api/platform/applications/{appId}/third-party-clients`.
   */
  listAppThirdPartyClients(
    accessToken: string,
    appId: string,
    params?: ThirdPartyParams,
  ): Promise<Wire['ThirdPartyClientPage']>
  /** `GET /api/platform/applications/{appId}/third-party-clients/{thirdPartyClientId}`. */
  getAppThirdPartyClient(accessToken: string, appId: string, clientId: string): Promise<Wire['ThirdPartyClientAnswer']>
  /** `isActive: false` suspends it: `PATCH /api/platform/applications/{appId}/third-party-clients/{thirdPartyClientId}`. */
  updateAppThirdPartyClient(
    accessToken: string,
    appId: string,
    clientId: string,
    data: Wire['UpdateThirdPartyClient'],
  ): Promise<Wire['ThirdPartyClientAnswer']>
  /** Newest first; `nextCursor` leads on: `GET /api/platform/applications/{appId}/audit-logs`. */
  listAppAuditLogs(
    accessToken: string,
    appId: string,
    params?: AuditParams & { readonly environmentId?: string },
  ): Promise<Wire['AuditLogPage']>
  /** The same of the whole tenant, with its administrators: `GET /api/platform/audit-logs`. */
  listPlatformAuditLogs(accessToken: string, params?: AuditParams): Promise<Wire['AuditLogPage']>
}

/** Invitations to an application, and its organizations. */
export interface AppPlaceCalls {
  /** To organizations too, newest first: `GET /api/platform/applications/{appId}/invitations`. */
  listAppInvitations(
    accessToken: string,
    appId: string,
    params?: Pick<OfEnvironment, 'environmentId'>,
  ): Promise<Wire['InvitationList']>
  /** Mails it: `POST /api/platform/applications/{appId}/invitations`. Codes: `email_not_verified`, `too_many_requests`. */
  createAppInvitation(
    accessToken: string,
    appId: string,
    data: Wire['CreateAppInvitation'],
  ): Promise<Wire['InvitationAnswer']>
  /** With a new end: `POST /api/platform/applications/{appId}/invitations/{invitationId}/resend`. */
  resendAppInvitation(accessToken: string, appId: string, invitationId: string): Promise<Wire['InvitationAnswer']>
  /** `DELETE /api/platform/applications/{appId}/invitations/{invitationId}`. */
  cancelAppInvitation(accessToken: string, appId: string, invitationId: string): Promise<Wire['OrganizationDone']>
  /** Newest first: `GET /api/platform/applications/{appId}/organizations`. */
  listAppOrganizations(accessToken: string, appId: string, params?: OfEnvironment): Promise<Wire['OrganizationPage']>
  /** `POST /api/platform/applications/{appId}/organizations`. Codes: `slug_taken`. */
  createAppOrganization(
    accessToken: string,
    appId: string,
    data: Wire['CreateAppOrganization'],
  ): Promise<Wire['OrganizationAnswer']>
  /** `PUT /api/platform/applications/{appId}/organizations/{orgId}`. Codes: `slug_taken`. */
  updateAppOrganization(
    accessToken: string,
    appId: string,
    orgId: string,
    data: Wire['UpdateOrganization'],
  ): Promise<Wire['OrganizationAnswer']>
  /** `DELETE /api/platform/applications/{appId}/organizations/{orgId}`. */
  deleteAppOrganization(accessToken: string, appId: string, orgId: string): Promise<Wire['OrganizationDone']>
}

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
  /** `DELETE /api/platform/members/{memberId}`. Codes: `last_owner`. */
  removePlatformMember(accessToken: string, memberId: string): Promise<Wire['AppMessage']>
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

const root = '/api/platform/applications'
const members = '/api/platform/members'

export const createPlatformCalls = (api: Transport): PlatformCalls => ({
  platformRegister: (body) => answered(api.POST('/api/platform/auth/register', { body })),
  platformLogin: (body) => answered(api.POST('/api/platform/auth/login', { body })),
  platformRefresh: (refresh_token) => answered(api.POST('/api/platform/auth/refresh', { body: { refresh_token } })),
  platformLogout: async (token) => {
    await answered(api.POST('/api/platform/auth/logout', as(token)))
  },
  platformMfaChallenge: (body) => answered(api.POST('/api/platform/auth/mfa/challenge', { body })),
  platformGetMe: (token) => answered(api.GET('/api/platform/auth/me', as(token))),

  listApplications: (token) => answered(api.GET(root, as(token))),
  createApplication: (token, body) => answered(api.POST(root, { ...as(token), body })),
  getApplication: (token, appId) => answered(api.GET(`${root}/{appId}`, asAt(token, { appId }))),
  updateApplication: (token, appId, body) =>
    answered(api.PATCH(`${root}/{appId}`, { ...asAt(token, { appId }), body })),
  deleteApplication: async (token, appId) => {
    await answered(api.DELETE(`${root}/{appId}`, asAt(token, { appId })))
  },
  getApplicationStats: (token, appId) => answered(api.GET(`${root}/{appId}/stats`, asAt(token, { appId }))),

  listAppUsers: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/users`, { ...as(token), params: { path: { appId }, query } })),
  createAppUser: (token, appId, body) =>
    answered(api.POST(`${root}/{appId}/users`, { ...asAt(token, { appId }), body })),
  getAppUser: (token, appId, userId) =>
    answered(api.GET(`${root}/{appId}/users/{userId}`, asAt(token, { appId, userId }))),
  updateAppUser: (token, appId, userId, body) =>
    answered(api.PATCH(`${root}/{appId}/users/{userId}`, { ...asAt(token, { appId, userId }), body })),

  listAppApiKeys: (token, appId, environmentId) =>
    answered(
      api.GET(`${root}/{appId}/api-keys`, { ...as(token), params: { path: { appId }, query: { environmentId } } }),
    ),
  createAppApiKey: async (token, appId, name, environmentId) => {
    const asked = { ...asAt(token, { appId }), body: { name, environmentId } }
    // openapi-fetch's types drop what is always null.
    return (await answered(api.POST(`${root}/{appId}/api-keys`, asked))) as Wire['CreatedApiKeyAnswer']
  },
  revokeAppApiKey: async (token, appId, keyId) => {
    const asked = asAt(token, { appId, keyId })
    await answered(api.DELETE(`${root}/{appId}/api-keys/{keyId}`, asked))
  },
  rotateAppKeys: (token, appId, environmentId) =>
    answered(api.POST(`${root}/{appId}/rotate-keys`, { ...asAt(token, { appId }), body: { environmentId } })),

  listAppSessions: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/sessions`, { ...as(token), params: { path: { appId }, query } })),
  revokeAppSession: (token, appId, sessionId) => {
    const asked = asAt(token, { appId, sessionId })
    return answered(api.POST(`${root}/{appId}/sessions/{sessionId}/revoke`, asked))
  },

  listAppThirdPartyClients: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/third-party-clients`, { ...as(token), params: { path: { appId }, query } })),
  getAppThirdPartyClient: (token, appId, thirdPartyClientId) =>
    answered(
      api.GET(`${root}/{appId}/third-party-clients/{thirdPartyClientId}`, asAt(token, { appId, thirdPartyClientId })),
    ),
  updateAppThirdPartyClient: (token, appId, thirdPartyClientId, body) =>
    answered(
      api.PATCH(`${root}/{appId}/third-party-clients/{thirdPartyClientId}`, {
        ...asAt(token, { appId, thirdPartyClientId }),
        body,
      }),
    ),

  listAppAuditLogs: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/audit-logs`, { ...as(token), params: { path: { appId }, query } })),
  listPlatformAuditLogs: (token, query = {}) =>
    answered(api.GET('/api/platform/audit-logs', { ...as(token), params: { query } })),
})

export const createAppPlaceCalls = (api: Transport): AppPlaceCalls => ({
  listAppInvitations: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/invitations`, { ...as(token), params: { path: { appId }, query } })),
  createAppInvitation: (token, appId, body) =>
    answered(api.POST(`${root}/{appId}/invitations`, { ...asAt(token, { appId }), body })),
  resendAppInvitation: (token, appId, invitationId) =>
    answered(api.POST(`${root}/{appId}/invitations/{invitationId}/resend`, asAt(token, { appId, invitationId }))),
  cancelAppInvitation: (token, appId, invitationId) =>
    answered(api.DELETE(`${root}/{appId}/invitations/{invitationId}`, asAt(token, { appId, invitationId }))),

  listAppOrganizations: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/organizations`, { ...as(token), params: { path: { appId }, query } })),
  createAppOrganization: (token, appId, body) =>
    answered(api.POST(`${root}/{appId}/organizations`, { ...asAt(token, { appId }), body })),
  updateAppOrganization: (token, appId, orgId, body) =>
    answered(api.PUT(`${root}/{appId}/organizations/{orgId}`, { ...asAt(token, { appId, orgId }), body })),
  deleteAppOrganization: (token, appId, orgId) =>
    answered(api.DELETE(`${root}/{appId}/organizations/{orgId}`, asAt(token, { appId, orgId }))),
})

export const createPlatformMemberCalls = (api: Transport): PlatformMemberCalls => ({
  listPlatformMembers: (token) => answered(api.GET(members, as(token))),
  invitePlatformMember: (token, body) => answered(api.POST(`${members}/invite`, { ...as(token), body })),
  updatePlatformMember: (token, memberId, body) =>
    answered(api.PATCH(`${members}/{memberId}`, { ...asAt(token, { memberId }), body })),
  removePlatformMember: (token, memberId) => answered(api.DELETE(`${members}/{memberId}`, asAt(token, { memberId }))),
  listPlatformInvitations: (token) => answered(api.GET(`${members}/invitations`, as(token))),
  cancelPlatformInvitation: (token, invitationId) =>
    answered(api.DELETE(`${members}/invitations/{invitationId}`, asAt(token, { invitationId }))),
  resendPlatformInvitation: (token, invitationId) =>
    answered(api.POST(`${members}/invitations/{invitationId}/resend`, asAt(token, { invitationId }))),
  acceptPlatformInvitation: (invitation, body) =>
    answered(api.POST(`${members}/invite/{invitation}/accept`, { params: { path: { invitation } }, body })),
})
