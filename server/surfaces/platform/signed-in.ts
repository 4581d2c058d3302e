// What every successful sign-in of this surface answers with.
import type { Context } from '../../context.ts'
import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import type { Running } from '../../identity/administration/administrators.ts'
import { withSecondFactor } from '../../identity/factors/second-factor.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import { policies } from '../../model/policies.ts'
import { toTokenPair } from '../app-and-platform/views.ts'
import type { Wire } from '../handle.ts'
import { toPlatformClaims } from '../claims.ts'
import { toAdministrator } from './views.ts'

/** Tokens of a session; what its administrator may do is read fresh. */
export const toTokens = async (ctx: Context, started: Running & StartedSession): Promise<Wire['TokenPair']> => {
  const claims = toPlatformClaims(started)
  const access = await issueAccessToken(ctx, {
    session: started.session,
    audience: ctx.config.publicUrl,
    seconds: policies.platform.accessSeconds,
    claims,
  })
  return toTokenPair(access, started, claims)
}

/** An administrator, with what is kept elsewhere. */
export const describeAdministrator = async (ctx: Context, running: Running): Promise<Wire['PlatformUser']> =>
  toAdministrator(running, (await withSecondFactor(ctx, [running.user])).has(running.user.id))

/** Tokens, and whose they are. */
export const toSignedIn = async (
  ctx: Context,
  started: Running & StartedSession,
): Promise<Wire['PlatformSignedIn']> => ({
  ...(await toTokens(ctx, started)),
  user: await describeAdministrator(ctx, started),
})
