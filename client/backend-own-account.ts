// What a backend does for one end user's own account: password, address, providers, data.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** Named as the calls of the `AuthClient`. All but `changeEmail`, `listIdentities` and `finishLink` may reject with `reauthentication_required`. */
export interface BackendOwnAccountCalls {
  /**
   * Another password, by a fresh proof: `PUT /api/v1/auth/password`. All other sessions end; the tokens of the answer take the place of
   * the one that asked. Codes: `weak_password`, `overloaded`, `too_many_requests`.
   */
  changePassword(accessToken: string, newPassword: string): Promise<Wire['AppSignedIn']>
  /**
   * Mails a link to a new address, by a fresh proof: `PUT /api/v1/auth/email`. The same answer for every address.
   * Codes: `email_not_verified`, `too_many_requests`.
   */
  requestEmailChange(accessToken: string, email: string): Promise<Wire['AppMessage']>
  /** With the token of that link: `POST /api/v1/auth/change-email`. Codes: `invalid_link`, `too_many_requests`. */
  changeEmail(token: string): Promise<Wire['AppMessage']>
  /** The accounts at providers that sign one in, oldest first: `GET /api/v1/auth/identities`. */
  listIdentities(accessToken: string): Promise<Wire['ProviderLinkList']>
  /**
   * Begins to link one, by a fresh proof: `POST /api/v1/auth/identities`. Open `authorizeUrl` in a browser; it comes back to `redirectUri`
   * with `link_code`, or with `error`. Codes: `email_not_verified`, `invalid_redirect_uri`, `not_found`, `provider_unavailable`.
   */
  linkIdentity(accessToken: string, data: Wire['LinkIdentity']): Promise<Wire['LinkStarted']>
  /**
   * With that code, in the session that began: `POST /api/v1/auth/identities/finish`.
   * Codes: `invalid_authorization_code`, `user_exists`, `quota_exceeded`.
   */
  finishLink(accessToken: string, code: string): Promise<Wire['ProviderLinkAnswer']>
  /** By a fresh proof: `DELETE /api/v1/auth/identities/{identityId}`. Codes: `not_found`, `last_sign_in_method`. */
  unlinkIdentity(accessToken: string, id: string): Promise<Wire['AppMessage']>
  /** All that is kept about the user, by a fresh proof: `GET /api/v1/auth/me/data`. */
  exportData(accessToken: string): Promise<Wire['AccountData']>
  /** Deletes the user, by a fresh proof: `DELETE /api/v1/auth/me`. */
  deleteMe(accessToken: string): Promise<Wire['AppMessage']>
}

export const createBackendOwnAccountCalls = (api: Transport): BackendOwnAccountCalls => ({
  changePassword: (token, newPassword) =>
    answered(api.PUT('/api/v1/auth/password', { ...as(token), body: { newPassword } })),
  requestEmailChange: (token, email) => answered(api.PUT('/api/v1/auth/email', { ...as(token), body: { email } })),
  changeEmail: (token) => answered(api.POST('/api/v1/auth/change-email', { body: { token } })),
  listIdentities: (token) => answered(api.GET('/api/v1/auth/identities', as(token))),
  linkIdentity: (token, body) => answered(api.POST('/api/v1/auth/identities', { ...as(token), body })),
  finishLink: (token, code) => answered(api.POST('/api/v1/auth/identities/finish', { ...as(token), body: { code } })),
  unlinkIdentity: (token, identityId) =>
    answered(api.DELETE('/api/v1/auth/identities/{identityId}', asAt(token, { identityId }))),
  exportData: (token) => answered(api.GET('/api/v1/auth/me/data', as(token))),
  deleteMe: (token) => answered(api.DELETE('/api/v1/auth/me', as(token))),
})
