// The client of the account surface, for browsers and Node 20 or newer.
import type { Wire } from '../generated/operations.ts'
import { type AccountCalls, createAccountCalls } from './accounts.ts'
import type { AsUser, FurtherPage, WithBearer } from './calls.ts'
import { createCsrf, withoutCsrf } from './csrf.ts'
import { type FactorCalls, createFactorCalls } from './factors.ts'
import { type InvitationCalls, createInvitationCalls } from './invitations.ts'
import { type OwnAccountCalls, createOwnAccountCalls } from './own-account.ts'
import { createSession } from './session.ts'
import { bodyOf, createTransport, jsonOf } from './transport.ts'
import type { AuthClientOptions, SignIn, SignUp, SendLink, IssueAccountToken } from './auth-client-options.ts'

export { type AuthError, type AuthErrorCode, isAuthError } from './auth-error.ts'
export type { AccountCalls, Role } from './accounts.ts'
export type { AuthClientOptions, IssueAccountToken, SendLink, SignIn, SignUp } from './auth-client-options.ts'
export type { WithBearer } from './calls.ts'
export type { FactorCalls } from './factors.ts'
export type { InvitationCalls } from './invitations.ts'
export type { OwnAccountCalls } from './own-account.ts'
export type { SharedTokens, Tokens } from './session.ts'

/**
 * All calls resolve with the answer's body as the wire has it, and reject with an `AuthError`. Beside the codes named at
 * each call, any may reject with `invalid_request`, `internal`, `unavailable`, `network_error` or `unexpected_answer`.
 *
 * Calls for a signed-in user that are refused with `invalid_token` or `unauthorized` refresh the session (once for all
 * calls that wait) and are sent once more; when the refresh is refused, they reject with its error.
 */
export interface AuthClient extends AccountCalls, FactorCalls, InvitationCalls, OwnAccountCalls {
  /**
   * Makes a user, an account and an owner membership, and starts a session: `POST /auth/sign-up`. Where the address has
   * to be proven first, `tokens` is null and a mail is on its way: the link in it comes first, then `signIn`.
   * Codes: `user_exists`, `weak_password`, `invalid_redirect_uri`, `unknown_client`, `origin_not_allowed`,
   * `too_many_requests` and `overloaded` (both with `retryAfter` in seconds).
   */
  signUp(person: SignUp): Promise<Wire['AuthenticationResult'] | Wire['AccountVerificationPending']>
  /**
   * Starts a session: `POST /auth/sign-in`. `tokens.expires_in` is in seconds.
   * Codes: `invalid_credentials`, `email_not_verified`, `second_factor_required` (go on by `completeSignIn` with `mfaToken`; show `enrolment` first, where it has one), `unknown_client`, `origin_not_allowed`, `too_many_requests` and `overloaded` (both
   * with `retryAfter` in seconds).
   */
  signIn(credentials: SignIn): Promise<Wire['AuthenticationResult']>
  /**
   * A token that speaks for an account at an audience: `POST /api/accounts/{account_id}/token`. It lives `expires_in`
   * seconds, is not kept, and opens nothing at this service.
   * Codes: `invalid_audience`, `account_not_found`, `unauthorized`, `invalid_token`.
   */
  issueAccountToken(asked: IssueAccountToken): Promise<Wire['AccountToken']>
  /**
   * New tokens: `POST /auth/refresh`. Calls do this by themselves; a refresh token of your own is for going on with a
   * saved session (in cookie mode its answer is not kept). Each refresh token works once (RFC 9700 section 4.14.2).
   * Codes: `invalid_refresh_token` (the session is over), `origin_not_allowed`.
   */
  refresh(saved?: { refreshToken?: string }): Promise<Wire['SessionTokens']>
  /**
   * Ends the session here and at the server: `POST /auth/sign-out`. When it rejects, the session is still there.
   * Codes: `origin_not_allowed`.
   */
  signOut(): Promise<void>
  /**
   * Mails a link that signs in: `POST /auth/send-magic-link`. The answer is the same whether the address has a user or
   * not; `expires_in` is in seconds.
   * Codes: `invalid_redirect_uri`, `unknown_client`, `origin_not_allowed`, `too_many_requests` (`retryAfter` in seconds).
   */
  sendMagicLink(asked: SendLink): Promise<Wire['AccountMailQueued']>
  /**
   * Starts a session with the token of a mailed link: `POST /auth/sign-in-with-token`. Each token works once.
   * Codes: `invalid_link` (used, too old, or never mailed), `origin_not_allowed`.
   */
  signInWithToken(mailed: { token: string }): Promise<Wire['AuthenticationResult']>
  /**
   * Mails the signed-in user a link that proves their address: `POST /auth/send-email-verification`. `expires_in` is in
   * seconds.
   * Codes: `invalid_redirect_uri`, `too_many_requests` (`retryAfter` in seconds), `unauthorized`, `invalid_token`.
   */
  sendEmailVerification(asked?: { redirectUri?: string } & WithBearer): Promise<Wire['AccountMailQueued']>
  /**
   * Proves an address with the token of a mailed link: `POST /auth/verify`. Signs nobody in.
   * Codes: `invalid_link`, `origin_not_allowed`.
   */
  verifyEmail(mailed: { token: string }): Promise<Wire['AccountEmailVerified']>
  /**
   * Mails a link that allows a new password: `POST /auth/send-password-reset`. The answer is the same whether the address
   * has a user or not; `expires_in` is in seconds.
   * Codes: `invalid_redirect_uri`, `unknown_client`, `origin_not_allowed`, `too_many_requests` (`retryAfter` in seconds).
   */
  sendPasswordReset(asked: SendLink): Promise<Wire['AccountMailQueued']>
  /**
   * Sets a new password with the token of a mailed link: `POST /auth/reset-password`. All sessions of the user end and
   * none starts: sign in next.
   * Codes: `invalid_link`, `weak_password` (the token stays good), `origin_not_allowed`, `overloaded` (`retryAfter` in
   * seconds).
   */
  resetPassword(mailed: { token: string; password: string }): Promise<Wire['AccountPasswordReset']>
  /** The profile of the signed-in user: `GET /auth/me`. Codes: `unauthorized`, `invalid_token`. */
  me(asked?: WithBearer): Promise<Wire['SessionProfile']>
  /**
   * Whether an email has a user, and how they sign in: `POST /auth/check-email`.
   * Codes: `unknown_client`, `origin_not_allowed`, `too_many_requests` (`retryAfter` in seconds).
   */
  checkEmail(asked: { email: string; clientId?: string }): Promise<Wire['EmailCheck']>
  /** What a sign-in form can offer: `POST /auth/login-methods`. Codes: `unknown_client`, `origin_not_allowed`. */
  loginMethods(asked?: { clientId?: string }): Promise<Wire['LoginMethods']>
  /**
   * The accounts of the signed-in user, newest last: `GET /api/accounts`. `limit` is 1 to 100 (50 by default).
   * Codes: `unauthorized`, `invalid_token`.
   */
  listAccounts(page?: FurtherPage & WithBearer): Promise<Wire['AccountList']>
  /**
   * One account of the signed-in user: `GET /api/accounts/{account_id}`.
   * Codes: `account_not_found` (also for one the user is not in), `unauthorized`, `invalid_token`.
   */
  getAccount(asked: { accountId: string } & WithBearer): Promise<Wire['Account']>
}

/** A client with a session of its own. It asks the server nothing until the first call. */
export const createAuthClient = (options: AuthClientOptions): AuthClient => {
  const mode = options.mode ?? 'token'
  const api = createTransport({ ...options, cookies: mode === 'cookie' })
  const withCsrf =
    mode === 'token'
      ? withoutCsrf
      : createCsrf({
          startSession: () => api.GET('/auth/csrf-session', { parseAs: 'text' }),
          askToken: async () => bodyOf(await api.GET('/auth/csrf-token')).csrf_token,
        })
  const session = createSession({
    mode,
    tokens: options.tokens,
    onTokens: options.onTokens,
    shared: mode === 'token' ? options.shared : undefined,
    exchange: async (refresh_token) =>
      bodyOf(
        await withCsrf((headers) =>
          api.POST('/auth/refresh', { headers, body: refresh_token === undefined ? undefined : { refresh_token } }),
        ),
      ),
  })

  // The server refuses an empty one and names the field.
  const clientOf = (named: string | undefined): string => named ?? options.clientId ?? ''

  const asUser: AsUser = ({ bearerToken }, send, byCookie) =>
    bearerToken === undefined
      ? session.authorized((accessToken) => send({ headers: authorization(accessToken) }), byCookie)
      : // A cookie beside it would answer for a token that is no good.
        send({ headers: authorization(bearerToken), credentials: 'omit' })

  return {
    ...createAccountCalls(api, asUser),
    ...createInvitationCalls({ api, asUser, withCsrf, session }),
    ...createOwnAccountCalls({ api, asUser, withCsrf, session }),
    ...createFactorCalls({ api, asUser, withCsrf, session, clientOf }),

    signUp: async ({ email, password, clientId, givenName, familyName, accountName, redirectUri }) => {
      const person = { given_name: givenName, family_name: familyName, account_name: accountName }
      const body = { client_id: clientOf(clientId), email, password, ...person, redirect_uri: redirectUri }
      // openapi-fetch's types drop what is always null.
      const started = bodyOf(await withCsrf((headers) => api.POST('/auth/sign-up', { headers, body }))) as
        Wire['AuthenticationResult'] | Wire['AccountVerificationPending']
      if (started.tokens) session.begin(started.tokens)
      return started
    },

    signIn: async ({ email, password, clientId }) => {
      const body = { client_id: clientOf(clientId), email, password }
      const started = bodyOf(await withCsrf((headers) => api.POST('/auth/sign-in', { headers, body })))
      session.begin(started.tokens)
      return started
    },

    issueAccountToken: async ({ accountId, audience, ...by }) => {
      const asked = { params: { path: { account_id: accountId } }, body: { audience } }
      return bodyOf(await asUser(by, (init) => api.POST('/api/accounts/{account_id}/token', { ...asked, ...init })))
    },

    refresh: ({ refreshToken } = {}) => session.refresh(refreshToken),

    signOut: async () => {
      const leaving = session.current()
      const body = leaving.refresh === undefined ? undefined : { refresh_token: leaving.refresh }
      await withCsrf((headers) =>
        api.POST('/auth/sign-out', { headers: { ...headers, ...authorization(leaving.access) }, body }),
      )
      session.end(leaving)
    },

    sendMagicLink: async ({ email, clientId, redirectUri }) => {
      const body = { client_id: clientOf(clientId), email, redirect_uri: redirectUri }
      return bodyOf(await withCsrf((headers) => api.POST('/auth/send-magic-link', { headers, body })))
    },

    signInWithToken: async ({ token }) => {
      const started = jsonOf(
        await withCsrf((headers) => api.POST('/auth/sign-in-with-token', { headers, body: { token } })),
      )
      session.begin(started.tokens)
      return started
    },

    sendEmailVerification: async ({ redirectUri, ...by } = {}) => {
      const body = redirectUri === undefined ? undefined : { redirect_uri: redirectUri }
      return bodyOf(await asUser(by, (init) => api.POST('/auth/send-email-verification', { ...init, body })))
    },

    verifyEmail: async ({ token }) => jsonOf(await api.POST('/auth/verify', { body: { token } })),

    sendPasswordReset: async ({ email, clientId, redirectUri }) => {
      const body = { client_id: clientOf(clientId), email, redirect_uri: redirectUri }
      return bodyOf(await withCsrf((headers) => api.POST('/auth/send-password-reset', { headers, body })))
    },

    resetPassword: async ({ token, password }) =>
      jsonOf(await api.POST('/auth/reset-password', { body: { token, password } })),

    me: async (by = {}) => bodyOf(await asUser(by, (init) => api.GET('/auth/me', init), { cookieCounts: true })),

    checkEmail: async ({ email, clientId = options.clientId }) =>
      bodyOf(await api.POST('/auth/check-email', { body: { client_id: clientId, email } })),

    loginMethods: async ({ clientId } = {}) =>
      bodyOf(await api.POST('/auth/login-methods', { body: { client_id: clientOf(clientId) } })),

    listAccounts: async ({ limit, offset, cursor, ...by } = {}) =>
      bodyOf(
        await asUser(by, (init) => api.GET('/api/accounts', { params: { query: { limit, offset, cursor } }, ...init })),
      ),

    getAccount: async ({ accountId, ...by }) => {
      const asked = { params: { path: { account_id: accountId } } }
      return bodyOf(await asUser(by, (init) => api.GET('/api/accounts/{account_id}', { ...asked, ...init })))
    },
  }
}

const authorization = (accessToken: string | undefined): Record<string, string> =>
  accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }

/**
 * The same with `new`, as the guides write it. What a function that is called with `new` returns takes the place of
 * the new object, so this needs no class; an arrow function could not be called so.
 */
export const AuthClient = function (options: AuthClientOptions) {
  return createAuthClient(options)
} as { (options: AuthClientOptions): AuthClient; new (options: AuthClientOptions): AuthClient }
