import type { Context } from '../context.ts'
import { canonicalEmail } from '../model/email.ts'
import type { Client } from '../model/client.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { type Database, transaction } from '../storage/database.ts'
import { listMembershipsOfUser } from '../storage/memberships.ts'
import { hasSessionFrom } from '../storage/sessions.ts'
import { findUserByEmail, updateUser } from '../storage/users.ts'
import { giveBack, spend } from './limits.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { type StartedSession, startSession } from './sessions.ts'

export interface PasswordProof {
  readonly environment: Environment
  readonly client: Client | null
  readonly email: string
  readonly password: string
}

/** How a sign-in goes on, once who it is was proven. */
export type SignIn =
  | ({ readonly kind: 'signed_in'; readonly user: User } & StartedSession)
  /** The environment lets nobody in before their address is proven. */
  | { readonly kind: 'verification_required'; readonly user: User }

/** Signs a person in with their password. Every surface comes through here. */
export const signInWithPassword = async (
  ctx: Context,
  policy: Policy,
  { environment, client, email, password }: PasswordProof,
): Promise<SignIn> => {
  const address = canonicalEmail(email)
  const user = address ? await findUserByEmail(ctx.db, environment.id, address) : undefined
  const tries = await spendTry(ctx, environment, address ?? email, user)

  const matches = await passwordMatches(ctx, password, user?.passwordHash ?? null).catch(async (error: unknown) => {
    // A guess that nobody looked at is none.
    await tries.giveBack()
    throw error
  })
  if (!user || !matches || user.status !== 'active') throw new Failure('invalid_credentials')
  await tries.giveBack()
  // Said only after the right password.
  if (environment.settings.requireEmailVerification && user.emailVerifiedAt === null) {
    return { kind: 'verification_required', user }
  }

  // Hashed before the transaction: nothing else waits for it.
  const upgrade =
    user.passwordHash && ctx.passwords.needsRehash(user.passwordHash) ? await hashPassword(ctx, password) : undefined
  return transaction(ctx.db, async (db) => {
    const signedIn = await startProvenSession(ctx, db, policy, { user, client })
    if (upgrade) await updateUser(db, user.id, { passwordHash: upgrade, updatedAt: user.updatedAt })
    return signedIn
  })
}

/**
 * Lets in somebody who has proven who they are, by whatever means. Refuses with `invalid_credentials` where they were put
 * out, or their password was changed, since `user` was read: a reset ends the sessions it sees and no later ones.
 */
export const startProvenSession = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  { user, client }: { user: User; client: Client | null },
): Promise<SignIn> => {
  const current = await updateUser(db, user.id, { lastSignInAt: ctx.clock.now(), updatedAt: user.updatedAt })
  if (current?.status !== 'active' || current.passwordHash !== user.passwordHash) {
    throw new Failure('invalid_credentials')
  }
  const [first] = await listMembershipsOfUser(db, user.id)
  const started = await startSession(ctx, db, policy, { user, client, organizationId: first?.organizationId ?? null })
  return { kind: 'signed_in', ...started, user: current }
}

/**
 * Counts the guess before it is made. Somebody who guesses from elsewhere cannot lock the owner out: an address that
 * the owner has signed in from counts by itself.
 */
const spendTry = async (ctx: Context, environment: Environment, address: string, user: User | undefined) => {
  const known = user ? await hasSessionFrom(ctx.db, user.id, ctx.ip) : false
  const perUser = `${environment.id}:${address.slice(0, 254)}${known ? `:${ctx.ip}` : ''}`
  await spend(ctx, 'signInPerIp', ctx.ip)
  await spend(ctx, 'signInPerUser', perUser)
  return {
    giveBack: async () => {
      await giveBack(ctx, 'signInPerIp', ctx.ip)
      await giveBack(ctx, 'signInPerUser', perUser)
    },
  }
}
