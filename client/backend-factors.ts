// What a backend does for the passkeys and authenticator apps of the end users of its application, and for sign-ins by them.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** What an authenticator is asked goes to the browser as it is: `@countersign/client/passkeys` takes it from there. */
export interface BackendFactorCalls {
  /** What an authenticator is asked, to sign in with nothing typed: `POST /api/v1/auth/passkeys/sign-in/options`. */
  beginPasskeySignIn(): Promise<Wire['PasskeyRequestAnswer']>
  /** Signs in by what it signed: `POST /api/v1/auth/passkeys/sign-in`. Codes: `invalid_passkey`, `too_many_requests`. */
  signInWithPasskey(params: Wire['PasskeySignIn']): Promise<Wire['AppSignedIn']>
  /** Oldest first: `GET /api/v1/auth/passkeys`. */
  listPasskeys(accessToken: string): Promise<Wire['PasskeyList']>
  /** What an authenticator is asked to make one: `POST /api/v1/auth/passkeys/options`. Codes: `reauthentication_required`. */
  beginPasskey(accessToken: string): Promise<Wire['PasskeyCreationAnswer']>
  /** `POST /api/v1/auth/passkeys`. Codes: `invalid_passkey`, `passkey_exists`, `quota_exceeded`, `reauthentication_required`. */
  addPasskey(accessToken: string, passkey: Wire['NewPasskey']): Promise<Wire['PasskeyAnswer']>
  /** `PATCH /api/v1/auth/passkeys/{passkeyId}`. Codes: `not_found`. */
  renamePasskey(accessToken: string, id: string, name: string): Promise<Wire['PasskeyAnswer']>
  /** `DELETE /api/v1/auth/passkeys/{passkeyId}`. Codes: `not_found`, `last_sign_in_method`, `reauthentication_required`. */
  removePasskey(accessToken: string, id: string): Promise<Wire['AppMessage']>
  /** The authenticator app that codes are asked from: `GET /api/v1/auth/mfa/apps`. */
  listAuthenticatorApps(accessToken: string): Promise<Wire['AuthenticatorAppList']>
  /** `PATCH /api/v1/auth/mfa/apps/{authenticatorAppId}`. Codes: `not_found`. */
  renameAuthenticatorApp(accessToken: string, id: string, name: string): Promise<Wire['AuthenticatorAppAnswer']>
  /**
   * By a fresh proof, without a code of it: `DELETE /api/v1/auth/mfa/apps/{authenticatorAppId}`. Codes: `not_found`,
   * `reauthentication_required`.
   */
  removeAuthenticatorApp(accessToken: string, id: string): Promise<Wire['AppMessage']>
}

export const createBackendFactorCalls = (api: Transport): BackendFactorCalls => ({
  beginPasskeySignIn: () => answered(api.POST('/api/v1/auth/passkeys/sign-in/options')),
  signInWithPasskey: (body) => answered(api.POST('/api/v1/auth/passkeys/sign-in', { body })),
  listPasskeys: (token) => answered(api.GET('/api/v1/auth/passkeys', as(token))),
  beginPasskey: (token) => answered(api.POST('/api/v1/auth/passkeys/options', as(token))),
  addPasskey: (token, body) => answered(api.POST('/api/v1/auth/passkeys', { ...as(token), body })),
  renamePasskey: (token, passkeyId, name) =>
    answered(api.PATCH('/api/v1/auth/passkeys/{passkeyId}', { ...asAt(token, { passkeyId }), body: { name } })),
  removePasskey: (token, passkeyId) =>
    answered(api.DELETE('/api/v1/auth/passkeys/{passkeyId}', asAt(token, { passkeyId }))),
  listAuthenticatorApps: (token) => answered(api.GET('/api/v1/auth/mfa/apps', as(token))),
  renameAuthenticatorApp: (token, authenticatorAppId, name) => {
    const asked = { ...asAt(token, { authenticatorAppId }), body: { name } }
    return answered(api.PATCH('/api/v1/auth/mfa/apps/{authenticatorAppId}', asked))
  },
  removeAuthenticatorApp: (token, authenticatorAppId) =>
    answered(api.DELETE('/api/v1/auth/mfa/apps/{authenticatorAppId}', asAt(token, { authenticatorAppId }))),
})
