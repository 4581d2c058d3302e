// Whom a provider's word stands for here. (provider, subject) is who somebody is; their address only helps the first time.
import type { Context } from '../../context.ts'
import { canonicalEmail, isSaidAs } from '../../model/email.ts'
import type { Client } from '../../model/client.ts'
import { type Environment, isProofRequired } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { ProviderProfile } from '../../model/provider.ts'
import type { User } from '../../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { findIdentity, insertIdentity } from '../../storage/identities.ts'
import { contestUser, findUser, findUserByEmail } from '../../storage/users.ts'
import { claimAddress } from '../people/addresses.ts'
import { record } from '../administration/audit.ts'
import { findUserForClient } from '../clients/client-members.ts'
import { requireRoomForIdentity } from './identity-rooms.ts'
import { mailAccountExists } from '../people/account-exists.ts'
import { addPerson } from '../people/new-person.ts'
import { methodOf, queueProof } from '../proofs/proof-mails.ts'
import { dropSignUps } from '../people/sign-up-attempts.ts'
import { lockPlaces } from '../people/unproven-time.ts'

interface Told {
  readonly policy: Policy
  readonly environment: Environment
  /** For whom they come; null where the environment asks for itself. */
  readonly client: Client | null
  readonly provider: string
  readonly profile: ProviderProfile
}

export interface FoundPerson {
  readonly user: User
  readonly isNew: boolean
}

/**
 * The user that a provider has vouched for: the one linked before, one with the same proven address, or a new one.
 * Throws `email_missing`, `email_unverified_at_provider`, `email_not_verified`, `sign_up_disabled`, `user_inactive`, or
 * `access_denied` before anything is made or mailed for somebody whom the client may not deal with.
 */
export const personOfProvider = async (ctx: Context, told: Told): Promise<FoundPerson> => {
  const found = await findOrAdd(ctx, told)
  if (!found || (isProofRequired(told.environment.settings) && found.user.emailVerifiedAt === null)) {
    throw new Failure('email_not_verified')
  }
  return found
}

/** Undefined where the address has a user whom the provider does not vouch for, and nobody is to learn that. */
const findOrAdd = async (ctx: Context, given: Told): Promise<FoundPerson | undefined> => {
  const known = await findLinked(ctx.db, given)
  if (known) return { user: known, isNew: false }
  const said = given.profile.email ?? ''
  const email = canonicalEmail(said)
  if (!email) throw new Failure('email_missing')
  // The provider has proven the address that it says. Where ours is written otherwise, that proves nothing of ours.
  const emailVerified = given.profile.emailVerified && isSaidAs(said, email)
  const told = { ...given, profile: { ...given.profile, emailVerified } }
  const owner = await findUserByEmail(ctx.db, told.environment.id, email)
  const isOfAccount = typeof given.client?.organizationId === 'string'
  if (isOfAccount && !(await findUserForClient(ctx.db, given, email))) throw new Failure('access_denied')
  const isHidden = isProofRequired(told.environment.settings) && !emailVerified
  if (!owner || isHidden) await requireSignUp(ctx, told.environment)
  if (owner && isHidden) return mailOwner(ctx, told, owner)
  const link = () =>
    transaction(ctx.db, async (db) => {
      await lockPlaces(db, owner)
      return linkOrAdd(ctx, db, told, email)
    })
  // Two sign-ins or sign-ups of one person at once: what the other one has made is found the second time.
  return link().catch((error: unknown) => (isUniqueViolation(error) ? link() : Promise.reject(error)))
}

/**
 * As for a new person: a mail goes to the address, and nobody is let in. Where nobody has proven it, it is not known from now on
 * whose the first sign-up was, as after a second one with a password.
 */
const mailOwner = async (ctx: Context, told: Told, user: User): Promise<undefined> => {
  await transaction(ctx.db, async (db) => {
    const isOpen = await contestUser(db, user.id, ctx.clock.now())
    await dropSignUps(ctx, db, user)
    if (isOpen && user.status === 'active') await mailProof(ctx, db, told, user)
    else await mailAccountExists(ctx, db, told.environment, { email: user.email, user })
  })
}

const mailProof = async (ctx: Context, db: Database, { policy, environment }: Told, user: User): Promise<void> => {
  const about = {
    environment,
    surface: policy.proofSurface,
    user,
    email: user.email,
    clientId: null,
    redirectUri: null,
  }
  const method = methodOf(policy, environment.settings, 'verify_email')
  await queueProof(ctx, db, { ...about, purpose: 'verify_email' }, method)
}

/** Whether one more may join: `sign_up_disabled`, or `too_many_requests` from one address. */
export const requireSignUp = async (ctx: Context, { settings }: Environment): Promise<void> => {
  if (settings.disableSignUp) throw new Failure('sign_up_disabled')
  await ctx.spend('signUpPerIp', ctx.ip)
}

const findLinked = async (db: Database, told: Told): Promise<User | undefined> => {
  const identity = await findIdentity(db, told.environment.id, told.provider, told.profile.subject)
  const user = identity && (await findUser(db, told.environment.id, identity.userId))
  return user && requireActive(user)
}

const linkOrAdd = async (ctx: Context, db: Database, told: Told, email: string): Promise<FoundPerson> => {
  const linked = await findLinked(db, told)
  if (linked) return { user: linked, isNew: false }
  const known = await findUserByEmail(db, told.environment.id, email)
  const user = known ? await provenOwner(ctx, db, known, told.profile) : await add(ctx, db, told, email)
  await requireRoomForIdentity(ctx, db, user)
  await insertIdentity(db, {
    id: ctx.ids.uuid(),
    environmentId: user.environmentId,
    userId: user.id,
    provider: told.provider,
    subject: told.profile.subject,
    email,
    createdAt: ctx.clock.now(),
  })
  await record(ctx, db, 'user.provider_linked', {
    environmentId: user.environmentId,
    userId: user.id,
    data: { provider: told.provider },
  })
  return { user, isNew: !known }
}

/** A user may be linked by an address only where both sides have proven it. */
const provenOwner = async (ctx: Context, db: Database, user: User, profile: ProviderProfile): Promise<User> => {
  if (!profile.emailVerified) throw new Failure('email_unverified_at_provider')
  requireActive(user)
  return claimAddress(ctx, db, user)
}

/** As a sign-up does: where the provider does not vouch for the address, the person gets a mail to prove it. */
const add = async (ctx: Context, db: Database, told: Told, email: string): Promise<User> => {
  const { policy, environment, profile } = told
  const { user } = await addPerson(ctx, db, {
    environment,
    email,
    emailVerifiedAt: profile.emailVerified ? ctx.clock.now() : null,
    passwordHash: null,
    firstName: profile.firstName,
    lastName: profile.lastName,
    avatarUrl: profile.picture,
    organizations: policy.organizations,
    organizationName: null,
  })
  if (!profile.emailVerified) await mailProof(ctx, db, told, user)
  return user
}

const requireActive = (user: User): User => {
  if (user.status !== 'active') throw new Failure('user_inactive')
  return user
}
