// Sign-in with a passkey, with nothing typed: the authenticator says who it is (WebAuthn level 3 section 7.2).
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { passkeySeconds } from '../../model/passkey.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { type Assertion, clientDataOf, readPasskeyUse } from '../../outside/passkeys.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findPasskey, usePasskey } from '../../storage/passkeys.ts'
import { findUser, lockUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { isWithinReach } from '../clients/client-members.ts'
import { mayUsePasskeys } from '../clients/origins.ts'
import { type ChallengeFor, isChallenge, issueChallenge, spendChallenge } from '../factors/passkey-challenges.ts'
import { handleOf } from '../factors/passkeys.ts'
import { giveBack, spend } from '../limits/limits.ts'
import type { StartedSession } from '../sessions/sessions.ts'
import { startSignedInSession } from './sign-in.ts'

export interface PasskeyPlace {
  readonly environment: Environment
  readonly client: Client | null
  /** What the browser keeps, where it keeps anything: only there the answer counts. */
  readonly holder: string | null
}

const boundTo = ({ surface }: Policy, { environment, client, holder }: PasskeyPlace): ChallengeFor => ({
  purpose: 'sign_in',
  surface,
  environmentId: environment.id,
  clientId: client?.id ?? null,
  holder,
})

/** What a browser hands to an authenticator to sign in. It names nobody: who has a passkey is not told. */
export const passkeyRequest = (ctx: Context, policy: Policy, place: PasskeyPlace) => ({
  challenge: issueChallenge(ctx, boundTo(policy, place)),
  rpId: ctx.config.passkeyDomain,
  timeout: passkeySeconds * 1000,
  userVerification: 'required' as const,
  allowCredentials: [],
})

/**
 * Begins what `begin` makes of it for the person whose passkey has signed, in the transaction that uses challenge and counter up. All
 * that does not hold is `invalid_passkey`: unknown, of elsewhere, signed for another page, used, copied.
 */
export const provePasskey = async <Begun>(
  ctx: Context,
  policy: Policy,
  place: PasskeyPlace,
  credential: Assertion,
  begin: (db: Database, user: User) => Promise<Begun>,
): Promise<Begun> => {
  const { environment, client } = place
  await spend(ctx, 'passkeysPerIp', ctx.ip)
  const said = clientDataOf(credential.response.clientDataJSON)
  if (!said || !(await mayUsePasskeys(ctx, place, said.origin))) throw new Failure('invalid_passkey')
  const passkey = await findPasskey(ctx.db, environment.id, credential.id)
  const isOurs = (challenge: string) => isChallenge(ctx, boundTo(policy, place), challenge)
  const ceremony = { rpId: ctx.config.passkeyDomain, origin: said.origin, isOurs }
  const use = passkey && (await readPasskeyUse(credential, passkey, ceremony))
  const user = passkey && (await findUser(ctx.db, environment.id, passkey.userId))
  if (!use || user?.status !== 'active' || credential.response.userHandle !== handleOf(user.id)) {
    throw new Failure('invalid_passkey')
  }
  const begun = await transaction(ctx.db, async (db) => {
    await lockUser(db, user.id)
    if (!(await isWithinReach(db, client, user)) || !(await spendChallenge(db, said.challenge))) {
      throw new Failure('invalid_passkey')
    }
    if (!(await usePasskey(db, passkey.id, { ...use, lastUsedAt: ctx.clock.now() }))) return undefined
    await giveBack(ctx, 'passkeysPerIp', ctx.ip, db)
    return { value: await begin(db, user) }
  })
  if (begun) return begun.value
  // Section 7.2 step 22: somebody has a copy of it, or the authenticator is broken.
  await record(ctx, ctx.db, 'passkey.counter_behind', { environmentId: environment.id, userId: user.id })
  throw new Failure('invalid_passkey')
}

/** A passkey asks for a PIN, a finger or a face: it is both factors, and no other is asked for. */
export const signInWithPasskey = (
  ctx: Context,
  policy: Policy,
  place: PasskeyPlace,
  credential: Assertion,
): Promise<StartedSession & { readonly user: User }> =>
  provePasskey(ctx, policy, place, credential, async (db, user) => {
    const { client } = place
    const proven = { by: 'passkey', secondFactor: 'passed', otherwise: 'invalid_passkey' } as const
    return { ...(await startSignedInSession(ctx, db, policy, { user, client, ...proven })), user }
  })
