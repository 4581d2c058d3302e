// The tokens of somebody who has signed in for a client, as they go to the token endpoint or straight back.
import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import type { FrontAnswer } from '../../identity/authorization/front-channel.ts'
import { issueIdToken } from '../../identity/authorization/id-tokens.ts'
import { profileOf } from '../../identity/people/people.ts'
import { type AccessToken, issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import type { Client } from '../../model/client.ts'
import { audienceTokenSeconds, policies } from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import type { User } from '../../model/user.ts'
import { toClaims } from '../claims.ts'

interface SessionOf {
  readonly client: Client
  readonly applicationId: string
  readonly session: Session
  readonly user: User
  readonly scope: string | null
  /** Of the key that the token is bound to; null for a bearer token. */
  readonly keyThumbprint: string | null
  /** The resource server that it is for alone; absent where it is for this service. */
  readonly resource?: string | undefined
}

export const toSessionAccess = async (
  ctx: Context,
  { client, applicationId, session, user, scope, keyThumbprint, resource }: SessionOf,
): Promise<AccessToken> => {
  const { active } = await profileOf(ctx, user, applicationId, session.organizationId, client.organizationId)
  return issueAccessToken(ctx, {
    session,
    scope,
    keyThumbprint,
    audience: resource ?? ctx.config.publicUrl,
    alg: client.openid.accessTokenAlg,
    // RFC 8707 section 2: good there alone, and for as long as nobody can call it back.
    seconds:
      resource === undefined ? (client.accessTokenSeconds ?? policies.account.accessSeconds) : audienceTokenSeconds,
    claims: toClaims(user, active, { clientId: client.id, applicationId }),
  })
}

/** What the response type asks for, in the words of the answer (Multiple Response Type Encoding Practices section 3). */
export const toFrontTokens = async (
  ctx: Context,
  { client, environment, state, scope, nonce, resource }: AuthorizationRequest,
  { user, code, session, identified }: FrontAnswer,
): Promise<Readonly<Record<string, string | null>>> => {
  const { applicationId } = environment
  const whose = { client, applicationId, user, scope, keyThumbprint: null }
  const access = session && (await toSessionAccess(ctx, { ...whose, session, resource: resource ?? undefined }))
  const accessToken = access?.token ?? null
  const idToken =
    identified && (await issueIdToken(ctx, { client, user, session: identified, nonce, accessToken, code }))
  return {
    code,
    ...(access && {
      access_token: access.token,
      token_type: 'Bearer',
      expires_in: String(access.expiresInSeconds),
      scope,
    }),
    id_token: idToken,
    state,
    iss: ctx.config.publicUrl,
  }
}
