// What an authenticator has signed, and whose passkey it was: one rule wherever a passkey is shown (WebAuthn level 3 section 7.2).
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type Passkey, passkeySeconds } from '../../model/passkey.ts'
import type { User } from '../../model/user.ts'
import { type Assertion, clientDataOf, readAssertion, readPasskeyUse } from '../../outside/passkeys.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findPasskey, listPasskeysOfUser, usePasskey } from '../../storage/passkeys.ts'
import { findUser, lockUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { mayUsePasskeys } from '../clients/origins.ts'
import { type ChallengeFor, isChallenge, issueChallenge, spendChallenge } from './passkey-challenges.ts'
import { toDescriptor, handleOf } from './passkeys.ts'

/** Where a passkey is shown. */
export interface PasskeyRoom {
  readonly environment: Environment
  readonly client: Client | null
}

/** Looked at, and not taken yet. */
export interface PasskeyProof {
  readonly passkey: Passkey
  readonly user: User
  readonly use: { readonly counter: number; readonly isBackedUp: boolean }
  readonly challenge: string
}

/** What a browser hands to an authenticator. `allowed` are those that will do; none: any of somebody who is not known yet. */
export const passkeyRequestFor = (ctx: Context, bound: ChallengeFor, allowed: readonly Passkey[] = []) => ({
  challenge: issueChallenge(ctx, bound),
  rpId: ctx.config.passkeyDomain,
  timeout: passkeySeconds * 1000,
  userVerification: 'required' as const,
  allowCredentials: allowed.map(toDescriptor),
})

/** The same of somebody who is known: one of theirs has to sign. */
export const passkeyRequestOf = async (ctx: Context, bound: ChallengeFor, { id }: User) =>
  passkeyRequestFor(ctx, bound, await listPasskeysOfUser(ctx.db, id))

/** What an authenticator has signed, from a form, which carries text. */
export const assertionOfForm = (text: string): Assertion => {
  const signed = readAssertion(text)
  if (!signed) throw new Failure('invalid_passkey')
  return signed
}

/**
 * Looks at what was signed; counts the try. All that does not hold is `invalid_passkey`: unknown, of elsewhere, signed for another
 * page or challenge, or, where `owner` is known, a passkey of somebody else. An authenticator that was asked for one of theirs need not
 * say whose it is (section 6.3.3); one that was asked for any does.
 */
export const readPasskeyProof = async (
  ctx: Context,
  bound: ChallengeFor,
  room: PasskeyRoom,
  credential: Assertion,
  owner?: Pick<User, 'id'>,
): Promise<PasskeyProof> => {
  const { environment } = room
  await ctx.spend('passkeysPerIp', ctx.ip)
  const { clientDataJSON, userHandle } = credential.response
  const said = clientDataOf(clientDataJSON)
  if (!said || !(await mayUsePasskeys(ctx, room, said.origin))) throw new Failure('invalid_passkey')
  const passkey = await findPasskey(ctx.db, environment.id, credential.id)
  const isOurs = (challenge: string) => isChallenge(ctx, bound, challenge)
  const ceremony = { rpId: ctx.config.passkeyDomain, origin: said.origin, isOurs }
  const use = passkey && (await readPasskeyUse(credential, passkey, ceremony))
  const user = passkey && (await findUser(ctx.db, environment.id, passkey.userId))
  if (!use || user?.status !== 'active' || (owner && owner.id !== user.id)) throw new Failure('invalid_passkey')
  const isTold = userHandle === undefined ? owner !== undefined : userHandle === handleOf(user.id)
  if (!isTold) throw new Failure('invalid_passkey')
  return { passkey, user, use, challenge: said.challenge }
}

/**
 * Uses challenge and counter up, and begins what `begin` makes of it in the same transaction: `invalid_passkey` for all callers but one,
 * and where the counter is behind, which is written down.
 */
export const usePasskeyProof = async <Begun>(
  ctx: Context,
  { passkey, user, use, challenge }: PasskeyProof,
  begin: (db: Database) => Promise<Begun>,
): Promise<Begun> => {
  const begun = await transaction(ctx.db, async (db) => {
    await lockUser(db, user)
    if (!(await spendChallenge(db, challenge))) throw new Failure('invalid_passkey')
    if (!(await usePasskey(db, passkey.id, { ...use, lastUsedAt: ctx.clock.now() }))) return undefined
    await ctx.giveBack('passkeysPerIp', ctx.ip, db)
    return { value: await begin(db) }
  })
  if (begun) return begun.value
  // Section 7.2 step 22: somebody has a copy of it, or the authenticator is broken; unless it was removed meanwhile.
  const isThere = await findPasskey(ctx.db, passkey.environmentId, passkey.credentialId)
  if (isThere)
    await record(ctx, ctx.db, 'passkey.counter_behind', { environmentId: passkey.environmentId, userId: user.id })
  throw new Failure('invalid_passkey')
}
