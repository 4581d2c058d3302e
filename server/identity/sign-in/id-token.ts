// Sign-in by an ID token that a provider's own library gave to an app on a device.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { ShownIdToken } from '../../outside/providers/connections.ts'
import { transaction } from '../../storage/database.ts'
import { insertSpentAssertion } from '../../storage/spent-assertions.ts'
import { isMoreAsked } from '../factors/required-factor.ts'
import { requireProvider } from '../providers/provider-flows.ts'
import { personOfProvider } from '../providers/provider-identities.ts'
import { type Challenged, issueTicket } from './tickets.ts'
import { type SignIn, startSignedInSession } from './sign-in.ts'

/**
 * The provider's word stands for the same person as after a redirect; see `personOfProvider`. A token signs in once: whoever copies
 * it from a log or a device finds it used up. `invalid_id_token` for one that is not good, not for this application, or used.
 */
export const signInWithIdToken = async (
  ctx: Context,
  policy: Policy,
  {
    environment,
    provider,
    token,
    ...shown
  }: ShownIdToken & {
    readonly environment: Environment
    readonly provider: string
    readonly token: string
  },
): Promise<Extract<SignIn, { kind: 'signed_in' }> | Challenged> => {
  const connection = requireProvider(ctx, provider)
  await ctx.spend('providerFlowsPerIp', ctx.ip)
  const read = await connection.readIdToken(token, shown, ctx.ownUrl)
  // Before anybody is made or linked by it.
  if (!read || !(await insertSpentAssertion(ctx.db, read.fingerprint, read.endsAt))) {
    throw new Failure('invalid_id_token')
  }
  const { profile } = read
  const { user } = await personOfProvider(ctx, { policy, environment, client: null, provider, profile })
  return transaction(ctx.db, async (db) => {
    if (await isMoreAsked(db, user)) {
      return { kind: 'challenged', ...(await issueTicket(ctx, db, policy, user)) }
    }
    const by = { user, client: null, by: 'provider', otherwise: 'invalid_id_token' } as const
    return { kind: 'signed_in', ...(await startSignedInSession(ctx, db, policy, by)), user }
  })
}
