import type { Context } from '../../context.ts'
import { administratorOf } from '../../identity/administration/administrators.ts'
import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import { activeOrganization } from '../../identity/sessions/active-organization.ts'
import { policies } from '../../model/policies.ts'
import { type MadePerson, expireSession as expire, makeSandboxPerson } from '../../sandbox/people.ts'
import { requireSandboxEnvironment } from '../../sandbox/sandbox.ts'
import { toAppClaims } from '../backend/views.ts'
import { toClaims, toPlatformClaims, toProjectClaims } from '../claims.ts'
import type { Handle, Wire } from '../handle.ts'

type ClaimsOf = (ctx: Context, made: MadePerson) => Promise<object>

/** As each surface issues its own. */
const claims: Readonly<Record<Wire['CreateSandboxUser']['surface'], ClaimsOf>> = {
  account: async (ctx, { user, session }) => {
    const { applicationId } = await requireSandboxEnvironment(ctx)
    const active = await activeOrganization(ctx, session)
    return toClaims(user, active?.membership ?? null, { clientId: session.clientId, applicationId })
  },
  app: async (ctx, { user }) => toAppClaims(user, await requireSandboxEnvironment(ctx), null),
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

export const createUser: Handle<'service.createUser'> = async ({ body }, ctx) => {
  const { surface, email, password, verified: isVerified = true } = body
  const made = await makeSandboxPerson(ctx, { surface, email, password, isVerified })
  const { user, session } = made
  const { subjectPrefix } = policies[surface]
  return {
    status: 201,
    body: {
      user: { id: `${subjectPrefix}${user.id}`, email: user.email, verified: user.emailVerifiedAt !== null },
      tokens: await toTokens(ctx, surface, made),
      sessionId: session.id,
    },
  }
}

export const expireSession: Handle<'service.expireSession'> = async ({ path }, ctx) => {
  await expire(ctx, path.session_id)
  return { status: 200, body: { expired: true } }
}
