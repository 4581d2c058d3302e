// The users of an application, for its administrators and for users who may decide over others.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import { isUniqueViolation, transaction } from '../../storage/database.ts'
import { endSessionsOfUser } from '../../storage/sessions.ts'
import { countUsers, listUsers, updateUser } from '../../storage/users.ts'
import { requireEnvironmentOf } from '../administration/applications.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireEmail } from './emails.ts'
import { retireProofs } from '../proofs/one-time-proofs.ts'
import { hashPassword, requireStrongPassword } from '../passwords/passwords.ts'
import { takeSecondFactors } from '../factors/second-factor.ts'
import {
  type ActingAs,
  asAdministrator,
  requireAuthority,
  requireNoHigher,
  requireUserOf,
  withAuthority,
} from '../roles/authority.ts'
import { makeUser } from './users.ts'

/** A page, counted from 1. */
export interface Page {
  readonly page: number
  readonly limit: number
}

export const toOffset = ({ page, limit }: Page) => ({ offset: (page - 1) * limit, limit })

/** Newest first. `search` is any part of an address or a name. */
export const listApplicationUsers = async (
  ctx: Context,
  acting: ActingAs,
  page: Page,
  search?: string,
): Promise<{ found: User[]; total: number }> => {
  const { environmentIds: ids } = await requireAuthority(ctx, acting)
  const filter = search === undefined ? {} : { search }
  const found = await listUsers(ctx.db, ids, { ...toOffset(page), ...filter })
  return { found, total: await countUsers(ctx.db, ids, filter) }
}

/** A user of any environment that the caller decides over, or `user_not_found`. */
export const requireApplicationUser = async (ctx: Context, acting: ActingAs, userId: string): Promise<User> =>
  requireUserOf(ctx.db, await requireAuthority(ctx, acting), userId)

export interface NewApplicationUser {
  readonly email: string
  readonly password: string
  readonly firstName: string | null
  readonly lastName: string | null
}

/** The address counts as not proven: nobody can prove it for its owner. */
export const createApplicationUser = async (
  ctx: Context,
  acting: ActingAs,
  { password, ...given }: NewApplicationUser,
): Promise<User> => {
  const [environment] = (await requireAuthority(ctx, acting)).environments
  const email = requireEmail(given.email)
  await requireStrongPassword(ctx, environment, password, { ...given, email })
  const passwordHash = await hashPassword(ctx, password)
  return transaction(ctx.db, async (db) => {
    const user = await makeUser(ctx, db, { ...given, environmentId: environment.id, email, passwordHash })
    await record(ctx, db, 'user.created', about(ctx, environment, user))
    return user
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new Failure('user_exists', undefined, { cause: error })
    throw error
  })
}

/**
 * Whoever is switched off is signed out at once, and nothing mailed to them works any more. Refuses a user who stands higher than
 * the caller with `insufficient_role`.
 */
export const updateApplicationUser = async (
  ctx: Context,
  acting: ActingAs,
  userId: string,
  { isActive, ...names }: Partial<Pick<User, 'firstName' | 'lastName'>> & { isActive?: boolean },
): Promise<User> =>
  withAuthority(ctx, acting, async (db, authority) => {
    const user = await requireUserOf(db, authority, userId)
    await requireNoHigher(db, authority, user)
    const status = isActive === undefined ? user.status : isActive ? 'active' : 'suspended'
    const now = ctx.clock.now()
    const updated = await updateUser(db, user.id, { ...names, status, updatedAt: now })
    if (!updated) throw new Failure('user_not_found')
    if (status !== 'active') {
      await endSessionsOfUser(db, user.id, now, 'user_suspended')
      await retireProofs(ctx, db, user)
    }
    await record(ctx, db, 'user.updated', about(ctx, { id: user.environmentId }, user))
    return updated
  })

/** See `takeSecondFactors`. */
export const removeApplicationUserFactors = async (
  ctx: Context,
  applicationId: string,
  userId: string,
): Promise<void> => {
  const user = await requireApplicationUser(ctx, asAdministrator(applicationId), userId)
  await takeSecondFactors(ctx, await requireEnvironmentOf(ctx, applicationId, user.environmentId), user)
}

const about = (ctx: Context, { id }: Pick<Environment, 'id'>, user: User) => ({
  environmentId: id,
  ...byCaller(ctx),
  data: { userId: user.id },
})
