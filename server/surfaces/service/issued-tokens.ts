// The tokens of somebody that the sandbox has made or signed in, as each surface issues its own.
import type { Context } from '../../context.ts'
import { administratorOf } from '../../identity/administration/administrators.ts'
import { heldInSession } from '../../identity/roles/held-roles.ts'
import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import { activeOrganization } from '../../identity/sessions/active-organization.ts'
import { policies } from '../../model/policies.ts'
import type { MadePerson } from '../../sandbox/people.ts'
import { requireSandboxEnvironment } from '../../sandbox/sandbox.ts'
import { toAppClaims } from '../app-and-platform/views.ts'
import { toClaims, toPlatformClaims, toProjectClaims } from '../claims.ts'
import type { Wire } from '../handle.ts'

type ClaimsOf = (ctx: Context, made: MadePerson) => Promise<object>

/** As each surface issues its own. */
const claims: Readonly<Record<Wire['CreateSandboxUser']['surface'], ClaimsOf>> = {
  account: async (ctx, { user, session }) => {
    const { applicationId } = await requireSandboxEnvironment(ctx)
    const active = await activeOrganization(ctx, session)
    return toClaims(user, active?.membership ?? null, { clientId: session.clientId, applicationId })
  },
  app: async (ctx, { user, session }) =>
    toAppClaims(user, await requireSandboxEnvironment(ctx), null, await heldInSession(ctx, session)),
  platform: async (ctx, { user }) => toPlatformClaims(await administratorOf(ctx, user)),
  project: async (_ctx, { user }) => toProjectClaims(user),
}

/** The tokens of a session, as that surface issues them. */
export const toTokens = async (
  ctx: Context,
  surface: keyof typeof claims,
  made: MadePerson,
): Promise<Wire['SandboxTokens']> => {
  const about = {
    session: made.session,
    audience: ctx.config.publicUrl,
    seconds: policies[surface].accessSeconds,
    claims: await claims[surface](ctx, made),
  }
  const { token, expiresInSeconds } = await issueAccessToken(ctx, about)
  return { accessToken: token, refreshToken: made.refreshToken, expiresIn: expiresInSeconds }
}
