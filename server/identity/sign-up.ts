import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import { canonicalEmail } from '../model/email.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Membership, Organization } from '../model/organization.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../storage/database.ts'
import { insertMembership } from '../storage/memberships.ts'
import { insertOrganization } from '../storage/organizations.ts'
import { findUserByEmail, insertUser } from '../storage/users.ts'
import { record } from './audit.ts'
import { spend } from './limits.ts'
import { queueMail } from './mail.ts'
import { hashPassword, requireStrongPassword } from './passwords.ts'
import { type StartedSession, startSession } from './sessions.ts'

export interface NewPerson {
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
  person: NewPerson,
): Promise<StartedSession & { user: User }> => {
  await spend(ctx, 'signUpPerIp', ctx.ip)
  const email = requireEmail(person.email)
  requireStrongPassword(person.environment.settings, person.password, { email })
  if (await findUserByEmail(ctx.db, person.environment.id, email)) throw new Failure('user_exists')
  const passwordHash = await hashPassword(ctx, person.password)

  try {
    return await transaction(ctx.db, async (db) => {
      const user = newUser(ctx, person, email, passwordHash)
      await insertUser(db, user)
      const organization = policy.organizations === 'own' ? await foundOrganization(ctx, db, person, user) : null
      await person.alongside?.(db, user)
      await record(ctx, db, 'user.signed_up', { environmentId: user.environmentId, userId: user.id })
      await queueMail(ctx, db, person.environment, 'welcome', user.email, {})
      const started = await startSession(ctx, db, policy, {
        user,
        client: person.client,
        organizationId: organization?.id ?? null,
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

const newUser = (ctx: Context, person: NewPerson, email: string, passwordHash: string): User => ({
  id: ctx.ids.uuid(),
  environmentId: person.environment.id,
  email,
  emailVerifiedAt: null,
  passwordHash,
  status: 'active',
  firstName: person.firstName,
  lastName: person.lastName,
  avatarUrl: null,
  externalId: null,
  profile: null,
  metadata: null,
  lastSignInAt: ctx.clock.now(),
  createdAt: ctx.clock.now(),
  updatedAt: ctx.clock.now(),
})

const foundOrganization = async (ctx: Context, db: Database, person: NewPerson, owner: User): Promise<Organization> => {
  const organization = newOrganization(ctx, person, owner)
  await insertOrganization(db, organization)
  await insertMembership(db, newOwnership(ctx, organization, owner))
  return organization
}

const newOrganization = (ctx: Context, person: NewPerson, owner: User): Organization => ({
  id: ctx.ids.uuid(),
  environmentId: owner.environmentId,
  parentId: null,
  name: person.organizationName,
  slug: null,
  avatarUrl: null,
  metadata: null,
  createdBy: owner.id,
  createdAt: ctx.clock.now(),
  updatedAt: ctx.clock.now(),
})

const newOwnership = (ctx: Context, organization: Organization, owner: User): Membership => ({
  id: ctx.ids.uuid(),
  organizationId: organization.id,
  userId: owner.id,
  role: 'owner',
  createdAt: ctx.clock.now(),
  updatedAt: ctx.clock.now(),
})
