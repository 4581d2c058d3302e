import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
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
import { requireEmail } from './emails.ts'
import { spend } from './limits.ts'
import { queueMail } from './mail.ts'
import { hashPassword, requireStrongPassword } from './passwords.ts'
import { methodOf, queueProof, spendProofMail } from './proof-mails.ts'
import { type StartedSession, startSession } from './sessions.ts'

export interface NewPerson {
  readonly environment: Environment
  readonly client: Client | null
  readonly email: string
  readonly password: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly organizationName: string | null
  /** Where the mailed link goes on to, from an allow list; a page of ours without. */
  readonly redirectUri?: string | null
}

/** How a sign-up goes on. */
export type SignUp =
  | ({ readonly kind: 'signed_up'; readonly user: User } & StartedSession)
  /** The environment lets nobody in before their address is proven. Known addresses get this answer too. */
  | { readonly kind: 'verification_required'; readonly email: string }

/**
 * Makes a user, their own organization and their ownership of it, mails a proof of the address, and starts a session: all
 * or nothing. Where addresses have to be proven first, nobody learns whether this one has a user: its owner is told by
 * mail, and no session starts.
 */
export const signUpWithPassword = async (ctx: Context, policy: Policy, person: NewPerson): Promise<SignUp> => {
  await spend(ctx, 'signUpPerIp', ctx.ip)
  const { environment } = person
  const { requireEmailVerification } = environment.settings
  const email = requireEmail(person.email)
  requireStrongPassword(environment.settings, person.password, { email })
  const isKnown = async (db: Database) => (await findUserByEmail(db, environment.id, email)) !== undefined
  if (!requireEmailVerification && (await isKnown(ctx.db))) throw new Failure('user_exists')
  const method = methodOf(policy, environment.settings, 'verify_email')
  await spendProofMail(ctx, environment, 'verify_email', method, email)
  const passwordHash = await hashPassword(ctx, person.password)

  const join = () =>
    transaction(ctx.db, async (db): Promise<SignUp> => {
      if (requireEmailVerification && (await isKnown(db))) {
        await queueMail(ctx, db, environment, 'account_exists', email, {})
        return { kind: 'verification_required', email }
      }
      const user = newUser(ctx, person, email, passwordHash)
      const organizationId = await insertPerson(ctx, db, person, user)
      const proof = {
        environment,
        user,
        purpose: 'verify_email',
        email,
        redirectUri: person.redirectUri ?? null,
      } as const
      await queueProof(ctx, db, { ...proof, clientId: person.client?.id ?? null }, method)
      if (requireEmailVerification) return { kind: 'verification_required', email }
      const started = await startSession(ctx, db, policy, { user, client: person.client, organizationId })
      return { kind: 'signed_up', user, ...started }
    })
  return join().catch((error: unknown) => {
    // Two sign-ups at once: the other one won, and this one finds its user.
    if (!isUniqueViolation(error)) throw error
    if (requireEmailVerification) return join()
    throw new Failure('user_exists', undefined, { cause: error })
  })
}

/** Answers the organization's id. */
const insertPerson = async (ctx: Context, db: Database, person: NewPerson, user: User): Promise<string> => {
  const organization = newOrganization(ctx, person, user)
  await insertUser(db, user)
  await insertOrganization(db, organization)
  await insertMembership(db, newOwnership(ctx, organization, user))
  await record(ctx, db, 'user.signed_up', { environmentId: user.environmentId, userId: user.id })
  return organization.id
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
  lastSignInAt: person.environment.settings.requireEmailVerification ? null : ctx.clock.now(),
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
