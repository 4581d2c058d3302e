// Sign-in with a passkey, with nothing typed: the authenticator says who it is (WebAuthn level 3 section 7.2).
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import type { Assertion } from '../../outside/passkeys.ts'
import type { Database } from '../../storage/database.ts'
import { isWithinReach } from '../clients/client-members.ts'
import type { ChallengeFor } from '../factors/passkey-challenges.ts'
import { type PasskeyRoom, passkeyRequestFor, readPasskeyProof, usePasskeyProof } from '../factors/passkey-proof.ts'
import type { StartedSession } from '../sessions/sessions.ts'
import { startSignedInSession } from './sign-in.ts'

export interface PasskeyPlace extends PasskeyRoom {
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
export const passkeyRequest = (ctx: Context, policy: Policy, place: PasskeyPlace) =>
  passkeyRequestFor(ctx, boundTo(policy, place))

/**
 * Begins what `begin` makes of it for the person whose passkey has signed, in the transaction that uses challenge and counter up. All
 * that does not hold is `invalid_passkey`: see `readPasskeyProof`.
 */
export const provePasskey = async <Begun>(
  ctx: Context,
  policy: Policy,
  place: PasskeyPlace,
  credential: Assertion,
  begin: (db: Database, user: User) => Promise<Begun>,
): Promise<Begun> => {
  const proof = await readPasskeyProof(ctx, boundTo(policy, place), place, credential)
  return usePasskeyProof(ctx, proof, async (db) => {
    if (!(await isWithinReach(db, place.client, proof.user))) throw new Failure('invalid_passkey')
    return begin(db, proof.user)
  })
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
