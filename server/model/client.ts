import type { SigningAlgorithm } from './signing-key.ts'

export const authMethods = ['client_secret_basic', 'client_secret_post', 'none'] as const

/** What a client says of itself in the words of OpenID Connect Dynamic Client Registration 1.0 section 2. */
export interface OpenIdSettings {
  /** Null: by Basic or in the body, as it likes, or not at all where it has no secret. */
  readonly authMethod: (typeof authMethods)[number] | null
  readonly idTokenAlg: SigningAlgorithm
  readonly postLogoutRedirectUris: readonly string[]
  /** False: it has a secret, and may go without a code challenge. */
  readonly requiresPkce: boolean
  readonly responseTypes: readonly string[]
  readonly grantTypes: readonly string[]
  /** Of its makers, for people. */
  readonly clientUri: string | null
  readonly logoUri: string | null
  readonly policyUri: string | null
  readonly tosUri: string | null
  readonly contacts: readonly string[]
}

export const defaultOpenId: OpenIdSettings = {
  authMethod: null,
  idTokenAlg: 'RS256',
  postLogoutRedirectUris: [],
  requiresPkce: true,
  responseTypes: ['code'],
  grantTypes: ['authorization_code', 'refresh_token'],
  clientUri: null,
  logoUri: null,
  policyUri: null,
  tosUri: null,
  contacts: [],
}

/** An OAuth client of one environment (RFC 6749 section 2). Public when it has no secret. */
export interface Client {
  /** Whole, with its prefix: `cid_…`. */
  readonly id: string
  readonly environmentId: string
  /** The account that owns it; null for the environment's own clients. */
  readonly organizationId: string | null
  readonly name: string
  readonly secretHash: string | null
  readonly allowedOrigins: readonly string[]
  readonly redirectUris: readonly string[]
  readonly audiences: readonly string[]
  /** What it may ask for. */
  readonly scopes: readonly string[]
  /** What it gets when it does not ask. */
  readonly defaultScopes: readonly string[]
  /** Seconds; null means the surface's default. */
  readonly accessTokenSeconds: number | null
  readonly refreshTokenSeconds: number | null
  readonly isActive: boolean
  /** The user who registered it, or renewed its secret last; null for the environment's own clients. */
  readonly createdBy: string | null
  readonly openid: OpenIdSettings
  /** Of the token that it manages its own registration with (RFC 7592); null where it did not register itself. */
  readonly registrationHash: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** One that the environment's owner answers for: neither an account's nor one that registered itself. */
export const isOwnClient = ({
  organizationId,
  registrationHash,
}: Pick<Client, 'organizationId' | 'registrationHash'>): boolean => organizationId === null && registrationHash === null
