// What a token is good for, and its end, whatever kind it is.
import type { Context } from '../../context.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import type { Membership } from '../../model/organization.ts'
import { policies } from '../../model/policies.ts'
import type { RefreshToken, Session } from '../../model/session.ts'
import { type SignedClaims, signJwt } from '../../outside/jwt.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findClient } from '../../storage/clients.ts'
import { transaction } from '../../storage/database.ts'
import { findRefreshToken } from '../../storage/refresh-tokens.ts'
import { insertRevokedToken, isRevokedToken } from '../../storage/revoked-tokens.ts'
import { type LiveSession, findSession } from '../../storage/sessions.ts'
import { endSession } from '../../storage/ended-sessions.ts'
import { record } from '../administration/audit.ts'
import { hasGoodMaker } from '../clients/client-makers.ts'
import { isTokenOfClient, verifyAccessToken } from './access-tokens.ts'
import type { ProvenClient } from '../authorization/client-authentication.ts'
import { type OrganizationOf, findMembershipOfToken, findSessionOfToken } from './session-tokens.ts'
import { findSessionBehind, findSessionOfRefreshToken } from './sessions.ts'

export type Introspected =
  | {
      readonly kind: 'access'
      readonly claims: SignedClaims
      /** In the organization that the token speaks for; null where it speaks for none. */
      readonly membership: Membership | null
    }
  | { readonly kind: 'refresh'; readonly live: LiveSession; readonly token: RefreshToken }

/**
 * What a live token is good for, read fresh; undefined for any other text. A client of an account learns of the tokens of
 * its account's clients, one that registered itself of its own, one of the environment of all that the environment issued.
 */
export const introspectToken = async (
  ctx: Context,
  { client: asker }: ProvenClient,
  text: string,
  organizationOf: OrganizationOf,
): Promise<Introspected | undefined> => {
  const found = (await findAccessToken(ctx, text, organizationOf)) ?? (await findGoodRefreshToken(ctx, text))
  if (!found) return undefined
  const { client } = found
  const isOfSameAccount = asker.organizationId !== null && asker.organizationId === client?.organizationId
  const mayKnow = isOwnClient(asker) || isOfSameAccount || asker.id === client?.id
  return found.environmentId === asker.environmentId && mayKnow ? found.token : undefined
}

/** The answer as a JWT that only this service can have made, for whoever asked (RFC 9701 section 5). */
export const signIntrospection = async (ctx: Context, { client }: ProvenClient, answer: object): Promise<string> => {
  const claims = {
    iss: ctx.config.publicUrl,
    aud: client.id,
    iat: Math.floor(ctx.clock.now() / 1000),
    token_introspection: answer,
  }
  const key = await ctx.keyring.signingKey(client.openid.introspectionAlg ?? 'RS256')
  return signJwt(claims, key, 'token-introspection+jwt')
}

/** Ends a token of this client; says nothing of whether it was one (RFC 7009 section 2.2). */
export const revokeToken = async (ctx: Context, { client }: ProvenClient, text: string): Promise<void> => {
  const claims = await verifyAccessToken(ctx, text)
  const session = claims ? await findSessionNamed(ctx, claims) : await findSessionBehind(ctx, text)
  // Good at a resource server only, or a machine's: it has no session to end.
  if (claims && (claims.sid === undefined || claims.aud !== ctx.config.publicUrl)) {
    if (claims.cid === client.id) await insertRevokedToken(ctx.db, claims.jti, claims.exp * 1000)
  } else if (session?.clientId === client.id) {
    const { id, environmentId, userId } = session
    await transaction(ctx.db, async (db) => {
      if (!(await endSession(db, id, ctx.clock.now(), 'revoked'))) return
      await record(ctx, db, 'session.revoked', { environmentId, userId, sessionId: id, data: { clientId: client.id } })
    })
  }
}

interface Found {
  readonly token: Introspected
  readonly environmentId: string
  /** Whom it was issued to. */
  readonly client: Client | undefined
}

const findAccessToken = async (
  ctx: Context,
  text: string,
  organizationOf: OrganizationOf,
): Promise<Found | undefined> => {
  const claims = await verifyAccessToken(ctx, text)
  if (!claims || (await isRevokedToken(ctx.db, claims.jti))) return undefined
  if (claims.sid === undefined) return findMachineToken(ctx, claims)
  const live = await findSessionOfToken(ctx, claims, organizationOf)
  const membership = live && (await findMembershipOfToken(ctx, live, claims, organizationOf))
  // Where it is undefined, the token speaks for nobody any more.
  if (!live || membership === undefined) return undefined
  const token = { kind: 'access', claims, membership } as const
  return { token, client: await clientOf(ctx, live.session), environmentId: live.session.environmentId }
}

const findMachineToken = async (ctx: Context, claims: SignedClaims): Promise<Found | undefined> => {
  const client = typeof claims.cid === 'string' ? await findClient(ctx.db, claims.cid) : undefined
  const isLive = client?.isActive && isTokenOfClient(ctx, client, claims) && (await hasGoodMaker(ctx.db, client))
  return isLive
    ? { token: { kind: 'access', claims, membership: null }, client, environmentId: client.environmentId }
    : undefined
}

const findGoodRefreshToken = async (ctx: Context, text: string): Promise<Found | undefined> => {
  const live = await findSessionOfRefreshToken(ctx, text)
  const token = await findRefreshToken(ctx.db, sha256(text))
  // What a browser shows our own pages is no token of any client.
  if (!live || !token || live.session.surface === policies.browser.surface) return undefined
  const { session } = live
  const client = await clientOf(ctx, session)
  return { token: { kind: 'refresh', live, token }, client, environmentId: session.environmentId }
}

const clientOf = async (ctx: Context, { clientId }: Session): Promise<Client | undefined> =>
  clientId === null ? undefined : findClient(ctx.db, clientId)

const findSessionNamed = async (ctx: Context, { sid }: SignedClaims): Promise<Session | undefined> =>
  typeof sid === 'string' ? findSession(ctx.db, sid, ctx.clock.now()) : undefined
