import type { SigningAlgorithm } from './signing-key.ts'
import type { JsonObject } from './user.ts'

/** How clients prove who they are (OpenID Connect Core 1.0 section 9). */
export const authMethods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
] as const
export type AuthMethod = (typeof authMethods)[number]

/** What clients sign with, with keys of their own. */
export const clientAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
export type ClientAlgorithm = (typeof clientAlgorithms)[number]

/** What a client signs its assertions with: with its secret, or with a key. */
export const assertionAlgorithms = ['HS256', ...clientAlgorithms] as const

/** What a client signs its request objects with, if at all. */
export const requestObjectAlgorithms = [...clientAlgorithms, 'none'] as const

export const responseTypes = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const
export type ResponseType = (typeof responseTypes)[number]

/** What a client may ask the token endpoint for; `implicit` is what comes back without asking there. */
export const grantTypes = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'implicit',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
] as const
export type GrantType = (typeof grantTypes)[number]

/**
 * What a client says of itself, in the model's words for those of RFC 7591 section 2, OpenID Connect Dynamic Client
 * Registration 1.0 section 2, and the standards that add to them.
 */
export interface OpenIdSettings {
  /** Null: by Basic or in the body, as it likes, or not at all where it has no secret. */
  readonly authMethod: AuthMethod | null
  /** Null: whatever fits the method. */
  readonly authSigningAlg: (typeof assertionAlgorithms)[number] | null
  /** Its public keys: here, or where they are. */
  readonly jwks: { readonly keys: readonly JsonObject[] } | null
  readonly jwksUri: string | null
  readonly responseTypes: readonly ResponseType[]
  readonly grantTypes: readonly GrantType[]
  readonly idTokenAlg: SigningAlgorithm
  /** Of its access tokens for other resource servers, which may know no other than RS256 (RFC 9068 section 4). */
  readonly accessTokenAlg: SigningAlgorithm
  /** Null: userinfo is JSON. */
  readonly userinfoAlg: SigningAlgorithm | null
  /** Of introspection as a JWT (RFC 9701); null: RS256. */
  readonly introspectionAlg: SigningAlgorithm | null
  /** Null: any. */
  readonly requestObjectAlg: (typeof requestObjectAlgorithms)[number] | null
  /** Where it keeps request objects: nothing is fetched from elsewhere (OpenID Connect Core 1.0 section 6.2). */
  readonly requestUris: readonly string[]
  /** RFC 9101 section 10.5. */
  readonly requiresSignedRequest: boolean
  /** RFC 9126 section 6. */
  readonly requiresPushedRequest: boolean
  /** RFC 9449 section 5.2. */
  readonly requiresDpop: boolean
  /** False: it has a secret, and may go without a code challenge. */
  readonly requiresPkce: boolean
  readonly defaultMaxAgeSeconds: number | null
  readonly requiresAuthTime: boolean
  readonly defaultAcrValues: readonly string[]
  /** Where others send people who shall sign in to it (OpenID Connect Core 1.0 section 4). */
  readonly initiateLoginUri: string | null
  readonly postLogoutRedirectUris: readonly string[]
  readonly backchannelLogoutUri: string | null
  readonly backchannelLogoutSessionRequired: boolean
  readonly frontchannelLogoutUri: string | null
  readonly frontchannelLogoutSessionRequired: boolean
  /** Lists its redirect URIs too, which was looked at when it was registered. */
  readonly sectorIdentifierUri: string | null
  readonly applicationType: 'web' | 'native'
  /** Of its makers, for people. */
  readonly clientUri: string | null
  readonly logoUri: string | null
  readonly policyUri: string | null
  readonly tosUri: string | null
  readonly contacts: readonly string[]
  readonly softwareId: string | null
  readonly softwareVersion: string | null
  /** A profile that it is held to: `fapi2` is the FAPI 2.0 Security Profile. */
  readonly profile: 'fapi2' | null
}

export const defaultOpenId: OpenIdSettings = {
  authMethod: null,
  authSigningAlg: null,
  jwks: null,
  jwksUri: null,
  responseTypes: ['code'],
  grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
  idTokenAlg: 'RS256',
  accessTokenAlg: 'ES256',
  userinfoAlg: null,
  introspectionAlg: null,
  requestObjectAlg: null,
  requestUris: [],
  requiresSignedRequest: false,
  requiresPushedRequest: false,
  requiresDpop: false,
  requiresPkce: true,
  defaultMaxAgeSeconds: null,
  requiresAuthTime: false,
  defaultAcrValues: [],
  initiateLoginUri: null,
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  backchannelLogoutSessionRequired: false,
  frontchannelLogoutUri: null,
  frontchannelLogoutSessionRequired: false,
  sectorIdentifierUri: null,
  applicationType: 'web',
  clientUri: null,
  logoUri: null,
  policyUri: null,
  tosUri: null,
  contacts: [],
  softwareId: null,
  softwareVersion: null,
  profile: null,
}

/** What a client says of itself. */
export interface RegistrationAsked {
  readonly name: string | undefined
  readonly redirectUris: readonly string[]
  /** Null: all that there is. */
  readonly scopes: readonly string[] | null
  readonly openid: OpenIdSettings
}

/** An OAuth client of one environment (RFC 6749 section 2). Public when it has neither a secret nor keys to prove itself by. */
export interface Client {
  /** Whole, with its prefix: `cid_…`; or the address of its document. */
  readonly id: string
  readonly environmentId: string
  /** The account that owns it; null for the environment's own clients. */
  readonly organizationId: string | null
  readonly name: string
  readonly secretHash: string | null
  /** The secret itself, sealed, where the client signs with it; null where its hash is enough. */
  readonly sealedSecret: string | null
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
  /**
   * Of the token that it manages its own registration with (RFC 7592), which nobody has where a document speaks for it; null where it
   * did not register itself.
   */
  readonly registrationHash: string | null
  /** Until when what its document said counts; null where its id is not the address of one. */
  readonly documentUntil: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** One that the environment's owner answers for: neither an account's nor one that registered itself. */
export const isOwnClient = ({
  organizationId,
  registrationHash,
}: Pick<Client, 'organizationId' | 'registrationHash'>): boolean => organizationId === null && registrationHash === null

/** Whether it proves who it is (RFC 6749 section 2.1): by a secret, or by a key. */
export const isConfidential = ({ secretHash, openid }: Pick<Client, 'secretHash' | 'openid'>): boolean =>
  secretHash !== null || openid.authMethod === 'private_key_jwt'
