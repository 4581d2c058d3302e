import type { Context } from '../context.ts'
import { canonicalEmail } from '../model/email.ts'
import type { Client } from '../model/client.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { type Database, transaction } from '../storage/database.ts'
import { findFirstJoined } from '../storage/memberships.ts'
import { hasTotpFactor } from '../storage/second-factors.ts'
import { hasSessionFrom } from '../storage/sessions.ts'
import { findUserByEmail, updateUser } from '../storage/users.ts'
import { requireUser } from './callers.ts'
import { type Try, giveBackEach, spendEach } from './limits.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { type StartedSession, startSession } from './sessions.ts'

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

/** Signs a person in with their password. Every surface comes through here. */
export const signInWithPassword = async (ctx: Context, policy: Policy, proof: PasswordProof): Promise<SignIn> => {
  const proven = await provePassword(ctx, proof)
  if (proven.kind === 'verification_required') return proven
  const { user } = proven
  const { client } = proof
  return transaction(ctx.db, async (db) => ({
    kind: 'signed_in',
    ...(await startSignedInSession(ctx, db, policy, { user, client })),
    user,
  }))
}

/**
 * Starts a session of somebody who has just proved who they are, by whatever means. Refuses with `invalid_credentials`
 * where they were put out, or their password was changed, since `user` was read: a reset ends the sessions it sees; with
 * `second_factor_required` where they have one and it was not asked.
 */
export const startSignedInSession = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  {
    user,
    client,
    organizationId,
    scope = null,
    secondFactor,
  }: {
    user: User
    client: Client | null
    /** The organization to speak for; absent: the one they joined first, where the policy says so. */
    organizationId?: string | undefined
    scope?: string | null
    /** A code of theirs was taken in this transaction. */
    secondFactor?: 'passed'
  },
): Promise<StartedSession> => {
  const current = await updateUser(db, user.id, { lastSignInAt: ctx.clock.now(), updatedAt: user.updatedAt })
  if (current?.status !== 'active' || current.passwordHash !== user.passwordHash) {
    throw new Failure('invalid_credentials')
  }
  // Every way in comes through here, so that none leads around the second factor.
  if (secondFactor !== 'passed' && (await hasTotpFactor(db, user.id))) throw new Failure('second_factor_required')
  const isFirst = organizationId === undefined && policy.organizations === 'own'
  const first = isFirst ? await findFirstJoined(db, user.id) : undefined
  return startSession(ctx, db, policy, {
    user,
    client,
    organizationId: organizationId ?? first?.organizationId ?? null,
    scope,
  })
}

/**
 * The person whose password this is, or `invalid_credentials`. Starts nothing. Who cannot ask for a second factor later is
 * told `second_factor_required` at once, where there is one.
 */
export const provePassword = async (
  ctx: Context,
  { environment, email, password }: Omit<PasswordProof, 'client'>,
  { secondFactor }: { secondFactor?: 'later' } = {},
): Promise<{ kind: 'proven'; user: User } | VerificationRequired> => {
  const address = canonicalEmail(email)
  const user = address ? await findUserByEmail(ctx.db, environment.id, address) : undefined
  const isRight = await guess(ctx, environment, { address: address ?? email, user, password })
  if (!user || !isRight) throw new Failure('invalid_credentials')

  const { requireEmailVerification } = environment.settings
  if (requireEmailVerification && user.emailVerifiedAt === null) return { kind: 'verification_required', user }
  if (secondFactor !== 'later' && (await hasTotpFactor(ctx.db, user.id))) throw new Failure('second_factor_required')
  return { kind: 'proven', user: await rehashed(ctx, user, password) }
}

/**
 * Has the signed-in user prove once more who they are: `wrong_password` unless it is theirs. Counts as a guess at sign-in
 * does, so that a copied token buys no further guesses.
 */
export const requireOwnPassword = async (ctx: Context, password: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  const isRight = await guess(ctx, environment, { address: user.email, user, password })
  if (!isRight) throw new Failure('wrong_password')
}

/** Whether it is the password of somebody who may sign in. Only wrong ones stay counted. */
const guess = async (
  ctx: Context,
  environment: Environment,
  { address, user, password }: { address: string; user: User | undefined; password: string },
): Promise<boolean> => {
  const tries = await spendTry(ctx, environment, address, user)
  const matches = await passwordMatches(ctx, password, user?.passwordHash ?? null).catch(async (error: unknown) => {
    // A guess that nobody looked at is none.
    await tries.giveBack()
    throw error
  })
  const isRight = matches && user?.status === 'active'
  if (isRight) await tries.giveBack()
  return isRight
}

/** The person, with their password hashed as new ones are. */
const rehashed = async (ctx: Context, user: User, password: string): Promise<User> => {
  if (!user.passwordHash || !ctx.passwords.needsRehash(user.passwordHash)) return user
  const passwordHash = await hashPassword(ctx, password)
  return (await updateUser(ctx.db, user.id, { passwordHash, updatedAt: user.updatedAt })) ?? user
}

/**
 * Counts the guess before it is made. Somebody who guesses from elsewhere cannot lock the owner out: an address that
 * the owner has signed in from counts by itself.
 */
const spendTry = async (ctx: Context, environment: Environment, address: string, user: User | undefined) => {
  const known = user ? await hasSessionFrom(ctx.db, user.id, ctx.ip) : false
  const perUser = `${environment.id}:${address.slice(0, 254)}${known ? `:${ctx.ip}` : ''}`
  const tries: readonly Try[] = [
    ['signInPerIp', ctx.ip],
    ['signInPerUser', perUser],
  ]
  await spendEach(ctx, tries)
  return { giveBack: () => giveBackEach(ctx, tries) }
}
