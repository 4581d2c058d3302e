// Clients that register themselves, between the words of RFC 7591 and those of the model.
import type { Context } from '../../context.ts'
import { type RegisteredClient, refuseMetadata } from '../../identity/clients/dynamic-registration.ts'
import {
  type OpenIdSettings,
  type RegistrationAsked,
  assertionAlgorithms,
  authMethods,
  defaultOpenId,
  grantTypes,
  requestObjectAlgorithms,
  responseTypes,
} from '../../model/client.ts'
import { wordsOf } from '../../model/scopes.ts'
import { signingAlgorithms } from '../../model/signing-key.ts'
import type { Wire } from '../handle.ts'

type Body = Wire['OAuthRegistrationRequest']

/** One of the values that there are, or the refusal that names the field. */
const oneOf = <Value extends string>(
  field: string,
  text: string | undefined,
  values: readonly Value[],
): Value | undefined => {
  if (text === undefined) return undefined
  const found = values.find((value) => value === text)
  if (found === undefined) throw refuseMetadata(field, `must be one of ${values.join(', ')}`)
  return found
}

const allOf = <Value extends string>(
  field: string,
  texts: readonly string[],
  values: readonly Value[],
): readonly Value[] => [...new Set(texts.map((text) => oneOf(field, text, values)!))]

/** In any order of its words (OAuth 2.0 Multiple Response Type Encoding Practices section 3). */
export const canonicalResponseType = (text: string): string => {
  const words = text.split(' ').filter((word) => word !== '')
  return ['code', 'id_token', 'token'].every((word) => words.filter((one) => one === word).length <= 1)
    ? words.sort().join(' ')
    : text
}

/** What is left out means what the standards say that it means. */
export const fromRegistration = (body: Body): RegistrationAsked => {
  for (const field of ['id_token_encrypted_response_alg', 'userinfo_encrypted_response_alg'] as const) {
    if (body[field] !== undefined) throw refuseMetadata(field, 'nothing is encrypted here')
  }
  oneOf('subject_type', body.subject_type, ['public'])
  const types = allOf('response_types', (body.response_types ?? ['code']).map(canonicalResponseType), responseTypes)
  const authMethod = oneOf('token_endpoint_auth_method', body.token_endpoint_auth_method, authMethods)
  if (body.require_pkce === false && authMethod === 'none') {
    throw refuseMetadata('require_pkce', 'must be true for a public client')
  }
  const openid: OpenIdSettings = {
    ...defaultOpenId,
    authMethod: authMethod ?? 'client_secret_basic',
    authSigningAlg:
      oneOf('token_endpoint_auth_signing_alg', body.token_endpoint_auth_signing_alg, assertionAlgorithms) ?? null,
    jwks: body.jwks ?? null,
    jwksUri: body.jwks_uri ?? null,
    responseTypes: types,
    grantTypes: allOf('grant_types', body.grant_types ?? ['authorization_code'], grantTypes),
    idTokenAlg: oneOf('id_token_signed_response_alg', body.id_token_signed_response_alg, signingAlgorithms) ?? 'RS256',
    accessTokenAlg:
      oneOf('access_token_signed_response_alg', body.access_token_signed_response_alg, signingAlgorithms) ?? 'ES256',
    userinfoAlg: oneOf('userinfo_signed_response_alg', body.userinfo_signed_response_alg, signingAlgorithms) ?? null,
    introspectionAlg:
      oneOf('introspection_signed_response_alg', body.introspection_signed_response_alg, signingAlgorithms) ?? null,
    requestObjectAlg:
      oneOf('request_object_signing_alg', body.request_object_signing_alg, requestObjectAlgorithms) ?? null,
    requestUris: body.request_uris ?? [],
    requiresSignedRequest: body.require_signed_request_object ?? false,
    requiresPushedRequest: body.require_pushed_authorization_requests ?? false,
    requiresDpop: body.dpop_bound_access_tokens ?? false,
    requiresPkce: body.require_pkce ?? body.profile === 'fapi2',
    defaultMaxAgeSeconds: body.default_max_age ?? null,
    requiresAuthTime: body.require_auth_time ?? false,
    defaultAcrValues: body.default_acr_values ?? [],
    initiateLoginUri: body.initiate_login_uri ?? null,
    postLogoutRedirectUris: body.post_logout_redirect_uris ?? [],
    backchannelLogoutUri: body.backchannel_logout_uri ?? null,
    backchannelLogoutSessionRequired: body.backchannel_logout_session_required ?? false,
    frontchannelLogoutUri: body.frontchannel_logout_uri ?? null,
    frontchannelLogoutSessionRequired: body.frontchannel_logout_session_required ?? false,
    sectorIdentifierUri: body.sector_identifier_uri ?? null,
    applicationType: oneOf('application_type', body.application_type, ['web', 'native']) ?? 'web',
    clientUri: body.client_uri ?? null,
    logoUri: body.logo_uri ?? null,
    policyUri: body.policy_uri ?? null,
    tosUri: body.tos_uri ?? null,
    contacts: body.contacts ?? [],
    softwareId: body.software_id ?? null,
    softwareVersion: body.software_version ?? null,
    profile: oneOf('profile', body.profile, ['fapi2'] as const) ?? null,
  }
  return {
    name: body.client_name,
    redirectUris: [...new Set(body.redirect_uris ?? [])],
    scopes: body.scope === undefined ? null : wordsOf(body.scope),
    openid,
  }
}

/** Without what was never said: RFC 7591 knows no null. */
const said = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [Name in keyof Values]?: Exclude<Values[Name], null>
  }

export const toRegistration = (
  ctx: Context,
  { client, secret, token }: RegisteredClient,
): Wire['OAuthRegistration'] => {
  const { openid } = client
  return {
    ...said({
      token_endpoint_auth_signing_alg: openid.authSigningAlg,
      jwks: openid.jwks && { keys: openid.jwks.keys.map((key) => ({ ...key })) },
      jwks_uri: openid.jwksUri,
      userinfo_signed_response_alg: openid.userinfoAlg,
      introspection_signed_response_alg: openid.introspectionAlg,
      request_object_signing_alg: openid.requestObjectAlg,
      default_max_age: openid.defaultMaxAgeSeconds,
      initiate_login_uri: openid.initiateLoginUri,
      backchannel_logout_uri: openid.backchannelLogoutUri,
      frontchannel_logout_uri: openid.frontchannelLogoutUri,
      sector_identifier_uri: openid.sectorIdentifierUri,
      client_uri: openid.clientUri,
      logo_uri: openid.logoUri,
      policy_uri: openid.policyUri,
      tos_uri: openid.tosUri,
      software_id: openid.softwareId,
      software_version: openid.softwareVersion,
      profile: openid.profile,
    }),
    client_id: client.id,
    client_id_issued_at: Math.floor(client.createdAt / 1000),
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    registration_access_token: token,
    registration_client_uri: `${ctx.config.publicUrl}/oauth2/register/${client.id}`,
    client_name: client.name,
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...openid.postLogoutRedirectUris],
    scope: client.scopes.join(' '),
    token_endpoint_auth_method: openid.authMethod ?? 'client_secret_basic',
    response_types: [...openid.responseTypes],
    grant_types: [...openid.grantTypes],
    id_token_signed_response_alg: openid.idTokenAlg,
    access_token_signed_response_alg: openid.accessTokenAlg,
    request_uris: [...openid.requestUris],
    require_signed_request_object: openid.requiresSignedRequest,
    require_pushed_authorization_requests: openid.requiresPushedRequest,
    dpop_bound_access_tokens: openid.requiresDpop,
    require_pkce: openid.requiresPkce,
    require_auth_time: openid.requiresAuthTime,
    default_acr_values: [...openid.defaultAcrValues],
    backchannel_logout_session_required: openid.backchannelLogoutSessionRequired,
    frontchannel_logout_session_required: openid.frontchannelLogoutSessionRequired,
    subject_type: 'public',
    application_type: openid.applicationType,
    contacts: [...openid.contacts],
  }
}
