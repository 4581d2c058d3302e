import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import { canonicalEmail } from '../model/email.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../storage/database.ts'
import { findUserByEmail } from '../storage/users.ts'
import { spend } from './limits.ts'
import { addPerson } from './new-person.ts'
import { hashPassword, requireStrongPassword } from './passwords.ts'
import { type StartedSession, startSession } from './sessions.ts'

export interface SignUp {
  readonly environment: Environment
  readonly client: Client | null
  readonly email: string
  readonly password: string
  readonly firstName: string | null
  readonly lastName: string | null
  /** Of their own organization, where the policy makes one. */
  readonly organizationName: string | null
  /** What else comes into being with them, or not at all. */
  readonly alongside?: (db: Database, user: User) => Promise<void>
}

/** Makes a user, with an organization of their own where the policy says so, and starts a session: all or nothing. */
export const signUpWithPassword = async (
  ctx: Context,
  policy: Policy,
  { client, password, alongside, ...person }: SignUp,
): Promise<StartedSession & { user: User }> => {
  await spend(ctx, 'signUpPerIp', ctx.ip)
  const email = requireEmail(person.email)
  requireStrongPassword(person.environment.settings, password, { email })
  if (await findUserByEmail(ctx.db, person.environment.id, email)) throw new Failure('user_exists')
  const passwordHash = await hashPassword(ctx, password)

  try {
    return await transaction(ctx.db, async (db) => {
      const { user, organization } = await addPerson(ctx, db, {
        ...person,
        organizations: policy.organizations,
        email,
        emailVerifiedAt: null,
        passwordHash,
        avatarUrl: null,
      })
      await alongside?.(db, user)
      const started = await startSession(ctx, db, policy, { user, client, organizationId: organization?.id ?? null })
      return { ...started, user }
    })
  } catch (error) {
    // Two sign-ups at once: the other one won.
    if (isUniqueViolation(error)) throw new Failure('user_exists', undefined, { cause: error })
    throw error
  }
}

/** The canonical form of an address, or `invalid_request`. */
export const requireEmail = (text: string): string => {
  const email = canonicalEmail(text)
  if (!email) throw new Failure('invalid_request', 'email: must be an email address')
  return email
}
