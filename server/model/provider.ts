import type { JsonObject } from './user.ts'

/** Who a person may sign in with, in the order to show them. */
export const providerNames = [
  'google',
  'github',
  'discord',
  'linkedin',
  'facebook',
  'apple',
  'microsoft',
  'x',
  'spotify',
] as const

/** Whose ID tokens sign in by themselves, as their own libraries on a device give them. */
export const idTokenProviders = ['google', 'apple'] as const

export type ProviderName = (typeof providerNames)[number]

/** What the service needs to be a client of a provider. */
export interface ProviderSettings {
  readonly clientId: string
  /** Null where `signingKey` takes its place. */
  readonly clientSecret: string | null
  /** Apple has no secret, but a key that signs one. PEM, PKCS #8. */
  readonly signingKey: { readonly teamId: string; readonly keyId: string; readonly privateKey: string } | null
  /** Instead of the provider's own address: a tenant's issuer, or a server of one's own. No trailing slash. */
  readonly issuer: string | null
  /** The client ids of one's native apps: ID tokens that are for them count beside those for `clientId`. */
  readonly idTokenAudiences: readonly string[]
}

/** What a provider says of a person. */
export interface ProviderProfile {
  /** Names the person at this provider, now and later. */
  readonly subject: string
  readonly email: string | null
  /** The provider says that the address belongs to the person. */
  readonly emailVerified: boolean
  readonly firstName: string | null
  readonly lastName: string | null
  readonly picture: string | null
}

/** A person's place at a provider. (provider, subject) is who they are; the address is only what was said at the time. */
export interface Identity {
  readonly id: string
  readonly environmentId: string
  readonly userId: string
  readonly provider: string
  readonly subject: string
  readonly email: string | null
  readonly createdAt: number
}

/** A sign-in that has gone to a provider and not come back. */
export interface ProviderFlow {
  /** SHA-256 of `state`, which travels by the provider. */
  readonly stateHash: string
  /** SHA-256 of what the browser keeps in a cookie. */
  readonly browserHash: string
  readonly environmentId: string
  readonly provider: string
  /** Where the provider sends the person back to. */
  readonly callbackUrl: string
  /** Code verifier and nonce, sealed. */
  readonly sealedProof: string
  /** What the surface that began it wants to do at the end. */
  readonly target: JsonObject
  readonly createdAt: number
  readonly expiresAt: number
}
