import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Membership, Organization } from '../../model/organization.ts'
import { audienceTokenSeconds } from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import { findClient } from '../../storage/clients.ts'
import type { Database } from '../../storage/database.ts'
import { findMembership, listMembershipsIn, markJoined } from '../../storage/memberships.ts'
import {
  countChildren,
  countOrganizationsOfUser,
  listChildren,
  listOrganizationsOfUser,
} from '../../storage/organizations.ts'
import { updateSessionOrganization } from '../../storage/sessions.ts'
import { type CursorPage, rowsBehind, toPage, toPageBy } from '../administration/cursors.ts'
import { type AccessToken, issueAccessToken } from '../sessions/access-tokens.ts'
import { requireUser } from '../sessions/callers.ts'
import { reachesTo, requireAccess } from './access.ts'

/** With the caller's place in it. */
export interface SeenOrganization {
  readonly organization: Organization
  readonly membership: Membership | null
}

interface Page {
  readonly limit: number
  readonly offset: number
  /** As the page before gave it; then `offset` says nothing. */
  readonly cursor?: string | undefined
}

type Found = CursorPage<SeenOrganization> & { readonly total: number }

/** The organizations the caller is in, oldest first. `search` is any part of a name; `parentId` asks for those below it. */
export const listOwnOrganizations = async (
  ctx: Context,
  { limit, offset, cursor, ...filter }: Page & { search?: string; parentId?: string },
): Promise<Found> => {
  const { user, confinedTo } = requireUser(ctx)
  const wanted = { ...filter, ...(confinedTo !== null && { id: confinedTo }) }
  const [rows, total] = await Promise.all([
    listOrganizationsOfUser(ctx.db, user.id, { ...rowsBehind({ limit, offset, cursor }), ...wanted }),
    countOrganizationsOfUser(ctx.db, user.id, wanted),
  ])
  return { ...toPageBy(rows, limit, ({ membership }) => membership), total }
}

/** The organizations below another one: all of them for its owners, for others those they are in. */
export const listOrganizationsBelow = async (ctx: Context, parentId: string, page: Page): Promise<Found> => {
  const { role, membership } = await requireAccess(ctx, ctx.db, parentId)
  if (role !== 'owner') return listOwnOrganizations(ctx, { ...page, parentId })
  const { found: children, nextCursor } = toPage(await listChildren(ctx.db, parentId, rowsBehind(page)), page.limit)
  // A session that is confined tells of no other membership of its user.
  const ids = children.map(({ id }) => id)
  const own = membership
    ? await listMembershipsIn(
        ctx.db,
        membership.userId,
        ids.filter((id) => reachesTo(ctx, id)),
      )
    : []
  const found = children.map((organization) => ({
    organization,
    membership: own.find(({ organizationId }) => organizationId === organization.id) ?? null,
  }))
  return { found, nextCursor, total: await countChildren(ctx.db, parentId) }
}

/** A token that speaks for one organization at one resource server that the session's client is registered for. */
export const issueAudienceToken = async (
  ctx: Context,
  organizationId: string,
  audience: string,
  claimsOf: (membership: Membership) => object,
): Promise<AccessToken> => {
  const { session, user, keyThumbprint } = requireUser(ctx)
  const membership = reachesTo(ctx, organizationId) ? await findMembership(ctx.db, organizationId, user.id) : undefined
  if (!membership) throw new Failure('account_not_found')
  const client = session.clientId ? await findClient(ctx.db, session.clientId) : undefined
  if (!client?.audiences.includes(audience)) throw new Failure('invalid_audience')
  const claims = claimsOf(membership)
  const alg = client.openid.accessTokenAlg
  return issueAccessToken(ctx, { session, keyThumbprint, audience, alg, seconds: audienceTokenSeconds, claims })
}

/** Lets the caller's session speak for another organization that they are in, or for none. Its refresh token stays. */
export const switchOrganization = async (
  ctx: Context,
  organizationId: string | null,
  db: Database = ctx.db,
): Promise<Session> => {
  const { session, user } = requireUser(ctx)
  const mayGo =
    organizationId === null ||
    (reachesTo(ctx, organizationId) && (await findMembership(db, organizationId, user.id)) !== undefined)
  if (!mayGo) throw new Failure('account_not_found')
  if (organizationId !== null) await markJoined(db, organizationId, user.id, ctx.clock.now())
  const switched = await updateSessionOrganization(db, session.id, organizationId)
  if (!switched) throw new Failure('invalid_token')
  return switched
}
