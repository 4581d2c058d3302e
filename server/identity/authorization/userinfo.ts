// Who has signed in, for the client that holds an access token of theirs (OpenID Connect Core 1.0 section 5.3).
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type PersonClaims, claimsOf } from '../../model/openid-claims.ts'
import { policies, policyOfClient } from '../../model/policies.ts'
import { hasScope } from '../../model/scopes.ts'
import type { Session } from '../../model/session.ts'
import type { User } from '../../model/user.ts'
import { signJwt } from '../../outside/jwt.ts'
import { findClient } from '../../storage/clients.ts'
import { callerOfAccessToken, requireUser, verifyOwnToken } from '../sessions/callers.ts'
import { clientOfSession } from '../clients/clients.ts'
import { requireOrigin } from '../clients/origins.ts'
import { claimNamesOf, subjectOf } from './id-tokens.ts'

export type Userinfo = PersonClaims & { sub: string }

/** As claims, or signed for a client that has registered how (OpenID Connect Core 1.0 section 5.3.2). */
export type UserinfoAnswer = { readonly claims: Userinfo } | { readonly jwt: string }

/** Of the caller. */
export const readUserinfo = async (ctx: Context): Promise<UserinfoAnswer> => {
  const { user, session } = requireUser(ctx)
  return describe(ctx, user, session)
}

/** As `readUserinfo`, for a token that came in a form. */
export const readUserinfoOfToken = async (ctx: Context, token: string): Promise<UserinfoAnswer> => {
  const { user, session } = await callerOfOpenIdToken(ctx, token)
  const client = await clientOfSession(ctx, session)
  if (client) requireOrigin(ctx, client)
  return describe(ctx, user, session)
}

/** Who an access token of an app stands for. Its scope, which a refresh may have narrowed, stands in for its session's. */
export const callerOfOpenIdToken = async (ctx: Context, token: string) => {
  const claims = await verifyOwnToken(ctx, token)
  const client = typeof claims?.cid === 'string' ? await findClient(ctx.db, claims.cid) : undefined
  const { surface } = client ? policyOfClient(client) : policies.account
  const caller = await callerOfAccessToken(ctx, token, surface)
  const scope = typeof claims?.scope === 'string' ? claims.scope : null
  return { ...caller, session: { ...caller.session, scope } }
}

const describe = async (ctx: Context, user: User, session: Session): Promise<UserinfoAnswer> => {
  if (!hasScope(session.scope, 'openid')) throw new Failure('insufficient_scope')
  const client = await clientOfSession(ctx, session)
  const claims = { ...claimsOf(user, claimNamesOf(client, session)), sub: subjectOf(user) }
  if (!client?.openid.userinfoAlg) return { claims }
  const named = { ...claims, iss: ctx.config.publicUrl, aud: client.id }
  return { jwt: await signJwt(named, await ctx.keyring.signingKey(client.openid.userinfoAlg), 'JWT') }
}
