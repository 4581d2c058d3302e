// An app asks for a person's sign-in, and gets a code or a refusal back (RFC 6749 section 4.1; OpenID Connect Core 1.0
// section 3.1).
import type { Context } from '../../context.ts'
import {
  type AuthorizationAsked,
  type AuthorizationRequest,
  type ResponseMode,
  responseModes,
} from '../../model/authorization-request.ts'
import { type Client, type ResponseType, isConfidential, isOwnClient, responseTypes } from '../../model/client.ts'
import { byClientSecret } from '../../model/authorization-code.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { hasScope } from '../../model/scopes.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { findNamedClient } from '../clients/client-documents.ts'
import { requireCodeChallenge } from './authorization-codes.ts'
import { readClaims } from './claims-requests.ts'
import { authenticationContext, readIdToken } from './id-tokens.ts'
import { isPushed, readPushedRequest } from './pushed-requests.ts'
import { isAllowedRedirect, requireRedirectUri } from './redirects.ts'
import { fetchRequestObject, readRequestObject } from './request-objects.ts'
import { indicatorOf, requireResource } from './resources.ts'
import { grantScope } from './scopes.ts'
import { type AuthorizationRefused, asFailure } from './answered-requests.ts'

/**
 * The client and its redirect URI come first: until they belong together, a refusal is thrown, and nobody is sent
 * anywhere. From then on it is the app that is told (RFC 6749 section 4.1.2.1), if the browser may go straight on to it.
 */
export const checkAuthorization = async (
  ctx: Context,
  sent: AuthorizationAsked,
  { hasPage = false }: { /** Held refusals are answered, and not thrown. */ readonly hasPage?: boolean } = {},
): Promise<{ readonly kind: 'asked'; readonly request: AuthorizationRequest } | AuthorizationRefused> => {
  const tell = (refused: AuthorizationRefused, isStraight: boolean): AuthorizationRefused => {
    if (!isStraight && !hasPage) throw refused.failure
    return isStraight ? refused : { ...refused, isHeld: true }
  }
  const client = await findNamedClient(ctx, sent.clientId, { isNew: true })
  const environment = client?.isActive ? await findEnvironment(ctx.db, client.environmentId) : undefined
  if (!client || !environment?.isActive) throw new Failure('invalid_request', 'client_id: names no client')
  const read = await readAsked(ctx, client, sent).catch(asFailure)
  if (read instanceof Failure) {
    const { redirectUri, state = null } = sent
    const isOfClient = redirectUri !== undefined && isAllowedRedirect(client.redirectUris, redirectUri)
    if (!isOfClient) throw read
    const refused = { environment, redirectUri, state, responseMode: modeOf(sent), failure: read }
    return tell({ kind: 'refused', ...refused }, mayGoStraightOn(client, sent))
  }
  const asked = read
  if (asked.isForDevice) return { kind: 'asked', request: toDeviceRequest(asked, client, environment) }
  const redirectUri = requireRedirectUri(client.redirectUris, required('redirect_uri', asked.redirectUri))
  const state = asked.state ?? null
  const responseMode = modeOf(asked)
  try {
    if (asked.pushedUri === undefined && (client.openid.requiresPushedRequest || client.openid.profile === 'fapi2')) {
      throw new Failure('invalid_request', 'request_uri: the requests of this client have to be pushed')
    }
    const answerable = await requireAnswerable(ctx, client, asked)
    const nonce = asked.nonce ?? null
    const { pushedUri, loginHint, uiLocales, settledBy } = asked
    const how = { responseMode, pushedUri, loginHint, uiLocales, settledBy }
    const common = { client, environment, redirectUri, state, nonce, ...how }
    return { kind: 'asked', request: { ...common, ...answerable } }
  } catch (error) {
    const refused = { environment, redirectUri, state, responseMode, failure: asFailure(error) }
    return tell({ kind: 'refused', ...refused }, mayGoStraightOn(client, asked))
  }
}

/** To sign in at one of our pages and come back to another: nobody gets a code. */
const toDeviceRequest = (
  { redirectUri, pushedUri, prompt, uiLocales, settledBy }: AuthorizationAsked,
  client: Client,
  environment: Environment,
): AuthorizationRequest => ({
  client,
  environment,
  redirectUri: required('redirect_uri', redirectUri),
  pushedUri,
  uiLocales,
  settledBy,
  isForDevice: true,
  state: null,
  scope: null,
  codeChallenge: byClientSecret,
  nonce: null,
  responseType: 'code',
  responseMode: 'query',
  claims: null,
  keyThumbprint: null,
  resource: null,
  demands: { prompt: prompt === undefined ? [] : [prompt], maxAgeSeconds: null, subject: null },
})

/** What is meant by a request: what it says itself, what the client has signed, or what it has pushed. */
const readAsked = async (ctx: Context, client: Client, sent: AuthorizationAsked): Promise<AuthorizationAsked> => {
  const { requestUri, isFromPage = false } = sent
  if (requestUri !== undefined) {
    if (sent.request !== undefined) throw new Failure('invalid_request', 'request: stands beside request_uri')
    return isPushed(requestUri)
      ? readPushedRequest(ctx, { clientId: client.id, requestUri, isFromPage })
      : readRequestObject(ctx, client, sent, await fetchRequestObject(ctx, client, requestUri))
  }
  if (sent.request !== undefined) return readRequestObject(ctx, client, sent, sent.request)
  if (client.openid.requiresSignedRequest) throw new Failure('invalid_request', 'request: has to be signed')
  return sent
}

/** What a client means that pushes its request: refused at once, and to the client itself, where it could not be answered. */
export const requirePushable = async (
  ctx: Context,
  client: Client,
  sent: AuthorizationAsked,
): Promise<AuthorizationAsked> => {
  if (sent.requestUri !== undefined) throw new Failure('invalid_request', 'request_uri: is what this gives')
  const asked = await readAsked(ctx, client, { ...sent, clientId: client.id })
  requireRedirectUri(client.redirectUris, required('redirect_uri', asked.redirectUri))
  await requireAnswerable(ctx, client, asked)
  return asked
}

const required = (name: string, value: string | undefined): string => {
  if (value === undefined) throw new Failure('invalid_request', `${name}: is missing`)
  return value
}

/** Tokens, and what is wrong with asking for them, never stand in a query, which logs and headers carry on (Multiple Response Type Encoding Practices section 5). */
const modeOf = ({ responseMode, responseType = '' }: AuthorizationAsked): ResponseMode => {
  const isOfTokens = /(^| )(id_token|token)( |$)/.test(responseType)
  const asked = responseModes.find((mode) => mode === responseMode)
  return isOfTokens && asked !== 'form_post' ? 'fragment' : (asked ?? 'query')
}

/** One that there is and that the client is registered for, in any order of its words. */
const requireResponseType = (client: Client, asked: AuthorizationAsked): ResponseType => {
  const words = required('response_type', asked.responseType).split(' ').sort().join(' ')
  const type = responseTypes.find((known) => known.split(' ').sort().join(' ') === words)
  if (!type) throw new Failure('unsupported_response_type')
  if (!client.openid.responseTypes.includes(type)) throw new Failure('unauthorized_client')
  // No proof of a key comes by the browser (RFC 9449 section 5.2).
  if (client.openid.requiresDpop && type.split(' ').includes('token')) throw new Failure('unauthorized_client')
  if (type === 'code') return type
  if (asked.responseMode === 'query')
    throw new Failure('invalid_request', 'response_mode: must not be query for tokens')
  if (!hasScope(asked.scope ?? null, 'openid')) {
    throw new Failure('invalid_request', 'scope: needs openid for tokens that come back by the browser')
  }
  if (type.includes('id_token')) required('nonce', asked.nonce)
  return type
}

/**
 * Whether the browser may be sent on to the client before the person has answered a page of ours. Anybody may register a
 * client for their account, and our address in a link must not lead to theirs; only, who asks for no page gets none.
 */
export const mayGoStraightOn = (
  client: Pick<Client, 'organizationId' | 'registrationHash'>,
  { prompt }: { readonly prompt?: string | undefined },
): boolean => isOwnClient(client) || isSilent({ prompt })

/** Whether it wants no page, and so none of a provider either (OpenID Connect Core 1.0 section 3.1.2.1). */
export const isSilent = ({ prompt }: { readonly prompt?: string | undefined }): boolean =>
  prompt?.split(' ').includes('none') ?? false

const requireAnswerable = async (ctx: Context, client: Client, asked: AuthorizationAsked) => {
  // OpenID Connect Core 1.0 section 3.1.2.6.
  if (asked.registration !== undefined) throw new Failure('registration_not_supported')
  const responseType = requireResponseType(client, asked)
  if (asked.responseMode !== undefined && !responseModes.some((mode) => mode === asked.responseMode)) {
    throw new Failure('invalid_request', `response_mode: must be one of ${responseModes.join(', ')}`)
  }
  const needsNoChallenge = isConfidential(client) && !client.openid.requiresPkce
  const codeChallenge =
    asked.codeChallenge === undefined && (needsNoChallenge || !responseType.includes('code'))
      ? byClientSecret
      : requireCodeChallenge(asked.codeChallenge, asked.codeChallengeMethod)
  const prompt = asked.prompt?.split(' ').filter((word) => word !== '') ?? []
  if (prompt.includes('none') && prompt.length > 1) {
    throw new Failure('invalid_request', 'prompt: none stands alone')
  }
  const scope = grantScope(client, asked.scope)
  const keyThumbprint = requireThumbprint(asked.keyThumbprint)
  const resource = requireResource(ctx, client, indicatorOf(asked.resource)) ?? null
  // Who registered itself is let in by a page each time, whatever it asks for.
  if (!hasScope(scope, 'openid') && client.registrationHash === null) {
    // Nobody is asked what may be done in their name, either.
    if (resource !== null && !isOwnClient(client)) throw new Failure('invalid_audience')
    // Nobody stays signed in here from one request to the next, so without a page nobody can be.
    if (prompt.includes('none')) throw new Failure('login_required')
    return { responseType, codeChallenge, scope, keyThumbprint, resource, claims: null, demands: null }
  }
  const { subject, contexts, ...claims } = readClaims(asked.claims)
  if (contexts && !contexts.includes(authenticationContext)) throw new Failure('unmet_authentication_requirements')
  const hint = asked.idTokenHint === undefined ? undefined : await readIdToken(ctx, asked.idTokenHint)
  return {
    responseType,
    codeChallenge,
    scope,
    keyThumbprint,
    resource,
    claims: claims.idToken.length + claims.userinfo.length === 0 ? null : JSON.stringify(claims),
    demands: {
      prompt,
      maxAgeSeconds: asked.maxAgeSeconds ?? client.openid.defaultMaxAgeSeconds,
      // A hint that we cannot read says nothing of anybody.
      subject: subject ?? (hint?.clientId === client.id ? hint.subject : null),
    },
  }
}

/** RFC 9449 section 10: of SHA-256. */
const requireThumbprint = (text: string | undefined): string | null => {
  if (text !== undefined && !/^[\w-]{43}$/.test(text)) {
    throw new Failure('invalid_request', 'dpop_jkt: must be the SHA-256 thumbprint of a key')
  }
  return text ?? null
}
