import type { Context } from '../../context.ts'
import { canonicalEmail } from '../../model/email.ts'
import type { Client } from '../../model/client.ts'
import { type Environment, isProofRequired } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { LimitName } from '../../model/limits.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findFirstJoined } from '../../storage/memberships.ts'
import { findUser, replacePasswordHash } from '../../storage/users.ts'
import { findUserForClient } from '../clients/client-members.ts'
import { isMoreAsked } from '../factors/required-factor.ts'
import { lockUnchanged } from '../people/lock-unchanged.ts'
import { requireUser } from '../sessions/callers.ts'
import { recordFailure } from '../limits/failed-proofs.ts'
import { type Try, countFailure, forgetFailures } from '../limits/limits.ts'
import { isAtHome } from '../limits/mailboxes.ts'
import { hashPassword, passwordMatches, requirePasswordLength } from '../passwords/passwords.ts'
import { tellOfNewDevice } from '../sessions/known-devices.ts'
import { type Authenticated, type SignInMethod, type StartedSession, startSession } from '../sessions/sessions.ts'

export interface PasswordProof {
  readonly environment: Environment
  readonly client: Client | null
  readonly email: string
  readonly password: string
}

/** The environment lets nobody in before their address is proven. Said only to who has proved that they are this user. */
export interface VerificationRequired {
  readonly kind: 'verification_required'
  readonly user: User
}

export type SignIn = ({ readonly kind: 'signed_in'; readonly user: User } & StartedSession) | VerificationRequired

/**
 * Starts a session of somebody who has just proved who they are, by whatever means. Refuses with `invalid_credentials`
 * where they were put out, their password changed or their address proven, since `user` was read: a reset ends the sessions it sees; with
 * `second_factor_required` where they have one, or have to, and it was not asked.
 */
export const startSignedInSession = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  {
    user,
    client,
    organizationId,
    confinedTo = null,
    scope = null,
    by,
    secondFactor,
    otherwise = 'invalid_credentials',
    seconds,
    authenticated,
  }: {
    user: User
    client: Client | null
    /** How they proved who they are. */
    by: SignInMethod
    /** The organization to speak for; absent: the one they joined first, where the policy says so. */
    organizationId?: string | undefined
    /** The one organization to act in, however many they are in. */
    confinedTo?: string | null
    scope?: string | null
    /** A code of theirs was taken before. */
    secondFactor?: 'passed'
    /** Why it is refused when the user changed meanwhile: what was presented is good no more. */
    otherwise?: Failure['code']
    /** See `startSession`. */
    seconds?: number | undefined
    authenticated?: Authenticated | undefined
  },
): Promise<StartedSession> => {
  if (!(await lockUnchanged(db, user, { lastSignInAt: ctx.clock.now() }))) throw new Failure(otherwise)
  // Every sign-in comes through here, so that none leads around the second factor.
  if (secondFactor !== 'passed' && (await isMoreAsked(db, user))) throw new Failure('second_factor_required')
  // What an app gets for a code was begun in a browser, which has been told of.
  if (authenticated === undefined && by !== 'verify_email') await tellOfNewDevice(ctx, db, user)
  const isFirst = organizationId === undefined && policy.organizations === 'own'
  const first = isFirst ? await findFirstJoined(db, user.id) : undefined
  return startSession(ctx, db, policy, {
    user,
    client,
    organizationId: organizationId ?? first?.organizationId ?? null,
    confinedTo,
    scope,
    by,
    seconds,
    authenticated,
  })
}

/**
 * The person whose password this is, or `invalid_credentials`. Starts nothing. Who cannot ask for a second factor later is
 * told `second_factor_required` at once, where there is or has to be one.
 */
export const provePassword = async (
  ctx: Context,
  proof: PasswordProof,
  { secondFactor }: { secondFactor?: 'later' } = {},
): Promise<{ kind: 'proven'; user: User } | VerificationRequired> => {
  const proven = await provePasswordFirst(ctx, proof)
  if (proven.kind === 'verification_required') return proven
  const { kind, user, forgetGuess } = proven
  await forgetGuess(ctx.db)
  if (secondFactor !== 'later' && (await isMoreAsked(ctx.db, user))) throw new Failure('second_factor_required')
  return { kind, user }
}

/** The same, of who can ask for a second factor later. What follows forgets the guess, in a transaction of its own: once. */
export const provePasswordFirst = async (
  ctx: Context,
  { environment, client, email, password }: PasswordProof,
): Promise<{ kind: 'proven'; user: User; forgetGuess: ForgetGuess } | VerificationRequired> => {
  const address = canonicalEmail(email)
  const user = address ? await findUserForClient(ctx.db, { environment, client }, address) : undefined
  const forgetGuess = await guess(ctx, environment, { address: address ?? email, user, password })
  if (!user || !forgetGuess) throw new Failure('invalid_credentials')

  if (isProofRequired(environment.settings) && user.emailVerifiedAt === null) {
    await forgetGuess(ctx.db)
    return { kind: 'verification_required', user }
  }
  const { passwordHash } = user
  if (passwordHash === null || !ctx.passwords.needsRehash(passwordHash)) return { kind: 'proven', user, forgetGuess }
  await forgetGuess(ctx.db)
  return { kind: 'proven', user: await rehashed(ctx, user, passwordHash, password), forgetGuess: async () => {} }
}

/**
 * Has the signed-in user prove once more who they are: `wrong_password` unless it is theirs. Counts as a guess at sign-in
 * does, so that a copied token buys no further guesses.
 */
export const requireOwnPassword = async (ctx: Context, password: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  const forgetGuess = await guess(ctx, environment, { address: user.email, user, password })
  if (!forgetGuess) throw new Failure('wrong_password')
  await forgetGuess(ctx.db)
}

/** A right guess is no guess: what was counted is given back, and failures before it count no more. */
type ForgetGuess = (db: Database) => Promise<void>

/** Undefined unless it is the password of somebody who may sign in. Wrong ones stay counted; a right one until it is forgotten. */
const guess = async (
  ctx: Context,
  environment: Environment,
  { address, user, password }: { address: string; user: User | undefined; password: string },
): Promise<ForgetGuess | undefined> => {
  requirePasswordLength(password)
  // First: where there is no room for it, nothing was guessed.
  const place = ctx.passwords.enter()
  try {
    const counted = await countGuess(ctx, environment, address, user)
    const matches = await passwordMatches(ctx, password, user?.passwordHash ?? null, place)
    if (matches && user?.status === 'active') return counted.forget
    await counted.keep()
    return undefined
  } finally {
    place.leave()
  }
}

/** The person, with their password hashed as new ones are, and no more as `from`. */
const rehashed = async (ctx: Context, user: User, from: string, password: string): Promise<User> => {
  const to = await hashPassword(ctx, password)
  const replaced = await replacePasswordHash(ctx.db, user.id, { from, to })
  if (replaced) return replaced
  // Another sign-in was first, or they have another password now.
  const current = await findUser(ctx.db, user.environmentId, user.id)
  const isRight = current && (await passwordMatches(ctx, password, current.passwordHash))
  if (!isRight || current.status !== 'active') throw new Failure('invalid_credentials')
  return current
}

/**
 * Counts the guess before it is made. Somebody who guesses from elsewhere cannot lock the owner out: an address that a
 * good session of the owner uses counts by itself.
 */
const countGuess = async (
  ctx: Context,
  { id: environmentId }: Environment,
  address: string,
  user: User | undefined,
) => {
  const person = personKey(environmentId, address)
  const atHome = await isAtHome(ctx, ctx.db, user)
  const tries: readonly Try[] = [
    ['signInPerIp', ctx.ip],
    ['signInPerUser', atHome ? `${person}:${ctx.ip}` : person],
  ]
  const guessed = { name: 'passwordsInARow', key: person, isAtHome: atHome } as const
  const usedUp: LimitName[] = []
  const { failures } = await transaction(ctx.db, async (db) => {
    for (const [name, key] of tries) if ((await ctx.spend(name, key, db)).remaining === 0) usedUp.push(name)
    const streak = await countFailure(ctx, db, guessed)
    if (streak.isPaused) usedUp.push(guessed.name)
    return streak
  })
  return {
    // In the same order, so that no two requests wait for each other's rows.
    forget: (within: Database) =>
      transaction(within, async (db) => {
        for (const [name, key] of tries) await ctx.giveBack(name, key, db)
        await forgetFailures(ctx, db, guessed)
      }),
    keep: () => recordFailure(ctx, { name: guessed.name, environmentId, user, email: address, failures, usedUp }),
  }
}

/** Whose password it is, whether or not there is a user. */
const personKey = (environmentId: string, address: string): string => `${environmentId}:${address.slice(0, 254)}`

/** A new password: what was guessed at the old one counts no more. */
export const forgetGuesses = (ctx: Context, db: Database, { environmentId, email }: User): Promise<void> =>
  forgetFailures(ctx, db, { name: 'passwordsInARow', key: personKey(environmentId, email) })
