// What the machines of an application do for its people: make users, and accounts with a first owner.
import type { Context } from '../../context.ts'
import { noAddressFor } from '../../model/email.ts'
import { isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { findUser } from '../../storage/users.ts'
import { tellAdded } from '../organizations/added-members.ts'
import { record } from '../administration/audit.ts'
import { requireEmail } from './emails.ts'
import { type MadeOrganization, makeOrganization } from '../organizations/organizations.ts'
import { makeUser } from './users.ts'

export interface ApplicationUser {
  readonly email: string | undefined
  readonly firstName: string | undefined
  readonly lastName: string | undefined
}

/** Makes a user who has nothing to sign in with yet. Without an address they never will. */
export const addApplicationUser = async (
  ctx: Context,
  applicationId: string,
  { email, firstName, lastName }: ApplicationUser,
): Promise<User> => {
  const environment = requireApplicationMachine(ctx, applicationId)
  const address = email === undefined ? undefined : requireEmail(email)
  return refusingTaken(() =>
    transaction(ctx.db, async (db) => {
      const id = ctx.ids.uuid()
      const user = await makeUser(ctx, db, {
        id,
        environmentId: environment.id,
        email: address ?? noAddressFor(id),
        firstName: firstName ?? null,
        lastName: lastName ?? null,
      })
      await record(ctx, db, 'user.made', { environmentId: environment.id, userId: user.id })
      return user
    }),
  )
}

/**
 * Whoever owns the account first: a user by id, or a new one by address. That an address has a user already does not mean
 * that its owner made them, so nobody is found by it.
 */
export type FirstOwner = { readonly userId: string } | { readonly email: string }

/** Makes an account below no other, and its owner where they are given by address: all or nothing. */
export const registerAccount = async (
  ctx: Context,
  applicationId: string,
  { name, owner }: { name: string; owner: FirstOwner },
): Promise<MadeOrganization & { readonly owner: User }> => {
  const environment = requireApplicationMachine(ctx, applicationId)
  return refusingTaken(() =>
    transaction(ctx.db, async (db) => {
      const user = await ownerOf(ctx, db, environment.id, owner)
      const made = await makeOrganization(ctx, db, {
        environmentId: environment.id,
        parentId: null,
        name,
        owner: user,
        // Who was there before is told, and decides.
        hasJoined: !('userId' in owner),
      })
      if ('userId' in owner) await tellAdded(ctx, db, environment, user, made.organization)
      await record(ctx, db, 'organization.made', {
        environmentId: environment.id,
        userId: user.id,
        data: { organizationId: made.organization.id },
      })
      return { ...made, owner: user }
    }),
  )
}

const ownerOf = async (ctx: Context, db: Database, environmentId: string, owner: FirstOwner): Promise<User> => {
  if ('userId' in owner) {
    const user = await findUser(db, environmentId, owner.userId)
    if (!user || user.status === 'deleted') throw new Failure('user_not_found')
    return user
  }
  return makeUser(ctx, db, { environmentId, email: requireEmail(owner.email) })
}

/** The environment that a machine of the application works in. Clients that belong to an account are not the application's. */
const requireApplicationMachine = ({ caller }: Context, applicationId: string) => {
  if (caller.kind !== 'machine' || !isOwnClient(caller.client)) throw new Failure('machine_required')
  if (caller.environment.applicationId !== applicationId) throw new Failure('application_not_found')
  return caller.environment
}

const refusingTaken = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Failure('user_exists', undefined, { cause: error })
    throw error
  }
}
