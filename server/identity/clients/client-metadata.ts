// What a client may say of itself: each part by itself, and that the parts belong together (RFC 7591 section 2; OpenID
// Connect Dynamic Client Registration 1.0 section 2).
import type { Context } from '../../context.ts'
import { type Client, type OpenIdSettings, isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { isLoopbackHost } from '../../model/origins.ts'
import { isRedirectUrl } from '../../model/redirect-urls.ts'
import type { JsonObject } from '../../model/user.ts'

/** Names the field and what is wrong with it. */
export type Refuse = (field: string, problem: string) => Failure

export const refuseRequest: Refuse = (field, problem) => new Failure('invalid_request', `${field}: ${problem}`)

/** Refuses with the first thing that cannot stand. What only a look at another server can tell: `requireSector`. */
export const requireMetadata = (
  { sandbox }: Pick<Context, 'sandbox'>,
  client: Client,
  refuse: Refuse = refuseRequest,
): void => {
  const { openid } = client
  for (const [field, url] of addressesOf(openid)) {
    // Other sites send people there, so that it is https everywhere (OpenID Connect Core 1.0 section 4).
    const mayBePlain = sandbox !== null && field !== 'initiate_login_uri'
    if (url !== null && !isAddress(url, mayBePlain)) throw refuse(field, 'must be https, without a fragment')
  }
  if (!openid.requestUris.every((uri) => isAddress(uri.replace(/#[!-~]*$/, ''), sandbox !== null))) {
    throw refuse('request_uris', 'must be https')
  }
  if (openid.jwks !== null && openid.jwksUri !== null) throw refuse('jwks', 'stands beside jwks_uri')
  const badKey = openid.jwks?.keys.findIndex((key) => !isPublicKey(key)) ?? -1
  if (badKey >= 0)
    throw refuse(`jwks.keys.${badKey}`, 'must be a public key, RSA of 2048 bits or more, P-256 or Ed25519')
  requireProof(client, refuse)
  if (!openid.requiresPkce && !isConfidential(client)) throw refuse('require_pkce', 'must be true for a public client')
  requireTypes(openid, refuse)
  requirePlaces(client, sandbox !== null, refuse)
  if (openid.profile === 'fapi2') requireFapi(client, refuse)
}

/** The file that names all redirect URIs of clients that belong together (OpenID Connect Core 1.0 section 8.1). */
export const requireSector = async (
  ctx: Context,
  { redirectUris, openid: { sectorIdentifierUri } }: Pick<Client, 'redirectUris' | 'openid'>,
  refuse: Refuse = refuseRequest,
): Promise<void> => {
  if (sectorIdentifierUri === null) return
  const answer = await ctx.fetchOutside(sectorIdentifierUri)
  const listed = answer.kind === 'answered' && answer.status === 200 ? readList(answer.body) : undefined
  if (!listed) throw refuse('sector_identifier_uri', 'gives no list of redirect URIs')
  if (!redirectUris.every((uri) => listed.includes(uri))) {
    throw refuse('sector_identifier_uri', 'does not list every redirect URI')
  }
}

const addressesOf = (openid: OpenIdSettings): readonly (readonly [string, string | null])[] => [
  ['jwks_uri', openid.jwksUri],
  ['sector_identifier_uri', openid.sectorIdentifierUri],
  ['initiate_login_uri', openid.initiateLoginUri],
  ['client_uri', openid.clientUri],
  ['logo_uri', openid.logoUri],
  ['policy_uri', openid.policyUri],
  ['tos_uri', openid.tosUri],
  ['backchannel_logout_uri', openid.backchannelLogoutUri],
  ['frontchannel_logout_uri', openid.frontchannelLogoutUri],
]

/** https; in the sandbox http of this machine too. */
const isAddress = (url: string, isSandbox: boolean): boolean => {
  if (!isRedirectUrl(url) || !/^https?:/.test(url)) return false
  const { protocol, username, password } = new URL(url)
  return (protocol === 'https:' || isSandbox) && username === '' && password === ''
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** Keys to encrypt with may stand beside those to verify with: nobody here uses them. */
const isPublicKey = (key: JsonObject): boolean => {
  if (privateMembers.some((name) => Object.hasOwn(key, name))) return false
  if (key.kty === 'RSA') return typeof key.n === 'string' && key.n.length >= 342 && typeof key.e === 'string'
  if (key.use === 'enc') return typeof key.kty === 'string'
  if (key.kty === 'OKP') return key.crv === 'Ed25519' && typeof key.x === 'string'
  return key.kty === 'EC' && key.crv === 'P-256' && typeof key.x === 'string' && typeof key.y === 'string'
}

/** How it proves itself fits what it has. */
const requireProof = (client: Client, refuse: Refuse): void => {
  const { authMethod, authSigningAlg, jwks, jwksUri, requiresSignedRequest, requestObjectAlg } = client.openid
  const hasKeys = jwks !== null || jwksUri !== null
  const field = 'token_endpoint_auth_method'
  if (authMethod === 'private_key_jwt' && !hasKeys) throw refuse(field, 'needs jwks or jwks_uri')
  if (authMethod === 'client_secret_jwt' && client.secretHash === null) throw refuse(field, 'needs a secret')
  if (authMethod === 'none' && isConfidential(client)) throw refuse(field, 'is not for a client that has a secret')
  const isBySecret = authSigningAlg === 'HS256'
  const isByAssertion = authMethod === 'private_key_jwt' || authMethod === 'client_secret_jwt'
  if (authSigningAlg !== null && isByAssertion && isBySecret !== (authMethod === 'client_secret_jwt')) {
    throw refuse('token_endpoint_auth_signing_alg', `is not for ${authMethod}`)
  }
  const isSigned = requestObjectAlg !== null && requestObjectAlg !== 'none'
  if ((requiresSignedRequest || isSigned) && !hasKeys) {
    throw refuse(isSigned ? 'request_object_signing_alg' : 'require_signed_request_object', 'needs jwks or jwks_uri')
  }
  if (requiresSignedRequest && requestObjectAlg === 'none') {
    throw refuse('request_object_signing_alg', 'must not be none where request objects have to be signed')
  }
}

/** RFC 7591 section 2.1: a response type needs the grant that it is answered by. */
const requireTypes = ({ responseTypes, grantTypes, requiresDpop }: OpenIdSettings, refuse: Refuse): void => {
  for (const type of responseTypes) {
    const words = type.split(' ')
    // RFC 9449 section 5.2: a token that comes by the browser is of no key.
    if (requiresDpop && words.includes('token')) {
      throw refuse('response_types', 'must have no token where dpop_bound_access_tokens is true')
    }
    if (words.includes('code') && !grantTypes.includes('authorization_code')) {
      throw refuse('grant_types', `must have authorization_code for the response type ${type}`)
    }
    if (type !== 'code' && !grantTypes.includes('implicit')) {
      throw refuse('grant_types', `must have implicit for the response type ${type}`)
    }
  }
}

/** OpenID Connect Dynamic Client Registration 1.0 section 2, `application_type`; in the sandbox sites are built on this machine. */
const requirePlaces = ({ openid, redirectUris }: Client, isSandbox: boolean, refuse: Refuse): void => {
  const getsTokens = openid.applicationType === 'web' && openid.responseTypes.some((type) => type !== 'code')
  const isSite = (uri: string) => uri.startsWith('https:') && !isLoopbackHost(new URL(uri).hostname)
  if (getsTokens && !isSandbox && !redirectUris.every(isSite)) {
    throw refuse(
      'redirect_uris',
      'must be https, and not of this machine, for tokens that come by the browser of a web client',
    )
  }
}

/** FAPI 2.0 Security Profile section 5.3.2. */
const requireFapi = ({ openid, redirectUris }: Client, refuse: Refuse): void => {
  if (openid.authMethod !== 'private_key_jwt') throw refuse('token_endpoint_auth_method', 'must be private_key_jwt')
  if (openid.responseTypes.some((type) => type !== 'code')) throw refuse('response_types', 'must be code alone')
  if (!openid.requiresPkce) throw refuse('require_pkce', 'must be true')
  if (!openid.requiresDpop) throw refuse('dpop_bound_access_tokens', 'must be true')
  if (!openid.requiresPushedRequest) throw refuse('require_pushed_authorization_requests', 'must be true')
  if (openid.idTokenAlg === 'RS256') throw refuse('id_token_signed_response_alg', 'must be ES256')
  const algorithms = [openid.authSigningAlg, openid.requestObjectAlg]
  if (algorithms.some((alg) => alg !== null && ['RS256', 'HS256', 'none'].includes(alg))) {
    throw refuse('token_endpoint_auth_signing_alg', 'must be PS256, ES256 or EdDSA')
  }
  if (openid.applicationType === 'web' && redirectUris.some((uri) => uri.startsWith('http:'))) {
    throw refuse('redirect_uris', 'must be https')
  }
}

const readList = (text: string): readonly unknown[] | undefined => {
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) ? (read as unknown[]) : undefined
  } catch {
    return undefined
  }
}
