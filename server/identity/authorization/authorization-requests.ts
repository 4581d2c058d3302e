// An app asks for a person's sign-in, and gets a code or a refusal back (RFC 6749 section 4.1; OpenID Connect Core 1.0
// section 3.1).
import type { Context } from '../../context.ts'
import { type Client, isConfidential, isOwnClient } from '../../model/client.ts'
import { byClientSecret } from '../../model/authorization-code.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { hasScope } from '../../model/scopes.ts'
import { findClient } from '../../storage/clients.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { issueCode, requireCodeChallenge } from './authorization-codes.ts'
import { readClaims } from './claims-requests.ts'
import { authenticationContext, readIdToken } from './id-tokens.ts'
import { requireRedirectUri } from './redirects.ts'
import { grantScope } from './scopes.ts'

/** As it came: nothing of it is believed yet. */
export interface AuthorizationAsked {
  readonly clientId: string
  readonly redirectUri: string
  readonly responseType: string | undefined
  readonly responseMode: string | undefined
  readonly state: string | undefined
  readonly scope: string | undefined
  readonly codeChallenge: string | undefined
  readonly codeChallengeMethod: string | undefined
  readonly nonce: string | undefined
  readonly prompt: string | undefined
  readonly maxAgeSeconds?: number | undefined
  readonly idTokenHint?: string | undefined
  readonly claims?: string | undefined
  readonly keyThumbprint?: string | undefined
  /** What this service does not take, by its name. */
  readonly request?: string | undefined
  readonly requestUri?: string | undefined
  readonly registration?: string | undefined
}

/** How the answer travels (OAuth 2.0 Multiple Response Type Encoding Practices; OAuth 2.0 Form Post Response Mode). */
export const responseModes = ['query', 'fragment', 'form_post'] as const
export type ResponseMode = (typeof responseModes)[number]

/** What the request asks of the person who signs in. Null where it is none of OpenID Connect: the page is shown each time. */
export interface SignInDemands {
  readonly prompt: readonly string[]
  readonly maxAgeSeconds: number | null
  /** It has to be this one. */
  readonly subject: string | null
}

/** Checked: whoever signs in may be sent back with a code. */
export interface AuthorizationRequest {
  readonly client: Client
  readonly environment: Environment
  readonly redirectUri: string
  readonly state: string | null
  readonly scope: string | null
  readonly codeChallenge: string
  readonly nonce: string | null
  readonly responseMode: ResponseMode
  /** The `claims` asked for, as they are kept. */
  readonly claims: string | null
  /** Of the key whose proof the code is exchanged with. */
  readonly keyThumbprint: string | null
  readonly demands: SignInDemands | null
}

/** The same where no client is named, and the environment alone says whose request it is. */
export type CodeRequested = Omit<
  AuthorizationRequest,
  'client' | 'responseMode' | 'claims' | 'keyThumbprint' | 'demands'
> & {
  readonly client: Client | null
} & Partial<Pick<AuthorizationRequest, 'responseMode' | 'claims' | 'keyThumbprint' | 'demands'>>

/** What the app is told instead of a code, at its own redirect URI. */
export interface AuthorizationRefused {
  readonly kind: 'refused'
  readonly environment: Environment
  readonly redirectUri: string
  readonly state: string | null
  readonly responseMode?: ResponseMode | undefined
  readonly failure: Failure
}

/**
 * The client and its redirect URI come first: until they belong together, a refusal is thrown, and nobody is sent
 * anywhere. From then on it is the app that is told (RFC 6749 section 4.1.2.1), if the browser may go straight on to it.
 */
export const checkAuthorization = async (
  ctx: Context,
  asked: AuthorizationAsked,
): Promise<{ readonly kind: 'asked'; readonly request: AuthorizationRequest } | AuthorizationRefused> => {
  const client = await findClient(ctx.db, asked.clientId)
  const environment = client?.isActive ? await findEnvironment(ctx.db, client.environmentId) : undefined
  if (!client || !environment?.isActive) throw new Failure('invalid_request', 'client_id: names no client')
  const redirectUri = requireRedirectUri(client.redirectUris, asked.redirectUri)
  const state = asked.state ?? null
  const responseMode = responseModes.find((mode) => mode === asked.responseMode)
  try {
    const answerable = await requireAnswerable(ctx, client, asked)
    const nonce = asked.nonce ?? null
    const keyThumbprint = requireThumbprint(asked.keyThumbprint)
    const how = { responseMode: responseMode ?? 'query', keyThumbprint }
    const common = { client, environment, redirectUri, state, nonce, ...how }
    return { kind: 'asked', request: { ...common, ...answerable } }
  } catch (error) {
    const failure = asFailure(error)
    if (mayGoStraightOn(client, asked))
      return { kind: 'refused', environment, redirectUri, state, responseMode, failure }
    throw failure
  }
}

/**
 * Whether the browser may be sent on to the client before the person has answered a page of ours. Anybody may register a
 * client for their account, and our address in a link must not lead to theirs; only, who asks for no page gets none.
 */
export const mayGoStraightOn = (
  client: Pick<Client, 'organizationId' | 'registrationHash'>,
  { prompt }: { readonly prompt?: string | undefined },
): boolean => isOwnClient(client) || (prompt?.split(' ').includes('none') ?? false)

const requireAnswerable = async (ctx: Context, client: Client, asked: AuthorizationAsked) => {
  // OpenID Connect Core 1.0 section 3.1.2.6.
  if (asked.request !== undefined) throw new Failure('request_not_supported')
  if (asked.requestUri !== undefined) throw new Failure('request_uri_not_supported')
  if (asked.registration !== undefined) throw new Failure('registration_not_supported')
  if (asked.responseType === undefined) throw new Failure('invalid_request', 'response_type: is missing')
  if (asked.responseType !== 'code' || !client.openid.responseTypes.includes('code')) {
    throw new Failure('unsupported_response_type')
  }
  if (asked.responseMode !== undefined && !responseModes.some((mode) => mode === asked.responseMode)) {
    throw new Failure('invalid_request', `response_mode: must be one of ${responseModes.join(', ')}`)
  }
  const codeChallenge =
    isConfidential(client) && !client.openid.requiresPkce && asked.codeChallenge === undefined
      ? byClientSecret
      : requireCodeChallenge(asked.codeChallenge, asked.codeChallengeMethod)
  const prompt = asked.prompt?.split(' ').filter((word) => word !== '') ?? []
  if (prompt.includes('none') && prompt.length > 1) {
    throw new Failure('invalid_request', 'prompt: none stands alone')
  }
  const scope = grantScope(client, asked.scope)
  // Who registered itself is let in by a page each time, whatever it asks for.
  if (!hasScope(scope, 'openid') && client.registrationHash === null) {
    // Nobody stays signed in here from one request to the next, so without a page nobody can be.
    if (prompt.includes('none')) throw new Failure('login_required')
    return { codeChallenge, scope, claims: null, demands: null }
  }
  const { subject, contexts, ...claims } = readClaims(asked.claims)
  if (contexts && !contexts.includes(authenticationContext)) throw new Failure('unmet_authentication_requirements')
  const hint = asked.idTokenHint === undefined ? undefined : await readIdToken(ctx, asked.idTokenHint)
  return {
    codeChallenge,
    scope,
    claims: claims.idToken.length + claims.userinfo.length === 0 ? null : JSON.stringify(claims),
    demands: {
      prompt,
      maxAgeSeconds: asked.maxAgeSeconds ?? null,
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

/** What a person may put right on the page, so that the app is not told. */
export const triedAgain: readonly Failure['code'][] = [
  'invalid_credentials',
  'csrf_mismatch',
  'email_not_verified',
  'second_factor_required',
]

/** The code for somebody who has proved who they are, or what the app is told instead. */
export const answerAuthorization = async (
  ctx: Context,
  policy: Policy,
  request: CodeRequested,
  person: Pick<Parameters<typeof issueCode>[2], 'user' | 'provider' | 'authenticatedAt' | 'browserSessionId'>,
): Promise<{ readonly kind: 'code'; readonly code: string } | AuthorizationRefused> => {
  try {
    return { kind: 'code', code: await issueCode(ctx, policy, { ...request, ...person }) }
  } catch (error) {
    const { environment, redirectUri, state, responseMode } = request
    const failure = asFailure(error)
    if (triedAgain.includes(failure.code)) throw failure
    return { kind: 'refused', environment, redirectUri, state, responseMode, failure }
  }
}

export const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error
  throw error
}
