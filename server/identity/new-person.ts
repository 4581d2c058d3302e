import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import type { Membership, Organization } from '../model/organization.ts'
import type { User } from '../model/user.ts'
import type { Database } from '../storage/database.ts'
import { insertMembership } from '../storage/memberships.ts'
import { insertOrganization } from '../storage/organizations.ts'
import { insertUser } from '../storage/users.ts'
import { record } from './audit.ts'
import { queueMail } from './mail.ts'

export interface NewPerson {
  readonly environment: Environment
  /** Canonical. */
  readonly email: string
  readonly emailVerifiedAt: number | null
  readonly passwordHash: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly avatarUrl: string | null
  readonly organizationName: string | null
}

/**
 * Makes a user, their own organization and their ownership of it, and greets them, in the caller's transaction. Fails with
 * a unique violation where the environment has that address already.
 */
export const addPerson = async (
  ctx: Context,
  db: Database,
  person: NewPerson,
): Promise<{ user: User; organization: Organization }> => {
  const user = newUser(ctx, person)
  const organization = newOrganization(ctx, person, user)
  await insertUser(db, user)
  await insertOrganization(db, organization)
  await insertMembership(db, newOwnership(ctx, organization, user))
  await record(ctx, db, 'user.signed_up', { environmentId: user.environmentId, userId: user.id })
  await queueMail(ctx, db, person.environment, 'welcome', user.email, {})
  return { user, organization }
}

const newUser = (ctx: Context, person: NewPerson): User => ({
  id: ctx.ids.uuid(),
  environmentId: person.environment.id,
  email: person.email,
  emailVerifiedAt: person.emailVerifiedAt,
  passwordHash: person.passwordHash,
  status: 'active',
  firstName: person.firstName,
  lastName: person.lastName,
  avatarUrl: person.avatarUrl,
  externalId: null,
  profile: null,
  metadata: null,
  lastSignInAt: ctx.clock.now(),
  createdAt: ctx.clock.now(),
  updatedAt: ctx.clock.now(),
})

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
