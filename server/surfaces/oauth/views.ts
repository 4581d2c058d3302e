// Model to wire, for the oauth surface. Every field is named: nothing private can come along.
import { authenticationContext } from '../../identity/authorization/id-tokens.ts'
import type { ClientCredentials } from '../../identity/authorization/client-authentication.ts'
import { deviceGrant } from '../../identity/authorization/device-codes.ts'
import { exchangeGrant } from '../../identity/authorization/token-exchange.ts'
import { responseModes } from '../../model/authorization-request.ts'
import type { AccessToken } from '../../identity/sessions/access-tokens.ts'
import { boundKey } from '../../identity/sessions/key-possession.ts'
import type { Introspected } from '../../identity/sessions/tokens.ts'
import { assertionAlgorithms, authMethods, requestObjectAlgorithms, responseTypes } from '../../model/client.ts'
import { dpopAlgorithms } from '../../model/signing-key.ts'
import { languages } from '../../model/languages.ts'
import { scopeOfClaim } from '../../model/openid-claims.ts'
import { openIdScopes } from '../../model/scopes.ts'
import type { JsonObject } from '../../model/user.ts'
import { toClaims } from '../claims.ts'
import type { Wire } from '../handle.ts'

export const toJwks = (keys: readonly JsonObject[]): Wire['Jwks'] => ({
  keys: keys.map(({ kty, x, y, n, e, kid }) =>
    kty === 'RSA'
      ? { kty, n: String(n), e: String(e), kid: String(kid), use: 'sig', alg: 'RS256' }
      : { kty: 'EC', crv: 'P-256', x: String(x), y: String(y), kid: String(kid), use: 'sig', alg: 'ES256' },
  ),
})

const tokenClaims = ['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'azp', 'at_hash', 'sid']

export const toConfiguration = (
  issuer: string,
  { takesDocuments }: { readonly takesDocuments: boolean },
): Wire['OpenIdConfiguration'] => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  authorization_endpoint: `${issuer}/oauth2/authorize`,
  token_endpoint: `${issuer}/oauth2/token`,
  device_authorization_endpoint: `${issuer}/oauth2/device_authorization`,
  introspection_endpoint: `${issuer}/oauth2/introspect`,
  revocation_endpoint: `${issuer}/oauth2/revoke`,
  pushed_authorization_request_endpoint: `${issuer}/oauth2/par`,
  require_pushed_authorization_requests: false,
  registration_endpoint: `${issuer}/oauth2/register`,
  client_id_metadata_document_supported: takesDocuments,
  response_types_supported: [...responseTypes],
  response_modes_supported: [...responseModes],
  prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
  claims_parameter_supported: true,
  request_parameter_supported: true,
  request_object_signing_alg_values_supported: [...requestObjectAlgorithms],
  request_uri_parameter_supported: true,
  require_request_uri_registration: true,
  display_values_supported: ['page', 'popup', 'touch', 'wap'],
  ui_locales_supported: [...languages],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  grant_types_supported: [
    'authorization_code',
    'refresh_token',
    deviceGrant,
    exchangeGrant,
    'client_credentials',
    'implicit',
  ],
  token_endpoint_auth_methods_supported: [...authMethods],
  token_endpoint_auth_signing_alg_values_supported: [...assertionAlgorithms],
  introspection_endpoint_auth_methods_supported: authMethods.filter((method) => method !== 'none'),
  introspection_endpoint_auth_signing_alg_values_supported: [...assertionAlgorithms],
  revocation_endpoint_auth_methods_supported: [...authMethods],
  revocation_endpoint_auth_signing_alg_values_supported: [...assertionAlgorithms],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256', 'ES256'],
  dpop_signing_alg_values_supported: [...dpopAlgorithms],
  userinfo_signing_alg_values_supported: ['RS256', 'ES256'],
  introspection_signing_alg_values_supported: ['RS256', 'ES256'],
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
  frontchannel_logout_supported: true,
  frontchannel_logout_session_supported: true,
  userinfo_endpoint: `${issuer}/oauth2/userinfo`,
  end_session_endpoint: `${issuer}/oauth2/logout`,
  scopes_supported: [...openIdScopes],
  claims_supported: [...tokenClaims, ...Object.keys(scopeOfClaim)],
  claim_types_supported: ['normal'],
  acr_values_supported: [authenticationContext],
})

/** How a client shows in a body who it is. */
export const fromCredentials = (
  body: Pick<Wire['OAuthTokenQuestion'], 'client_id' | 'client_secret' | 'client_assertion_type' | 'client_assertion'>,
): ClientCredentials => ({
  clientId: body.client_id,
  clientSecret: body.client_secret,
  assertion:
    body.client_assertion === undefined ? undefined : { type: body.client_assertion_type, text: body.client_assertion },
})

/** RFC 6749 section 5.1. */
export const noStore = { 'Cache-Control': 'no-store' }

export const toTokens = (
  access: AccessToken,
  {
    scope,
    refreshToken,
    idToken = null,
  }: { scope: string | null; refreshToken: string | null; idToken?: string | null },
): Wire['OAuthTokens'] => ({
  access_token: access.token,
  token_type: access.type,
  expires_in: access.expiresInSeconds,
  ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
  ...(idToken === null ? {} : { id_token: idToken }),
  ...(scope === null ? {} : { scope }),
})

/** Nothing but `active` where there is nothing to say (RFC 7662 section 2.2). */
export const toIntrospection = (issuer: string, found: Introspected | undefined): Wire['OAuthIntrospection'] => {
  if (!found) return { active: false }
  if (found.kind === 'refresh') {
    const { session, user, environment, membership } = found.live
    const claims = toClaims(user, membership, { clientId: session.clientId, applicationId: environment.applicationId })
    const { expiresAt, createdAt } = found.token
    const times = { exp: Math.floor(expiresAt / 1000), iat: Math.floor(createdAt / 1000) }
    return {
      active: true,
      token_type: 'refresh_token',
      ...toKnown({ ...claims, sub: claims.uid, iss: issuer, scope: session.scope }),
      ...times,
    }
  }
  const { claims, membership } = found
  const { exp, iat, jti } = claims
  const known = toKnown(membership ? { ...claims, role: membership.role } : claims)
  const jkt = boundKey(claims)
  const bound = jkt === null ? { token_type: 'Bearer' as const } : { token_type: 'DPoP' as const, cnf: { jkt } }
  return { active: true, ...known, ...bound, exp, iat, jti }
}

/** Texts only, and only those that the contract names. */
const toKnown = (claims: Readonly<Record<string, unknown>>): Partial<Wire['OAuthIntrospection']> => {
  const known = {
    client_id: claims.client_id ?? claims.cid,
    scope: claims.scope,
    sub: claims.sub,
    iss: claims.iss,
    aud: claims.aud,
  }
  const words = { uid: claims.uid, cid: claims.cid, app: claims.app, acc: claims.acc, role: claims.role }
  return Object.fromEntries(Object.entries({ ...known, ...words }).filter(([, value]) => typeof value === 'string'))
}
