// What clients say of themselves, in the words of RFC 7591: what fits together, and what does not.
import type { Wire } from '../../generated/operations.ts'

type Metadata = Wire['ClientMetadata']

export const publicKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  kid: 'one',
}

/** One that signs in place of a secret, and is held to the FAPI 2.0 Security Profile. */
export const fapi: Metadata = {
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'PS256',
  jwks: { keys: [publicKey] },
  id_token_signed_response_alg: 'ES256',
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
  profile: 'fapi2',
}

/** In the words of OpenID Connect Dynamic Client Registration 1.0, and of what adds to it. */
export const openIdFields: Metadata = {
  id_token_signed_response_alg: 'ES256',
  access_token_signed_response_alg: 'RS256',
  token_endpoint_auth_method: 'client_secret_basic',
  token_endpoint_auth_signing_alg: null,
  require_pkce: false,
  jwks_uri: 'https://widget.example.com/jwks',
  response_types: ['code', 'code id_token'],
  grant_types: ['authorization_code', 'implicit', 'refresh_token'],
  userinfo_signed_response_alg: 'ES256',
  introspection_signed_response_alg: 'RS256',
  request_object_signing_alg: 'EdDSA',
  require_signed_request_object: true,
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
  default_max_age: 3600,
  require_auth_time: true,
  default_acr_values: ['1'],
  initiate_login_uri: 'https://widget.example.com/login',
  client_uri: 'https://widget.example.com/',
  logo_uri: 'https://widget.example.com/logo.png',
  policy_uri: 'https://widget.example.com/policy',
  tos_uri: 'https://widget.example.com/terms',
  contacts: ['ops@widget.example.com'],
  backchannel_logout_uri: 'https://widget.example.com/back',
  backchannel_logout_session_required: true,
  frontchannel_logout_uri: 'https://widget.example.com/front',
  frontchannel_logout_session_required: true,
  application_type: 'web',
  software_id: 'widget',
  software_version: '1.0',
}

/** What no confidential client can be, by what is wrong, with the beginning of the answer's words. */
export const unfit: readonly (readonly [string, Metadata, string])[] = [
  ['a key with its private part', { jwks: { keys: [{ ...publicKey, d: 'secret' }] } }, 'jwks.keys.0: must be a public'],
  ['a short RSA key', { jwks: { keys: [{ kty: 'RSA', n: 'x'.repeat(171), e: 'AQAB' }] } }, 'jwks.keys.0: '],
  ['keys in two places', { jwks: { keys: [publicKey] }, jwks_uri: 'https://a.example/jwks' }, 'jwks: '],
  [
    'proof by a key without a key',
    { token_endpoint_auth_method: 'private_key_jwt' },
    'token_endpoint_auth_method: needs',
  ],
  ['no proof beside a secret', { token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method: is not'],
  [
    'proof by a key signed with a secret',
    { ...fapi, profile: null, token_endpoint_auth_signing_alg: 'HS256' },
    'token_endpoint_auth_signing_alg: ',
  ],
  ['signed requests without a key', { require_signed_request_object: true }, 'require_signed_request_object: '],
  ['an ID token in the front without its grant', { response_types: ['id_token'] }, 'grant_types: must have implicit'],
  ['codes without their grant', { grant_types: ['client_credentials'] }, 'grant_types: must have authorization_code'],
  ['keys by http', { jwks_uri: 'http://evil.example/jwks' }, 'jwks_uri: must be https'],
  ['keys at an address with a name', { jwks_uri: 'https://a:b@evil.example/jwks' }, 'jwks_uri: '],
  ['a login page by http', { initiate_login_uri: 'http://a.example/login' }, 'initiate_login_uri: must be https'],
  [
    'a list of redirect URIs that nobody gives',
    { sector_identifier_uri: 'https://localhost:1/' },
    'sector_identifier_uri: gives',
  ],
  ['FAPI with a secret', { ...fapi, token_endpoint_auth_method: null }, 'token_endpoint_auth_method: must be'],
  ['FAPI with RS256', { ...fapi, token_endpoint_auth_signing_alg: 'RS256' }, 'token_endpoint_auth_signing_alg: must'],
  ['FAPI without bound tokens', { ...fapi, dpop_bound_access_tokens: false }, 'dpop_bound_access_tokens: '],
  ['FAPI without pushed requests', { ...fapi, require_pushed_authorization_requests: false }, 'require_pushed'],
]
