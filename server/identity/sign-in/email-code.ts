// Sign-in by a code that was mailed. Whoever reads the mail of an address may have it, so it also makes a user who is new.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { findUserByEmail } from '../../storage/users.ts'
import { isMoreAsked } from '../factors/required-factor.ts'
import { claimAddress } from '../people/addresses.ts'
import { addPerson } from '../people/new-person.ts'
import { splitName } from '../people/profiles.ts'
import { lockPlaces } from '../people/unproven-time.ts'
import { presentCodeOfAddress, useProof } from '../proofs/one-time-proofs.ts'
import { type MailQueued, requestProof } from '../proofs/proof-mails.ts'
import { requireSignUp } from '../providers/provider-identities.ts'
import { type Challenged, issueTicket } from './tickets.ts'
import { type SignIn, startSignedInSession } from './sign-in.ts'

/** Mails a code that signs in: to everybody who has the address or may join with it. The answer is the same for every address. */
export const requestSignInCode = (
  ctx: Context,
  policy: Policy,
  { environment, email }: { readonly environment: Environment; readonly email: string },
): Promise<MailQueued> => {
  const asked = { environment, client: null, email, redirectUri: null }
  return requestProof(ctx, policy, 'sign_in_code', asked, () => true, !environment.settings.disableSignUp)
}

export interface ShownCode {
  readonly environment: Environment
  readonly email: string
  readonly code: string
  /** How somebody new is called. */
  readonly name: string
}

/**
 * Uses a code and signs in whoever has its address: it proves that address, as `claimAddress` says. Where nobody has it a user
 * without a password is made, if people may join (`sign_up_disabled`).
 */
export const signInWithCode = async (
  ctx: Context,
  policy: Policy,
  shown: ShownCode,
): Promise<Extract<SignIn, { kind: 'signed_in' }> | Challenged> => {
  const { environment, email, code } = shown
  const presented = { code, email, surface: policy.proofSurface, environment }
  const proven = await presentCodeOfAddress(ctx, 'sign_in_code', presented)
  const address = proven.proof.email
  const enter = async (): Promise<Extract<SignIn, { kind: 'signed_in' }> | Challenged> => {
    const known = await findUserByEmail(ctx.db, environment.id, address)
    if (known && known.status !== 'active') throw new Failure('invalid_code')
    if (!known) await requireSignUp(ctx, environment)
    return transaction(ctx.db, async (db) => {
      await lockPlaces(db, known)
      await useProof(ctx, db, { ...proven, user: known })
      const user = known ? await claimAddress(ctx, db, known) : await join(ctx, db, policy, shown, address)
      if (await isMoreAsked(db, user)) {
        return { kind: 'challenged', ...(await issueTicket(ctx, db, policy, user)) }
      }
      const by = { user, client: null, by: 'email_code', otherwise: 'invalid_code' } as const
      return { kind: 'signed_in', ...(await startSignedInSession(ctx, db, policy, by)), user }
    })
  }
  // Somebody signed up with the address meanwhile: the code is not used yet, and is theirs who reads the mail.
  return enter().catch((error: unknown) => (isUniqueViolation(error) ? enter() : Promise.reject(error)))
}

const join = async (
  ctx: Context,
  db: Database,
  { organizations }: Policy,
  { environment, name }: ShownCode,
  email: string,
): Promise<User> => {
  const { user } = await addPerson(ctx, db, {
    environment,
    email,
    emailVerifiedAt: ctx.clock.now(),
    passwordHash: null,
    ...splitName(name),
    avatarUrl: null,
    organizations,
    organizationName: null,
  })
  return user
}
