// A token for a resource server, in exchange for one of ours (RFC 8693): what an account's own call gives, for OAuth clients.
import type { Context } from '../../context.ts'
import { isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import type { Membership } from '../../model/organization.ts'
import { audienceTokenSeconds } from '../../model/policies.ts'
import { type AccessToken, issueAccessToken } from '../sessions/access-tokens.ts'
import { verifyOwnToken } from '../sessions/callers.ts'
import { boundKey } from '../sessions/key-possession.ts'
import { type OrganizationOf, findMembershipOfToken, findSessionOfToken } from '../sessions/session-tokens.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import type { ProvenClient } from './client-authentication.ts'
import { narrowScope } from './scopes.ts'

export const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

interface Exchange {
  readonly subjectToken: string | undefined
  readonly subjectTokenType: string | undefined
  readonly requestedTokenType: string | undefined
  /** Not taken: nobody acts for anybody here. */
  readonly actorToken: string | undefined
  readonly audience: string | undefined
  readonly scope: string | undefined
  readonly keyThumbprint: string | null
}

type ClaimsOf = (live: LiveSession, membership: Membership | null) => object

/**
 * The new token says no more than the old one: it is of the same session, client and account, has a part of its scope, is bound to
 * its key, and is good at one registered audience alone.
 */
export const exchangeToken = async (
  ctx: Context,
  { client }: ProvenClient,
  asked: Exchange,
  { organizationOf, claimsOf }: { readonly organizationOf: OrganizationOf; readonly claimsOf: ClaimsOf },
): Promise<AccessToken & { scope: string | null }> => {
  const { subjectToken, audience, keyThumbprint } = requireReadable(asked)
  if (!client.audiences.includes(audience)) throw new Failure('invalid_audience')
  const claims = await verifyOwnToken(ctx, subjectToken)
  const live = claims && (await findSessionOfToken(ctx, claims, organizationOf))
  const membership = live && (await findMembershipOfToken(ctx, live, claims, organizationOf))
  const isOwn = live?.session.clientId === client.id && claims?.client_id === client.id
  if (!live || !isOwn || membership === undefined) throw new Failure('invalid_subject_token')
  if (!isOwnClient(client) && audience !== live.session.resource) throw new Failure('invalid_audience')
  const bound = boundKey(claims)
  if (bound !== null && bound !== keyThumbprint) throw new Failure('invalid_subject_token')
  const scope = narrowScope(typeof claims.scope === 'string' ? claims.scope : null, asked.scope)
  const token = await issueAccessToken(ctx, {
    session: live.session,
    scope,
    keyThumbprint,
    audience,
    alg: client.openid.accessTokenAlg,
    seconds: Math.min(audienceTokenSeconds, claims.exp - Math.floor(ctx.clock.now() / 1000)),
    claims: claimsOf(live, membership),
  })
  return { ...token, scope }
}

const requireReadable = ({ subjectToken, subjectTokenType, audience, ...asked }: Exchange) => {
  if (subjectToken === undefined) throw new Failure('invalid_request', 'subject_token: is missing')
  if (subjectTokenType !== accessTokenType) {
    throw new Failure('invalid_request', `subject_token_type: must be ${accessTokenType}`)
  }
  if ((asked.requestedTokenType ?? accessTokenType) !== accessTokenType) {
    throw new Failure('invalid_request', `requested_token_type: must be ${accessTokenType}`)
  }
  if (asked.actorToken !== undefined) throw new Failure('invalid_request', 'actor_token: is not taken')
  if (audience === undefined) throw new Failure('invalid_request', 'audience: is missing')
  return { subjectToken, audience, keyThumbprint: asked.keyThumbprint }
}
