// What every successful sign-in of this surface answers with.
import type { Context } from '../../context.ts'
import { heldInSession } from '../../identity/roles/held-roles.ts'
import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import { activeRights } from '../../identity/sessions/active-organization.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import type { Environment } from '../../model/environment.ts'
import { policies } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import type { Wire } from '../handle.ts'
import { describeUser } from '../app-and-platform/describe-user.ts'
import { toAppClaims, toTokenPair } from '../app-and-platform/views.ts'

interface SignedIn extends StartedSession {
  readonly user: User
  readonly environment: Environment
}

/** Tokens of a session; their claims are read fresh. */
export const toTokens = async (ctx: Context, started: SignedIn): Promise<Wire['TokenPair']> => {
  const { session, user, environment } = started
  const held = await heldInSession(ctx, session)
  const access = await issueAccessToken(ctx, {
    session,
    audience: ctx.config.publicUrl,
    seconds: policies.app.accessSeconds,
    claims: toAppClaims(user, environment, await activeRights(ctx, session), held),
  })
  return toTokenPair(access, started, held)
}

/** Tokens, and whose they are. */
export const toSignedIn = async (ctx: Context, started: SignedIn): Promise<Wire['AppSignedIn']> => ({
  ...(await toTokens(ctx, started)),
  user: await describeUser(ctx, started.user, started.environment),
})
