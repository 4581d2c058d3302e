// What clients say of themselves, between the words of RFC 7591 and those of the model.
import type { OpenIdSettings } from '../model/client.ts'
import type { Wire } from './handle.ts'

/** The fields that all who register clients have in common. */
type Metadata = Pick<
  Wire['AccountClientUpdate'],
  Exclude<
    keyof Wire['AccountClientUpdate'],
    | 'name'
    | 'audience'
    | 'allowed_origins'
    | 'redirect_uris'
    | 'allowed_scope'
    | 'default_scope'
    | 'access_token_config'
    | 'refresh_token_config'
  >
>

export const toClientMetadata = (openid: OpenIdSettings) => ({
  post_logout_redirect_uris: [...openid.postLogoutRedirectUris],
  id_token_signed_response_alg: openid.idTokenAlg,
  access_token_signed_response_alg: openid.accessTokenAlg,
  token_endpoint_auth_method: openid.authMethod,
  token_endpoint_auth_signing_alg: openid.authSigningAlg,
  require_pkce: openid.requiresPkce,
  jwks: openid.jwks && { keys: openid.jwks.keys.map((key) => ({ ...key, kty: String(key.kty) })) },
  jwks_uri: openid.jwksUri,
  response_types: [...openid.responseTypes],
  grant_types: [...openid.grantTypes],
  userinfo_signed_response_alg: openid.userinfoAlg,
  introspection_signed_response_alg: openid.introspectionAlg,
  request_object_signing_alg: openid.requestObjectAlg,
  request_uris: [...openid.requestUris],
  require_signed_request_object: openid.requiresSignedRequest,
  require_pushed_authorization_requests: openid.requiresPushedRequest,
  dpop_bound_access_tokens: openid.requiresDpop,
  default_max_age: openid.defaultMaxAgeSeconds,
  require_auth_time: openid.requiresAuthTime,
  default_acr_values: [...openid.defaultAcrValues],
  initiate_login_uri: openid.initiateLoginUri,
  client_uri: openid.clientUri,
  logo_uri: openid.logoUri,
  policy_uri: openid.policyUri,
  tos_uri: openid.tosUri,
  contacts: [...openid.contacts],
  subject_type: 'public' as const,
  sector_identifier_uri: openid.sectorIdentifierUri,
  backchannel_logout_uri: openid.backchannelLogoutUri,
  backchannel_logout_session_required: openid.backchannelLogoutSessionRequired,
  frontchannel_logout_uri: openid.frontchannelLogoutUri,
  frontchannel_logout_session_required: openid.frontchannelLogoutSessionRequired,
  application_type: openid.applicationType,
  software_id: openid.softwareId,
  software_version: openid.softwareVersion,
  profile: openid.profile,
})

/** Only what was sent. */
export const fromClientMetadata = (body: Metadata): Partial<OpenIdSettings> => {
  const read: { readonly [name in keyof OpenIdSettings]: OpenIdSettings[name] | undefined } = {
    authMethod: body.token_endpoint_auth_method,
    authSigningAlg: body.token_endpoint_auth_signing_alg,
    jwks: body.jwks,
    jwksUri: body.jwks_uri,
    responseTypes: body.response_types,
    grantTypes: body.grant_types,
    idTokenAlg: body.id_token_signed_response_alg,
    accessTokenAlg: body.access_token_signed_response_alg,
    userinfoAlg: body.userinfo_signed_response_alg,
    introspectionAlg: body.introspection_signed_response_alg,
    requestObjectAlg: body.request_object_signing_alg,
    requestUris: body.request_uris,
    requiresSignedRequest: body.require_signed_request_object,
    requiresPushedRequest: body.require_pushed_authorization_requests,
    requiresDpop: body.dpop_bound_access_tokens,
    requiresPkce: body.require_pkce,
    defaultMaxAgeSeconds: body.default_max_age,
    requiresAuthTime: body.require_auth_time,
    defaultAcrValues: body.default_acr_values,
    initiateLoginUri: body.initiate_login_uri,
    postLogoutRedirectUris: body.post_logout_redirect_uris,
    backchannelLogoutUri: body.backchannel_logout_uri,
    backchannelLogoutSessionRequired: body.backchannel_logout_session_required,
    frontchannelLogoutUri: body.frontchannel_logout_uri,
    frontchannelLogoutSessionRequired: body.frontchannel_logout_session_required,
    sectorIdentifierUri: body.sector_identifier_uri,
    applicationType: body.application_type,
    clientUri: body.client_uri,
    logoUri: body.logo_uri,
    policyUri: body.policy_uri,
    tosUri: body.tos_uri,
    contacts: body.contacts,
    softwareId: body.software_id,
    softwareVersion: body.software_version,
    profile: body.profile,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as Partial<OpenIdSettings>
}
