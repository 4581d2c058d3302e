// What a client is made with, and what its calls take.
import type { WithBearer } from './calls.ts'
import type { SharedTokens, Tokens } from './session.ts'

export interface AuthClientOptions {
  /** Where the service is, such as `https://auth.example.com`. */
  readonly baseUrl: string
  /** `cid_…`; sent where a call names none. */
  readonly clientId?: string
  /** Sends the requests; the global `fetch` by default. Deadlines go here: `(input) => fetch(input, { signal })`. */
  readonly fetch?: typeof fetch
  /**
   * `token` (the default) keeps both tokens in memory and sends no cookies. `cookie` leaves the refresh token to the
   * browser, in a cookie that no script can read, and does the CSRF steps that this asks for.
   */
  readonly mode?: 'token' | 'cookie'
  /** A saved session to go on with; a refresh token alone is enough. */
  readonly tokens?: Partial<Tokens>
  /** Told of every change of the tokens, to save them; `null` when the session is over. */
  readonly onTokens?: (tokens: Tokens | null) => void
  /** Where several tabs keep one session in `token` mode: only one refreshes it, and the others take over what it got. */
  readonly shared?: SharedTokens
  /** The `Origin` to send, outside browsers only: a browser sends its own. */
  readonly origin?: string
}

export interface SignIn {
  readonly email: string
  readonly password: string
  readonly clientId?: string
}

export interface SignUp extends SignIn {
  readonly givenName?: string
  readonly familyName?: string
  readonly accountName?: string
  /** Where the mailed link goes on to: an address that is registered for the client. */
  readonly redirectUri?: string
}

export interface SendLink {
  readonly email: string
  readonly clientId?: string
  /** Where the mailed link goes on to once it was used: an address that is registered for the client. */
  readonly redirectUri?: string
}

export interface IssueAccountToken extends WithBearer {
  /** `acc_…` */
  readonly accountId: string
  /** A resource server that the client is registered for. */
  readonly audience: string
}
