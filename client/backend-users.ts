// What a backend does for the end users of its application.
import type { Wire } from '../generated/operations.ts'
import { answered, as } from './backend-calls.ts'
import type { Transport } from './transport.ts'

export interface EndUserCalls {
  /**
   * Signs in: `POST /api/v1/auth/login`. Tokens and the user, or `mfa_required` and the `mfa_token` to send with a code.
   * Codes: `invalid_credentials`, `email_not_verified`, `too_many_requests` and `overloaded` (both with `retryAfter` in
   * seconds).
   */
  login(params: Wire['AppLogin']): Promise<Wire['AppLoginResult']>
  /**
   * Makes a user: `POST /api/v1/auth/register`. Tokens and the user; the user alone where the address has to be proven
   * first: the mailed token goes to `verifyEmail`, then `login`.
   * Codes: `user_exists`, `weak_password`, `sign_up_disabled`, `too_many_requests` and `overloaded` (both with
   * `retryAfter` in seconds).
   */
  register(params: Wire['AppRegister']): Promise<Wire['AppRegistered']>
  /**
   * The second step of a sign-in: `POST /api/v1/auth/mfa/challenge`. The code is one of the authenticator app or a backup code.
   * Codes: `invalid_code` (try again), `invalid_mfa_token` (sign in again), `too_many_requests`.
   */
  mfaChallenge(params: Wire['MfaChallenge']): Promise<Wire['AppSignedIn']>
  /** What a passkey is to sign in that step: `POST /api/v1/auth/mfa/challenge/options`. Codes: `invalid_mfa_token`. */
  beginPasskeyChallenge(mfaToken: string): Promise<Wire['PasskeyStepAnswer']>
  /**
   * New tokens: `POST /api/v1/auth/refresh`. Each refresh token works once (RFC 9700 section 4.14.2).
   * Codes: `invalid_refresh_token` (the session is over).
   */
  refresh(refreshToken: string): Promise<Wire['TokenPair']>
  /** Ends a session: `POST /api/v1/auth/logout`. The same whether there was one or not. */
  logout(refreshToken: string): Promise<void>
  /** The signed-in user: `GET /api/v1/auth/me`. */
  getMe(accessToken: string): Promise<Wire['AppUserAnswer']>
  /**
   * Mails a link that allows a new password: `POST /api/v1/auth/forgot-password`. The answer is the same whether the
   * address has a user or not. Codes: `too_many_requests`.
   */
  forgotPassword(email: string): Promise<Wire['AppMessage']>
  /**
   * Sets a new password with a mailed token: `POST /api/v1/auth/reset-password`. All sessions of the user end and none
   * starts. Codes: `invalid_link`, `weak_password` (the token stays good), `overloaded`.
   */
  resetPassword(token: string, password: string): Promise<Wire['AppMessage']>
  /** Proves an address with a mailed token: `POST /api/v1/auth/verify-email`. Codes: `invalid_link`. */
  verifyEmail(token: string): Promise<Wire['AppMessage']>
  /**
   * A new secret for an authenticator app: `POST /api/v1/auth/mfa/enable`. It counts once `verifyMfaSetup` took a code.
   * Codes: `mfa_already_enabled`, `reauthentication_required`.
   */
  enableMfa(accessToken: string): Promise<Wire['MfaSetupAnswer']>
  /**
   * Switches the second factor on, by an app that is called `name`: `POST /api/v1/auth/mfa/verify`. The backup codes are shown this once.
   * Codes: `invalid_code`, `mfa_already_enabled`, `mfa_not_enabled`, `too_many_requests`.
   */
  verifyMfaSetup(accessToken: string, code: string, name?: string): Promise<Wire['BackupCodesAnswer']>
  /** `POST /api/v1/auth/mfa/disable`. Codes: `invalid_code`, `mfa_not_enabled`, `too_many_requests`. */
  disableMfa(accessToken: string, code: string): Promise<Wire['AppMessage']>
  /**
   * New backup codes in place of all older ones: `POST /api/v1/auth/mfa/backup-codes`.
   * Codes: `mfa_not_enabled`, `reauthentication_required`.
   */
  generateBackupCodes(accessToken: string): Promise<Wire['BackupCodesAnswer']>
  /** Uses a backup code up: `POST /api/v1/auth/mfa/backup-code/verify`. Codes: `invalid_code`, `too_many_requests`. */
  verifyBackupCode(accessToken: string, code: string): Promise<Wire['AppMessage']>
  /** How many backup codes are left: `GET /api/v1/auth/mfa/remaining`. */
  getRemainingBackupCodes(accessToken: string): Promise<Wire['RemainingAnswer']>
  /**
   * Proves that it is still them, for what asks for a fresh sign-in: `POST /api/v1/auth/reauthenticate`. With a second factor a code
   * or a passkey, else the password. Codes: `invalid_code`, `invalid_passkey`, `wrong_password`, `second_factor_required`.
   */
  reauthenticate(accessToken: string, proof: Wire['Reauthenticate']): Promise<Wire['FreshProofAnswer']>
  /** What a passkey is to sign for it: `POST /api/v1/auth/reauthenticate/options`. */
  beginReauthentication(accessToken: string): Promise<Wire['PasskeyStepAnswer']>
}

export const createEndUserCalls = (api: Transport): EndUserCalls => ({
  // openapi-fetch's types drop what is always null or always absent.
  login: async (body) => (await answered(api.POST('/api/v1/auth/login', { body }))) as Wire['AppLoginResult'],
  register: async (body) => (await answered(api.POST('/api/v1/auth/register', { body }))) as Wire['AppRegistered'],
  mfaChallenge: (body) => answered(api.POST('/api/v1/auth/mfa/challenge', { body })),
  beginPasskeyChallenge: (mfa_token) =>
    answered(api.POST('/api/v1/auth/mfa/challenge/options', { body: { mfa_token } })),
  refresh: (refresh_token) => answered(api.POST('/api/v1/auth/refresh', { body: { refresh_token } })),
  logout: async (refresh_token) => {
    await answered(api.POST('/api/v1/auth/logout', { body: { refresh_token } }))
  },
  getMe: (accessToken) => answered(api.GET('/api/v1/auth/me', as(accessToken))),
  forgotPassword: (email) => answered(api.POST('/api/v1/auth/forgot-password', { body: { email } })),
  resetPassword: (token, password) => answered(api.POST('/api/v1/auth/reset-password', { body: { token, password } })),
  verifyEmail: (token) => answered(api.POST('/api/v1/auth/verify-email', { body: { token } })),

  enableMfa: (accessToken) => answered(api.POST('/api/v1/auth/mfa/enable', as(accessToken))),
  verifyMfaSetup: (accessToken, code, name) => {
    const body = { code, ...(name !== undefined && { name }) }
    return answered(api.POST('/api/v1/auth/mfa/verify', { ...as(accessToken), body }))
  },
  disableMfa: (accessToken, code) =>
    answered(api.POST('/api/v1/auth/mfa/disable', { ...as(accessToken), body: { code } })),
  generateBackupCodes: (accessToken) => answered(api.POST('/api/v1/auth/mfa/backup-codes', as(accessToken))),
  verifyBackupCode: (accessToken, code) =>
    answered(api.POST('/api/v1/auth/mfa/backup-code/verify', { ...as(accessToken), body: { code } })),
  getRemainingBackupCodes: (accessToken) => answered(api.GET('/api/v1/auth/mfa/remaining', as(accessToken))),
  reauthenticate: (accessToken, body) =>
    answered(api.POST('/api/v1/auth/reauthenticate', { ...as(accessToken), body })),
  beginReauthentication: (accessToken) => answered(api.POST('/api/v1/auth/reauthenticate/options', as(accessToken))),
})
