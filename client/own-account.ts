// One's own account: password, address, sessions.
import type { Wire } from '../generated/operations.ts'
import type { AsUser, WithBearer } from './calls.ts'
import type { WithCsrf } from './csrf.ts'
import type { Session } from './session.ts'
import { type Transport, bodyOf, jsonOf } from './transport.ts'

/** Calls with a session reject with `unauthorized` or `invalid_token`, too; those that need a fresh proof with `reauthentication_required`. */
export interface OwnAccountCalls {
  /**
   * Another password, by a fresh proof: `PUT /auth/password`. All other sessions end; this client goes on with the tokens of the answer.
   * Codes: `weak_password`, `overloaded`, `too_many_requests`.
   */
  changePassword(asked: { newPassword: string } & WithBearer): Promise<Wire['AuthenticationResult']>
  /**
   * Mails a link to a new address, by a fresh proof: `PUT /auth/email`. The same answer for every address.
   * Codes: `email_not_verified`, `invalid_redirect_uri`, `too_many_requests`.
   */
  requestEmailChange(asked: { email: string; redirectUri?: string } & WithBearer): Promise<Wire['AccountMailQueued']>
  /** With the token of that link: `POST /auth/change-email`. Codes: `invalid_link`. */
  changeEmail(mailed: { token: string }): Promise<Wire['AccountEmailVerified']>
  /** With the token of a notice, "it was not me": `POST /auth/not-me`. Codes: `invalid_link`. */
  takeBack(mailed: { token: string }): Promise<Wire['AccountTakenBack']>
  /** Where the user is signed in: `GET /auth/sessions`. */
  listSessions(asked?: WithBearer): Promise<Wire['AccountSessionList']>
  /** `DELETE /auth/sessions/{session_id}`. Codes: `session_not_found`. */
  endSession(asked: { sessionId: string } & WithBearer): Promise<void>
  /** All but this one, by a fresh proof: `DELETE /auth/sessions`. */
  endOtherSessions(asked?: WithBearer): Promise<Wire['AccountSessionsEnded']>
  /** The accounts at providers that sign one in: `GET /auth/identities`. */
  listIdentities(asked?: WithBearer): Promise<Wire['AccountProviderLinkList']>
  /**
   * Begins to link one, by a fresh proof: `POST /auth/identities`. Send the browser to `authorize_url`; it comes back to `redirectUri`.
   * Codes: `email_not_verified`, `provider_not_found`, `provider_unavailable`, `invalid_redirect_uri`, `too_many_requests`.
   */
  linkIdentity(asked: { provider: string; redirectUri?: string } & WithBearer): Promise<Wire['AccountLinkStarted']>
  /** By a fresh proof: `DELETE /auth/identities/{identity_id}`. Codes: `identity_not_found`, `last_sign_in_method`. */
  unlinkIdentity(asked: { identityId: string } & WithBearer): Promise<void>
  /** All that is kept about the user, by a fresh proof: `GET /auth/me/data`. */
  exportData(asked?: WithBearer): Promise<Wire['AccountData']>
  /** Deletes the user, by a fresh proof: `DELETE /auth/me`. */
  deleteMe(asked?: WithBearer): Promise<void>
}

interface Parts {
  readonly api: Transport
  readonly asUser: AsUser
  readonly withCsrf: WithCsrf
  readonly session: Session
}

export const createOwnAccountCalls = ({ api, asUser, withCsrf, session }: Parts): OwnAccountCalls => ({
  changePassword: async ({ newPassword, ...by }) => {
    const body = { new_password: newPassword }
    const changed = bodyOf(
      await withCsrf((headers) =>
        asUser(by, (init) => api.PUT('/auth/password', { ...init, headers: { ...init.headers, ...headers }, body })),
      ),
    )
    // Of a token of the caller's own the caller keeps the next ones.
    if (by.bearerToken === undefined) session.begin(changed.tokens)
    return changed
  },

  requestEmailChange: async ({ email, redirectUri, ...by }) => {
    const body = { email, redirect_uri: redirectUri }
    return bodyOf(await asUser(by, (init) => api.PUT('/auth/email', { ...init, body })))
  },

  changeEmail: async ({ token }) => jsonOf(await api.POST('/auth/change-email', { body: { token } })),

  takeBack: async ({ token }) => jsonOf(await api.POST('/auth/not-me', { body: { token } })),

  listSessions: async (by = {}) => bodyOf(await asUser(by, (init) => api.GET('/auth/sessions', init))),

  endSession: async ({ sessionId, ...by }) => {
    const asked = { params: { path: { session_id: sessionId } } }
    await asUser(by, (init) => api.DELETE('/auth/sessions/{session_id}', { ...asked, ...init }))
  },

  endOtherSessions: async (by = {}) => bodyOf(await asUser(by, (init) => api.DELETE('/auth/sessions', init))),

  listIdentities: async (by = {}) => bodyOf(await asUser(by, (init) => api.GET('/auth/identities', init))),

  linkIdentity: async ({ provider, redirectUri, ...by }) => {
    // The answer's cookie has to stay in the browser, in token mode too.
    const asked = { body: { provider, redirect_uri: redirectUri }, credentials: 'include' as const }
    return bodyOf(await asUser(by, (init) => api.POST('/auth/identities', { ...init, ...asked })))
  },

  unlinkIdentity: async ({ identityId, ...by }) => {
    const asked = { params: { path: { identity_id: identityId } } }
    await asUser(by, (init) => api.DELETE('/auth/identities/{identity_id}', { ...asked, ...init }))
  },

  exportData: async (by = {}) => bodyOf(await asUser(by, (init) => api.GET('/auth/me/data', init))),

  deleteMe: async (by = {}) => {
    const leaving = session.current()
    await asUser(by, (init) => api.DELETE('/auth/me', init))
    if (by.bearerToken === undefined) session.end(leaving)
  },
})
