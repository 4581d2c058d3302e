// An authorization request as an object that the client has signed (RFC 9101; OpenID Connect Core 1.0 section 6), by value
// or where the client keeps it.
import type { Context } from '../../context.ts'
import { type Client, type OpenIdSettings, clientAlgorithms } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { requireText } from '../../model/text.ts'
import { readUnverified, verifyClientJwt } from '../../outside/client-jwt.ts'
import type { AuthorizationAsked } from '../../model/authorization-request.ts'
import { fapiAlgorithms, keysOf } from './client-assertions.ts'

type Claims = Readonly<Record<string, unknown>>

/** By which the clocks of two servers may differ. */
const clockSeconds = 10
/** FAPI 2.0 Message Signing section 5.3.1: how long ago it may begin, and how long it may be good. */
const longestSeconds = 3600

const refuse = (problem: string): never => {
  throw new Failure('invalid_request_object', `request: ${problem}`)
}

/** As long as one that comes by value may be. */
const longestObject = 8192

/**
 * The object at an address that its client has registered, which is the only one that a link makes us ask: no longer than it takes,
 * and no address of our own network.
 */
export const fetchRequestObject = async (ctx: Context, { openid }: Client, requestUri: string): Promise<string> => {
  if (openid.requestUris.length === 0) throw new Failure('request_uri_not_supported')
  if (!openid.requestUris.includes(requestUri)) {
    throw new Failure('invalid_request_uri', 'request_uri: is none of the request_uris that the client has registered')
  }
  await ctx.spend('pushedRequestsPerIp', ctx.ip)
  const answer = await ctx.fetchOutside(requestUri, {
    headers: { accept: 'application/oauth-authz-req+jwt, application/jwt' },
  })
  const text = answer.kind === 'answered' && answer.status === 200 ? answer.body.trim() : ''
  if (!/^[\w.-]+$/.test(text) || text.length > longestObject) {
    throw new Failure('invalid_request_uri', 'request_uri: gives no request object')
  }
  return text
}

/**
 * What the object asks for. What stands beside it counts only where the object says nothing of it, and not at all for a
 * client that has to sign its requests (RFC 9101 section 6.3); who asks, and for what kind of answer, must agree.
 */
export const readRequestObject = async (
  ctx: Context,
  client: Client,
  asked: AuthorizationAsked,
  text: string,
): Promise<AuthorizationAsked> => {
  const claims = await verify(ctx, client, text)
  if (claims.request !== undefined || claims.request_uri !== undefined) refuse('holds another one')
  // An assertion of who the client is must not do for a request (RFC 9101 section 10.8).
  if (claims.sub !== undefined) refuse('has a subject')
  if (claims.iss !== undefined && claims.iss !== client.id) refuse('is of another client')
  if ((claims.client_id ?? client.id) !== client.id) refuse('is of another client')
  requireAudience(ctx, client, claims.aud)
  requireTimes(ctx, client, claims)
  const inside = toAsked(claims)
  if (asked.responseType !== undefined && (inside.responseType ?? asked.responseType) !== asked.responseType) {
    refuse('asks for another response_type')
  }
  const isWhole = client.openid.requiresSignedRequest || client.openid.profile === 'fapi2'
  const beside = isWhole ? onlyInside : { ...asked, request: undefined }
  return { ...beside, ...inside, clientId: client.id }
}

/** Nothing of the request itself. */
const onlyInside: AuthorizationAsked = {
  clientId: '',
  redirectUri: undefined,
  responseType: undefined,
  responseMode: undefined,
  state: undefined,
  scope: undefined,
  codeChallenge: undefined,
  codeChallengeMethod: undefined,
  nonce: undefined,
  prompt: undefined,
}

const verify = async (ctx: Context, client: Client, text: string): Promise<Claims> => {
  const algorithms = algorithmsOf(client.openid)
  const unsigned = readUnsigned(text)
  if (unsigned) return algorithms.includes('none') ? unsigned : refuse('has to be signed')
  const claims = await verifyClientJwt(text, keysOf(ctx, client), algorithms)
  return (claims as Claims | undefined) ?? refuse('is not signed by the client')
}

const algorithmsOf = ({ profile, requestObjectAlg, requiresSignedRequest }: OpenIdSettings): readonly string[] => {
  const all: readonly string[] = profile === 'fapi2' ? fapiAlgorithms : [...clientAlgorithms, 'none']
  const allowed = requiresSignedRequest ? all.filter((alg) => alg !== 'none') : all
  return requestObjectAlg === null ? allowed : allowed.filter((alg) => alg === requestObjectAlg)
}

/** RFC 7519 section 6: it says no more than parameters do, and nobody vouches for it. */
const readUnsigned = (text: string): Claims | undefined => {
  const read = readUnverified(text)
  return read?.alg === 'none' && text.endsWith('.') ? (read.claims as Claims) : undefined
}

const requireAudience = (ctx: Context, { openid }: Client, audience: unknown): void => {
  if (audience === undefined && openid.profile !== 'fapi2') return
  if (![audience].flat().includes(ctx.config.publicUrl)) refuse('is for another server')
}

const requireTimes = ({ clock }: Context, { openid }: Client, { exp, nbf, iat }: Claims): void => {
  const now = clock.now() / 1000
  const times = [exp, nbf, iat].filter((time) => time !== undefined)
  if (!times.every((time) => typeof time === 'number' && Number.isFinite(time))) refuse('has a time that is none')
  const [ends, begins] = [exp, nbf] as (number | undefined)[]
  if (ends !== undefined && ends <= now - clockSeconds) refuse('has expired')
  if ((begins ?? 0) > now + clockSeconds) refuse('is not good yet')
  if (openid.profile !== 'fapi2') return
  if (ends === undefined || begins === undefined) return refuse('needs exp and nbf')
  if (begins < now - longestSeconds - clockSeconds || ends - begins > longestSeconds) refuse('is good for too long')
}

/** Its claims are the parameters; only `claims` and numbers are no texts there. */
const toAsked = (claims: Claims): Partial<AuthorizationAsked> => {
  requireText(claims)
  const text = (name: keyof typeof longest): string | undefined => {
    const value = claims[name]
    if (value === undefined || value === '') return undefined
    if (typeof value !== 'string') return refuse(`has a ${name} that is no text`)
    return value.length <= longest[name] ? value : refuse(`has a ${name} that is too long`)
  }
  const { claims: asked, max_age: maxAge } = claims
  const asText = typeof asked === 'object' && asked !== null ? JSON.stringify(asked) : text('claims')
  if (asText !== undefined && asText.length > longest.claims) refuse('has claims that are too long')
  const read: Partial<Record<keyof AuthorizationAsked, unknown>> = {
    redirectUri: text('redirect_uri'),
    responseType: text('response_type'),
    responseMode: text('response_mode'),
    state: text('state'),
    scope: text('scope'),
    codeChallenge: text('code_challenge'),
    codeChallengeMethod: text('code_challenge_method'),
    nonce: text('nonce'),
    prompt: text('prompt'),
    idTokenHint: text('id_token_hint'),
    loginHint: text('login_hint'),
    claims: asText,
    keyThumbprint: text('dpop_jkt'),
    resource: text('resource'),
    uiLocales: text('ui_locales'),
    maxAgeSeconds: maxAge === undefined ? undefined : toSeconds(maxAge),
  }
  return Object.fromEntries(
    Object.entries(read).filter(([, value]) => value !== undefined),
  ) as Partial<AuthorizationAsked>
}

/** Lengths of parameters, as the contract has them of those in a link. */
const longest = {
  redirect_uri: 2048,
  response_type: 40,
  response_mode: 40,
  state: 2048,
  scope: 1000,
  code_challenge: 1000,
  code_challenge_method: 40,
  nonce: 1000,
  prompt: 100,
  id_token_hint: 8192,
  login_hint: 254,
  claims: 4096,
  dpop_jkt: 100,
  resource: 2048,
  ui_locales: 1000,
} as const

const toSeconds = (value: unknown): number => {
  const isWritten = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
  const seconds = isWritten ? Number(value) : NaN
  const isGood = Number.isInteger(seconds) && seconds >= 0 && seconds <= 2_147_483_647
  return isGood ? seconds : refuse('has a max_age that is no number')
}
