import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import { canonicalEmail } from '../model/email.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { isUniqueViolation, transaction } from '../storage/database.ts'
import { findUserByEmail } from '../storage/users.ts'
import { record } from './audit.ts'
import { spend } from './limits.ts'
import { queueMail } from './mail.ts'
import { makeOrganization } from './organizations.ts'
import { hashPassword, requireStrongPassword } from './passwords.ts'
import { type StartedSession, startSession } from './sessions.ts'
import { makeUser } from './users.ts'

export interface NewPerson {
  readonly environment: Environment
  readonly client: Client | null
  readonly email: string
  readonly password: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly organizationName: string | null
}

/** Makes a user, their own organization and their ownership of it, and starts a session: all or nothing. */
export const signUpWithPassword = async (
  ctx: Context,
  policy: Policy,
  person: NewPerson,
): Promise<StartedSession & { user: User }> => {
  await spend(ctx, 'signUpPerIp', ctx.ip)
  const email = requireEmail(person.email)
  requireStrongPassword(person.environment.settings, person.password, { email })
  if (await findUserByEmail(ctx.db, person.environment.id, email)) throw new Failure('user_exists')
  const passwordHash = await hashPassword(ctx, person.password)

  try {
    return await transaction(ctx.db, async (db) => {
      const user = await makeUser(ctx, db, {
        environmentId: person.environment.id,
        email,
        passwordHash,
        firstName: person.firstName,
        lastName: person.lastName,
        lastSignInAt: ctx.clock.now(),
      })
      const { organization } = await makeOrganization(ctx, db, {
        environmentId: user.environmentId,
        parentId: null,
        name: person.organizationName,
        owner: user,
      })
      await record(ctx, db, 'user.signed_up', { environmentId: user.environmentId, userId: user.id })
      await queueMail(ctx, db, person.environment, 'welcome', user.email, {})
      const started = await startSession(ctx, db, policy, {
        user,
        client: person.client,
        organizationId: organization.id,
      })
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
