// What a client gets for a code, for a refresh token, and for being itself.
import type { Context } from '../../context.ts'
import { byClientSecret } from '../../model/authorization-code.ts'
import { type Client, type GrantType, isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { type Policy, audienceTokenSeconds } from '../../model/policies.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import { type AccessToken, issueMachineToken } from '../sessions/access-tokens.ts'
import { keyOfSession } from '../sessions/key-possession.ts'
import { type RedeemedCode, redeemCode } from './authorization-codes.ts'
import type { ProvenClient } from './client-authentication.ts'
import { resourceOf } from './resources.ts'
import { grantScope, narrowScope } from './scopes.ts'
import { refreshSession } from '../sessions/refresh.ts'
import { type StartedSession, findSessionBehind } from '../sessions/sessions.ts'

/**
 * Refuses a grant that the client has not registered for (RFC 7591 section 2). Its own token, which clients have always got
 * by their secret, is for all that did not register themselves.
 */
export const requireGrant = ({ openid, registrationHash }: Client, grant: GrantType): void => {
  const isRegistered = openid.grantTypes.includes(grant)
  if (!isRegistered && !(grant === 'client_credentials' && registrationHash === null)) {
    throw new Failure('unauthorized_client')
  }
}

/** To the key that whoever asks has proved to hold; null where they did not. */
interface Bound {
  readonly keyThumbprint: string | null
}

/** RFC 6749 section 4.1.3. */
export const exchangeCode = (
  ctx: Context,
  policy: Policy,
  { client, environment }: ProvenClient,
  {
    code,
    redirectUri,
    codeVerifier,
    keyThumbprint,
    resource,
  }: { code?: string; redirectUri?: string; codeVerifier?: string; resource?: string } & Bound,
): Promise<RedeemedCode> =>
  redeemCode(ctx, policy, {
    client,
    environment,
    keyThumbprint,
    resource,
    code: present('code', code),
    redirectUri: present('redirect_uri', redirectUri),
    // Registered to go without; a code that was asked for with a challenge needs its verifier all the same.
    codeVerifier:
      isConfidential(client) && !client.openid.requiresPkce ? (codeVerifier ?? null) : verifierOf(codeVerifier),
    withoutVerifier: byClientSecret,
  }).catch((error: unknown) => {
    // RFC 6749 section 5.2: what came between the code and its exchange makes it a bad grant.
    throw isRefusedSession(error) ? new Failure('invalid_authorization_code', undefined, { cause: error }) : error
  })

/** A code with its challenge and without the verifier is no good grant (RFC 7636 section 4.6). */
const verifierOf = (codeVerifier: string | undefined): string => {
  if (codeVerifier === undefined) throw new Failure('invalid_authorization_code', 'code_verifier: is missing')
  return codeVerifier
}

const isRefusedSession = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'access_denied' || error.code === 'second_factor_required')

/** RFC 6749 section 6. A refresh token of another client is refused as one that never was, and nothing is taken from it. */
export const exchangeRefreshToken = async (
  ctx: Context,
  policy: Policy,
  { client }: ProvenClient,
  {
    refreshToken,
    scope,
    keyThumbprint,
    resource,
  }: { refreshToken?: string; scope?: string; resource?: string } & Bound,
): Promise<LiveSession & StartedSession & { scope: string | null }> => {
  const presented = present('refresh_token', refreshToken)
  const session = await findSessionBehind(ctx, presented)
  if (session?.clientId !== client.id) throw new Failure('invalid_refresh_token')
  resourceOf(ctx, client, session.resource, resource)
  const narrowed = narrowScope(session.scope, scope)
  const key = keyOfSession(client, keyThumbprint)
  // FAPI 2.0 Security Profile section 5.3.2.1: no rotation. Who shows it proves itself, and its access tokens are bound to a key.
  const isKept = client.openid.profile === 'fapi2'
  return { ...(await refreshSession(ctx, policy, presented, key, isKept)), scope: narrowed }
}

/** RFC 6749 section 4.4: a token for the client itself, at one audience or, without one, at this service. */
export const grantClientCredentials = async (
  ctx: Context,
  { client }: ProvenClient,
  { audience, scope, claims, keyThumbprint }: { audience?: string; scope?: string; claims: object } & Bound,
): Promise<AccessToken & { scope: string | null }> => {
  if (!isConfidential(client) || client.registrationHash !== null) throw new Failure('unauthorized_client')
  const isRegistered =
    audience === undefined || audience === ctx.config.publicUrl || client.audiences.includes(audience)
  if (!isRegistered) throw new Failure('invalid_audience')
  const granted = grantScope(client, scope)
  const token = await issueMachineToken(ctx, {
    client,
    audience: audience ?? ctx.config.publicUrl,
    alg: client.openid.accessTokenAlg,
    seconds: audienceTokenSeconds,
    scope: granted,
    claims,
    keyThumbprint,
  })
  return { ...token, scope: granted }
}

const present = (field: string, value: string | undefined): string => {
  if (value === undefined) throw new Failure('invalid_request', `${field}: is missing`)
  return value
}
