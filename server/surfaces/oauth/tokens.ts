import type { Context } from '../../context.ts'
import { issueIdToken } from '../../identity/authorization/id-tokens.ts'
import { deviceGrant, exchangeDeviceCode } from '../../identity/authorization/device-codes.ts'
import { accessTokenType, exchangeGrant, exchangeToken } from '../../identity/authorization/token-exchange.ts'
import { mayRefresh } from '../../identity/authorization/scopes.ts'
import { requireConfidentialClient, requireProvenClient } from '../../identity/authorization/client-authentication.ts'
import type { ProvenClient } from '../../identity/authorization/client-authentication.ts'
import {
  exchangeCode,
  exchangeRefreshToken,
  grantClientCredentials,
  requireGrant,
} from '../../identity/authorization/grants.ts'
import { resourceOf } from '../../identity/authorization/resources.ts'
import { provenKey } from '../../identity/sessions/key-possession.ts'
import {
  introspectToken as introspect,
  signIntrospection,
  revokeToken as revoke,
} from '../../identity/sessions/tokens.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import { isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { policyOfClient } from '../../model/policies.ts'
import { hasScope } from '../../model/scopes.ts'
import type { User } from '../../model/user.ts'
import { fromClaims, toClaims, toMachineClaims } from '../claims.ts'
import type { Handle, Wire } from '../handle.ts'
import { toSessionAccess } from './session-tokens.ts'
import { fromCredentials, noStore, toIntrospection, toTokens } from './views.ts'

export const issueToken: Handle<'oauth.issueToken'> = async ({ body }, ctx) => {
  const proven = await requireProvenClient(ctx, fromCredentials(body))
  const grant = Object.hasOwn(grants, body.grant_type) ? grants[body.grant_type as keyof typeof grants] : undefined
  if (!grant) throw new Failure('unsupported_grant_type')
  requireGrant(proven.client, body.grant_type as keyof typeof grants)
  const keyThumbprint = await provenKey(ctx, proven.client)
  return { status: 200, headers: noStore, body: await grant(ctx, proven, body, keyThumbprint) }
}

type Grant = (
  ctx: Context,
  proven: ProvenClient,
  body: Wire['OAuthTokenRequest'],
  keyThumbprint: string | null,
) => Promise<Wire['OAuthTokens']>

const grants = {
  authorization_code: async (ctx, proven, body, keyThumbprint) => {
    const redeemed = await exchangeCode(ctx, policyOfClient(proven.client), proven, {
      code: body.code,
      redirectUri: body.redirect_uri,
      codeVerifier: body.code_verifier,
      keyThumbprint,
      resource: body.resource,
    })
    const { nonce } = redeemed.code
    const { scope } = redeemed.session
    const resource = resourceOf(ctx, proven.client, redeemed.code.resource, body.resource)
    return toSessionTokens(ctx, proven, redeemed, { scope, nonce, keyThumbprint, resource })
  },
  refresh_token: async (ctx, proven, body, keyThumbprint) => {
    const refreshed = await exchangeRefreshToken(ctx, policyOfClient(proven.client), proven, {
      refreshToken: body.refresh_token,
      scope: body.scope,
      keyThumbprint,
      resource: body.resource,
    })
    const resource = resourceOf(ctx, proven.client, refreshed.session.resource, body.resource)
    return toSessionTokens(ctx, proven, refreshed, { scope: refreshed.scope, nonce: null, keyThumbprint, resource })
  },
  [deviceGrant]: async (ctx, proven, body, keyThumbprint) => {
    const begun = await exchangeDeviceCode(ctx, policyOfClient(proven.client), proven, {
      deviceCode: body.device_code,
      keyThumbprint: isConfidential(proven.client) ? null : keyThumbprint,
    })
    return toSessionTokens(ctx, proven, begun, { scope: begun.session.scope, nonce: null, keyThumbprint })
  },
  [exchangeGrant]: async (ctx, proven, body, keyThumbprint) => {
    const asked = {
      subjectToken: body.subject_token,
      subjectTokenType: body.subject_token_type,
      requestedTokenType: body.requested_token_type,
      actorToken: body.actor_token,
      audience: body.audience ?? body.resource,
      scope: body.scope,
      keyThumbprint,
    }
    const { applicationId } = proven.environment
    const { scope, ...access } = await exchangeToken(ctx, proven, asked, {
      organizationOf: fromClaims,
      claimsOf: ({ user }, membership) => toClaims(user, membership, { clientId: proven.client.id, applicationId }),
    })
    return { ...toTokens(access, { scope, refreshToken: null }), issued_token_type: accessTokenType }
  },
  client_credentials: async (ctx, proven, body, keyThumbprint) => {
    const { scope, ...access } = await grantClientCredentials(ctx, proven, {
      audience: body.audience ?? body.resource,
      scope: body.scope,
      claims: toMachineClaims(proven.client, proven.environment.applicationId),
      keyThumbprint,
    })
    return toTokens(access, { scope, refreshToken: null })
  },
} satisfies Record<string, Grant>

const toSessionTokens = async (
  ctx: Context,
  { client, environment: { applicationId } }: ProvenClient,
  { session, user, refreshToken }: StartedSession & { user: User },
  {
    scope,
    nonce,
    keyThumbprint,
    resource,
  }: { scope: string | null; nonce: string | null; keyThumbprint: string | null; resource?: string | undefined },
): Promise<Wire['OAuthTokens']> => {
  const whose = { client, applicationId, session, user, scope, keyThumbprint }
  const access = await toSessionAccess(ctx, { ...whose, resource })
  const idToken = hasScope(scope, 'openid')
    ? await issueIdToken(ctx, { client, user, session, nonce, accessToken: access.token })
    : null
  return toTokens(access, { scope, idToken, refreshToken: mayRefresh(client, session) ? refreshToken : null })
}

export const introspectToken: Handle<'oauth.introspectToken'> = async ({ body }, ctx) => {
  const proven = await requireConfidentialClient(ctx, fromCredentials(body))
  const found = await introspect(ctx, proven, body.token, fromClaims)
  const answer = toIntrospection(ctx.config.publicUrl, found)
  const jwtType = 'application/token-introspection+jwt'
  if (!ctx.accepts.includes(jwtType)) return { status: 200, type: 'application/json', headers: noStore, body: answer }
  return { status: 200, type: jwtType, headers: noStore, body: await signIntrospection(ctx, proven, answer) }
}

export const revokeToken: Handle<'oauth.revokeToken'> = async ({ body }, ctx) => {
  const proven = await requireProvenClient(ctx, fromCredentials(body))
  await revoke(ctx, proven, body.token)
  return { status: 200 }
}
