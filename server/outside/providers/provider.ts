// What a provider is, as data. How all of them are spoken to is in connections.ts.
import type { ProviderName, ProviderProfile } from '../../model/provider.ts'
import type { JsonObject } from '../../model/user.ts'

/** What a provider told: the claims of an ID token, or what its profile address answered. */
export interface Said {
  readonly profile: JsonObject
  /** A list of addresses, where the provider keeps them elsewhere. */
  readonly emails?: readonly JsonObject[]
  /** What came with the person's browser at their first sign-in. Nobody vouches for it. */
  readonly form?: JsonObject
}

/** Somebody at a provider, as the sandbox's stand-in makes them up. */
export interface StandInPerson {
  readonly subject: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string
}

export interface Endpoints {
  readonly authorize: string
  readonly token: string
  readonly profile: string
  readonly emails?: string
}

export interface Provider {
  readonly name: ProviderName
  /** As people know it. */
  readonly title: string
  /** OpenID Connect is discovered below its issuer; plain OAuth 2 has fixed addresses. */
  readonly speaks: { readonly kind: 'oidc' } | { readonly kind: 'oauth2'; readonly endpoints: Endpoints }
  /** What it calls itself: in ID tokens, and in the answer to the browser (RFC 9207). */
  readonly issuer: string
  /** Other names that it has in ID tokens. */
  readonly otherIssuers?: readonly string[]
  /** The least that tells who somebody is. */
  readonly scopes: readonly string[]
  /** How this service proves to be its client. */
  readonly clientAuth: 'post' | 'basic' | 'signed'
  /** Parameters of a request that may come from outside. */
  readonly hints: readonly ('login_hint' | 'prompt')[]
  /** Sends people back with a form instead of a query. */
  readonly formPost?: true
  /** What it cannot: its token address refuses a code verifier, its ID tokens carry no nonce. */
  readonly lacks?: readonly ('pkce' | 'nonce')[]
  /** Whether it ever says that an address belongs to the person. */
  readonly vouchesForEmail: boolean
  readonly profile: (said: Said) => ProviderProfile
  /** The inverse of `profile`, for the stand-in: what this provider would tell of somebody. */
  readonly says: (person: StandInPerson) => Said
}
