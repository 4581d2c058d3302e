// How somebody proves who they are beside a password: fresh proofs, the second factor, passkeys.
import type { Wire } from '../generated/operations.ts'
import type { AsUser, WithBearer } from './calls.ts'
import type { WithCsrf } from './csrf.ts'
import type { Session } from './session.ts'
import { type Transport, bodyOf } from './transport.ts'

interface OfClient {
  readonly clientId?: string
}

interface OfPasskey extends WithBearer {
  readonly passkeyId: string
}

interface OfApp extends WithBearer {
  readonly authenticatorAppId: string
}

/** One of them. */
export type FreshProof = { password: string } | { code: string } | { credential: Wire['PasskeyAssertion'] }

/** What answers the question for a second factor. One of them. */
export type FactorAnswer =
  { code: string } | { credential: Wire['PasskeyAssertion'] } | { newPasskey: Wire['NewPasskey'] }

/** Calls with a session reject with `unauthorized` or `invalid_token`, too; those that need a fresh proof with `reauthentication_required`. */
export interface FactorCalls {
  /**
   * Proves once more who is signed in, for ten minutes: `POST /auth/reauthenticate`. Whoever has a second factor shows a code of it or a
   * passkey. Codes: `wrong_password`, `invalid_code`, `invalid_passkey`, `second_factor_required`, `second_factor_missing`, `too_many_requests`.
   */
  reauthenticate(proof: FreshProof & WithBearer): Promise<Wire['AccountFreshProof']>
  /** What a browser hands to an authenticator for that: `POST /auth/reauthenticate/options`. Codes: `second_factor_missing`. */
  beginReauthentication(asked?: WithBearer): Promise<Wire['PasskeyStep']>
  /**
   * The second step of a sign-in that rejected with `second_factor_required`: `POST /auth/mfa/challenge`. A new passkey is taken where the
   * error had an `enrolment`. Codes: `invalid_code`, `invalid_passkey`, `invalid_mfa_token` (sign in again), `too_many_requests`.
   */
  completeSignIn(step: { mfaToken: string } & FactorAnswer & OfClient): Promise<Wire['AuthenticationResult']>
  /**
   * What a browser hands to an authenticator for that: `POST /auth/mfa/challenge/options`. `@countersign/client/passkeys` does it.
   * Codes: `invalid_mfa_token` (sign in again), `second_factor_missing` (there is no passkey).
   */
  beginPasskeyChallenge(asked: { mfaToken: string } & OfClient): Promise<Wire['PasskeyStep']>
  /** `GET /auth/mfa`. */
  getMfa(asked?: WithBearer): Promise<Wire['AccountMfa']>
  /** Begins to set up an authenticator app: `POST /auth/mfa/enable`. Codes: `email_not_verified`, `second_factor_exists`. */
  enableMfa(asked?: WithBearer): Promise<Wire['AccountMfaSetup']>
  /** Switches it on by its first code, and calls it `name`: `POST /auth/mfa/verify`. Codes: `invalid_code`, `second_factor_missing`, `second_factor_exists`. */
  verifyMfaSetup(asked: Wire['MfaSetupProof'] & WithBearer): Promise<Wire['AccountBackupCodes']>
  /** The one that codes are asked from: `GET /auth/mfa/apps`. */
  listAuthenticatorApps(asked?: WithBearer): Promise<Wire['AccountAuthenticatorAppList']>
  /** `PATCH /auth/mfa/apps/{authenticator_app_id}`. Codes: `authenticator_app_not_found`. */
  renameAuthenticatorApp(asked: { name: string } & OfApp): Promise<Wire['AccountAuthenticatorApp']>
  /** By a fresh proof, without a code of it: `DELETE /auth/mfa/apps/{authenticator_app_id}`. Codes: `authenticator_app_not_found`. */
  removeAuthenticatorApp(asked: OfApp): Promise<void>
  /** `POST /auth/mfa/disable`. Codes: `invalid_code`, `second_factor_missing`. */
  disableMfa(asked: { code: string } & WithBearer): Promise<void>
  /** New ones in place of all earlier ones: `POST /auth/mfa/backup-codes`. Codes: `second_factor_missing`. */
  generateBackupCodes(asked?: WithBearer): Promise<Wire['AccountBackupCodes']>
  /** `GET /auth/passkeys`. */
  listPasskeys(asked?: WithBearer): Promise<Wire['AccountPasskeyList']>
  /** What a browser hands to an authenticator: `POST /auth/passkeys/options`. `@countersign/client/passkeys` does it. */
  beginPasskey(asked?: WithBearer): Promise<Wire['AccountPasskeyCreation']>
  /** `POST /auth/passkeys`. Codes: `invalid_passkey`, `passkey_exists`, `quota_exceeded`. */
  addPasskey(passkey: Wire['AccountPasskeyAdd'] & WithBearer): Promise<Wire['AccountPasskey']>
  /** `PATCH /auth/passkeys/{passkey_id}`. Codes: `passkey_not_found`. */
  renamePasskey(asked: { name: string } & OfPasskey): Promise<Wire['AccountPasskey']>
  /** `DELETE /auth/passkeys/{passkey_id}`. Codes: `passkey_not_found`. */
  removePasskey(asked: OfPasskey): Promise<void>
  /** What a browser hands to an authenticator: `POST /auth/passkeys/sign-in/options`. */
  beginPasskeySignIn(asked?: OfClient): Promise<Wire['AccountPasskeyRequest']>
  /** Starts a session: `POST /auth/passkeys/sign-in`. Codes: `invalid_passkey`, `unknown_client`, `too_many_requests`. */
  signInWithPasskey(signed: { credential: Wire['PasskeyAssertion'] } & OfClient): Promise<Wire['AuthenticationResult']>
}

interface Parts {
  readonly api: Transport
  readonly asUser: AsUser
  readonly withCsrf: WithCsrf
  readonly session: Session
  readonly clientOf: (named: string | undefined) => string
}

export const createFactorCalls = ({ api, asUser, withCsrf, session, clientOf }: Parts): FactorCalls => {
  const begun = (started: Wire['AuthenticationResult']) => {
    session.begin(started.tokens)
    return started
  }
  const app = (id: string) => ({ params: { path: { authenticator_app_id: id } } })
  const one = (passkeyId: string) => ({ params: { path: { passkey_id: passkeyId } } })
  return {
    reauthenticate: async ({ bearerToken, ...body }) =>
      bodyOf(await asUser({ bearerToken }, (init) => api.POST('/auth/reauthenticate', { ...init, body }))),

    beginReauthentication: async (by = {}) =>
      bodyOf(await asUser(by, (init) => api.POST('/auth/reauthenticate/options', init))),

    completeSignIn: async ({ mfaToken, clientId, ...answer }) => {
      const of = { client_id: clientOf(clientId), mfa_token: mfaToken }
      const body = { ...of, ...('newPasskey' in answer ? { new_passkey: answer.newPasskey } : answer) }
      return begun(bodyOf(await withCsrf((headers) => api.POST('/auth/mfa/challenge', { headers, body }))))
    },

    beginPasskeyChallenge: async ({ mfaToken, clientId }) => {
      const body = { client_id: clientOf(clientId), mfa_token: mfaToken }
      return bodyOf(await withCsrf((headers) => api.POST('/auth/mfa/challenge/options', { headers, body })))
    },

    getMfa: async (by = {}) => bodyOf(await asUser(by, (init) => api.GET('/auth/mfa', init))),

    enableMfa: async (by = {}) => bodyOf(await asUser(by, (init) => api.POST('/auth/mfa/enable', init))),

    verifyMfaSetup: async ({ code, name, ...by }) => {
      const body = { code, ...(name !== undefined && { name }) }
      return bodyOf(await asUser(by, (init) => api.POST('/auth/mfa/verify', { ...init, body })))
    },

    listAuthenticatorApps: async (by = {}) => bodyOf(await asUser(by, (init) => api.GET('/auth/mfa/apps', init))),

    renameAuthenticatorApp: async ({ authenticatorAppId, name, ...by }) => {
      const asked = { ...app(authenticatorAppId), body: { name } }
      return bodyOf(
        await asUser(by, (init) => api.PATCH('/auth/mfa/apps/{authenticator_app_id}', { ...asked, ...init })),
      )
    },

    removeAuthenticatorApp: async ({ authenticatorAppId, ...by }) => {
      const asked = app(authenticatorAppId)
      await asUser(by, (init) => api.DELETE('/auth/mfa/apps/{authenticator_app_id}', { ...asked, ...init }))
    },

    disableMfa: async ({ code, ...by }) => {
      await asUser(by, (init) => api.POST('/auth/mfa/disable', { ...init, body: { code } }))
    },

    generateBackupCodes: async (by = {}) =>
      bodyOf(await asUser(by, (init) => api.POST('/auth/mfa/backup-codes', init))),

    listPasskeys: async (by = {}) => bodyOf(await asUser(by, (init) => api.GET('/auth/passkeys', init))),

    beginPasskey: async (by = {}) => bodyOf(await asUser(by, (init) => api.POST('/auth/passkeys/options', init))),

    addPasskey: async ({ name, credential, ...by }) =>
      bodyOf(await asUser(by, (init) => api.POST('/auth/passkeys', { ...init, body: { name, credential } }))),

    renamePasskey: async ({ passkeyId, name, ...by }) => {
      const asked = { ...one(passkeyId), body: { name } }
      return bodyOf(await asUser(by, (init) => api.PATCH('/auth/passkeys/{passkey_id}', { ...asked, ...init })))
    },

    removePasskey: async ({ passkeyId, ...by }) => {
      await asUser(by, (init) => api.DELETE('/auth/passkeys/{passkey_id}', { ...one(passkeyId), ...init }))
    },

    beginPasskeySignIn: async ({ clientId } = {}) => {
      const body = { client_id: clientOf(clientId) }
      return bodyOf(await withCsrf((headers) => api.POST('/auth/passkeys/sign-in/options', { headers, body })))
    },

    signInWithPasskey: async ({ credential, clientId }) => {
      const body = { client_id: clientOf(clientId), credential }
      return begun(bodyOf(await withCsrf((headers) => api.POST('/auth/passkeys/sign-in', { headers, body }))))
    },
  }
}
