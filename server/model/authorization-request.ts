// An app's request for a person's sign-in (RFC 6749 section 4.1.1; OpenID Connect Core 1.0 section 3.1.2.1).
import type { Client, ResponseType } from './client.ts'
import type { Environment } from './environment.ts'

/** As it came: nothing of it is believed yet. */
export interface AuthorizationAsked {
  readonly clientId: string
  readonly redirectUri: string | undefined
  readonly responseType: string | undefined
  readonly responseMode: string | undefined
  readonly state: string | undefined
  readonly scope: string | undefined
  readonly codeChallenge: string | undefined
  readonly codeChallengeMethod: string | undefined
  readonly nonce: string | undefined
  readonly prompt: string | undefined
  readonly maxAgeSeconds?: number | undefined
  readonly idTokenHint?: string | undefined
  readonly loginHint?: string | undefined
  readonly claims?: string | undefined
  readonly keyThumbprint?: string | undefined
  readonly resource?: string | undefined
  /** The same as an object that the client has signed, or as a reference to what it has pushed. */
  readonly request?: string | undefined
  readonly requestUri?: string | undefined
  readonly registration?: string | undefined
  /** In which languages its pages are wanted: tags, the most wanted first. */
  readonly uiLocales?: string | undefined
  /** It came by a form of our own, so that somebody has it before them. */
  readonly isFromPage?: boolean | undefined
  /** Of the pushed request that it was read from. */
  readonly pushedUri?: string | undefined
  /** Our own device page asks, for whoever is to let a device in: it is what comes next, and no app gets anything. */
  readonly isForDevice?: boolean | undefined
  /** The browser's session that a person has begun for this very request: there it asks for no further sign-in. */
  readonly settledBy?: string | undefined
}

/** How the answer travels (OAuth 2.0 Multiple Response Type Encoding Practices; OAuth 2.0 Form Post Response Mode). */
export const responseModes = ['query', 'fragment', 'form_post'] as const
export type ResponseMode = (typeof responseModes)[number]

/** What the request asks of the person who signs in. Null where it is none of OpenID Connect: the page is shown each time. */
export interface SignInDemands {
  readonly prompt: readonly string[]
  readonly maxAgeSeconds: number | null
  /** It has to be this one. */
  readonly subject: string | null
}

/** Checked: whoever signs in may be sent back with a code. */
export interface AuthorizationRequest {
  readonly client: Client
  readonly environment: Environment
  readonly redirectUri: string
  readonly state: string | null
  readonly scope: string | null
  readonly codeChallenge: string
  readonly nonce: string | null
  readonly responseType: ResponseType
  readonly responseMode: ResponseMode
  /** Of the pushed request that it came by; the answer uses that up. */
  readonly pushedUri?: string | undefined
  /** The address to begin with. */
  readonly loginHint?: string | undefined
  readonly uiLocales?: string | undefined
  /** The `claims` asked for, as they are kept. */
  readonly claims: string | null
  /** Of the key whose proof the code is exchanged with. */
  readonly keyThumbprint: string | null
  /** The resource server that the tokens are for alone (RFC 8707 section 2.1); null is this service. */
  readonly resource: string | null
  readonly demands: SignInDemands | null
  /** Our own device page is what comes next. */
  readonly isForDevice?: boolean | undefined
  readonly settledBy?: string | undefined
}
