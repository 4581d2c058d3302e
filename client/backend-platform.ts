// What administrators do: sign in, and run their applications.
import type { Wire } from '../generated/operations.ts'
import { type Further, answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** Which page of a list; `limit` is 1 to 100. Of one environment, or of all. */
export interface OfEnvironment {
  readonly environmentId?: string
  readonly page?: number
  readonly limit?: number
  /** The `nextCursor` of the answer before; then `page` says nothing. */
  readonly cursor?: string
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
  /** Sign-ups, sign-ins and failures by day: `GET /api/platform/applications/{appId}/stats/daily`. */
  getApplicationActivity(
    accessToken: string,
    appId: string,
    params?: { readonly environmentId?: string; readonly days?: number },
  ): Promise<Wire['ApplicationActivityAnswer']>
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
  /** For whoever has lost it; they are told: `DELETE /api/platform/applications/{appId}/users/{userId}/mfa`. */
  removeAppUserMfa(accessToken: string, appId: string, userId: string): Promise<Wire['AppMessage']>
  /** Newest first: `GET /api/platform/applications/{appId}/api-keys`. */
  listAppApiKeys(
    accessToken: string,
    appId: string,
    environmentId?: string,
    further?: Further,
  ): Promise<Wire['ApiKeyList']>
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

const root = '/api/platform/applications'

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
  getApplicationActivity: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/stats/daily`, { ...as(token), params: { path: { appId }, query } })),

  listAppUsers: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/users`, { ...as(token), params: { path: { appId }, query } })),
  createAppUser: (token, appId, body) =>
    answered(api.POST(`${root}/{appId}/users`, { ...asAt(token, { appId }), body })),
  getAppUser: (token, appId, userId) =>
    answered(api.GET(`${root}/{appId}/users/{userId}`, asAt(token, { appId, userId }))),
  updateAppUser: (token, appId, userId, body) =>
    answered(api.PATCH(`${root}/{appId}/users/{userId}`, { ...asAt(token, { appId, userId }), body })),
  removeAppUserMfa: (token, appId, userId) =>
    answered(api.DELETE(`${root}/{appId}/users/{userId}/mfa`, asAt(token, { appId, userId }))),

  listAppApiKeys: (token, appId, environmentId, further = {}) => {
    const query = { environmentId, ...further }
    return answered(api.GET(`${root}/{appId}/api-keys`, { ...as(token), params: { path: { appId }, query } }))
  },
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
