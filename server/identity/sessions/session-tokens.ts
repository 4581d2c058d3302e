// What an access token of a session still stands for, read fresh.
import type { Context } from '../../context.ts'
import type { Membership } from '../../model/organization.ts'
import type { SignedClaims } from '../../outside/jwt.ts'
import { findCachedClient } from '../../storage/clients.ts'
import { findMembership } from '../../storage/memberships.ts'
import { type LiveSession, findLiveSession } from '../../storage/sessions.ts'
import { isTokenOfSession } from './access-tokens.ts'
import { noteSeen } from './sessions.ts'

/** The organization that a token speaks for, in its surface's words; undefined where it speaks for none. */
export type OrganizationOf = (claims: SignedClaims) => string | undefined

/**
 * The session of an access token. Undefined once it has ended, where the claims are none that we sign for it, and where it
 * went on to another organization: the token must not act there in the name of the old one.
 */
export const findSessionOfToken = async (
  ctx: Context,
  claims: SignedClaims,
  organizationOf: OrganizationOf,
): Promise<LiveSession | undefined> => {
  if (typeof claims.sid !== 'string') return undefined
  const live = await findLiveSession(ctx.db, claims.sid, ctx.clock.now(), await environmentOf(ctx, claims))
  if (!live || !isTokenOfSession(ctx, live.session, claims)) return undefined
  const organizationId = organizationOf(claims)
  const isAnothers = organizationId !== undefined && (live.session.organizationId ?? organizationId) !== organizationId
  if (isAnothers && isForUs(ctx, claims)) return undefined
  await noteSeen(ctx, live, madeAt(claims))
  return live
}

/** What its client belongs to, or what stands there in place of a client: see `isTokenOfSession`, which holds the token to it. */
const environmentOf = async ({ db }: Context, { client_id }: SignedClaims): Promise<string | undefined> => {
  if (typeof client_id !== 'string') return undefined
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(client_id)) return client_id
  return (await findCachedClient(db, client_id))?.environmentId
}

/** To the millisecond, which its name tells (RFC 9562 section 5.7): `iat` tells seconds alone. */
const madeAt = ({ jti, iat }: SignedClaims): number =>
  typeof jti === 'string' ? parseInt(jti.slice(0, 8) + jti.slice(9, 13), 16) : iat * 1000

/**
 * The membership that a session's token speaks for: null where it speaks for no organization, undefined where its user is
 * in that one no more. A token for another audience speaks for one of its own, whichever one its session speaks for.
 */
export const findMembershipOfToken = async (
  ctx: Context,
  { user, membership, confinedTo }: LiveSession,
  claims: SignedClaims,
  organizationOf: OrganizationOf,
): Promise<Membership | null | undefined> => {
  const organizationId = organizationOf(claims)
  if (organizationId === undefined) return null
  if (membership?.organizationId === organizationId) return membership
  const mayDiffer = !isForUs(ctx, claims) && (confinedTo === null || confinedTo === organizationId)
  return mayDiffer ? findMembership(ctx.db, organizationId, user.id) : undefined
}

const isForUs = ({ config }: Context, { aud }: SignedClaims): boolean => aud === config.publicUrl
