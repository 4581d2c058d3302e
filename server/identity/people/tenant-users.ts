// The users of an application, for its administrators and for users who may decide over others.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { SystemPermission } from '../../model/role.ts'
import type { User } from '../../model/user.ts'
import { isUniqueViolation, transaction } from '../../storage/database.ts'
import { forgetSwitchedOff } from '../../storage/directory-users.ts'
import { countUsers, listUsers, updateUser } from '../../storage/users.ts'
import { findUsersByExternalIds } from '../../storage/many-users.ts'
import { requireEnvironmentOf } from '../administration/applications.ts'
import { byCaller, record } from '../administration/audit.ts'
import { rowsOfPage, toPage } from '../administration/cursors.ts'
import { requireEmail } from './emails.ts'
import { shutOut } from './shut-out.ts'
import { hashPassword, requireStrongPassword } from '../passwords/passwords.ts'
import { takeSecondFactors } from '../factors/second-factor.ts'
import {
  type ActingAs,
  asAdministrator,
  requireAuthority,
  requireNoHigher,
  requireUserOf,
  withAuthority,
  withPermission,
} from '../roles/authority.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { makeUser } from './users.ts'
import { requireFreshMaker } from '../sessions/fresh.ts'

/** A page, counted from 1. */
export interface Page {
  readonly page: number
  readonly limit: number
}

/** What narrows a list of users, and where it goes on. */
export interface UsersWish {
  /** Any part of an address or a name. */
  readonly search?: string | undefined
  /** As the page before gave it; then `page` says nothing. */
  readonly cursor?: string | undefined
}

/** Newest first. */
export const listApplicationUsers = async (
  ctx: Context,
  acting: ActingAs,
  page: Page,
  { search, cursor }: UsersWish = {},
): Promise<{ found: User[]; total: number; nextCursor: string | null }> => {
  const { environmentIds: ids } = await requireAuthority(ctx, acting)
  const filter = search === undefined ? {} : { search }
  const [rows, total] = await Promise.all([
    listUsers(ctx.db, ids, { ...rowsOfPage(page, cursor), ...filter }),
    countUsers(ctx.db, ids, filter),
  ])
  return { ...toPage(rows, page.limit), total }
}

/** A user of any environment that the caller decides over, or `user_not_found`. */
export const requireApplicationUser = async (ctx: Context, acting: ActingAs, userId: string): Promise<User> =>
  requireUserOf(ctx.db, await requireAuthority(ctx, acting), userId)

/** The same, by the id that they have elsewhere, for whom the environment's roles permit it. */
export const requireUserByExternalId = async (
  ctx: Context,
  permission: SystemPermission,
  externalId: string,
): Promise<User> => {
  const [environment] = (await requireAuthority(ctx, withPermission(permission))).environments
  const [found] = await findUsersByExternalIds(ctx.db, environment.id, [externalId])
  if (!found) throw new Failure('user_not_found')
  return found
}

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
  requireProvenMaker(ctx)
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
 * Whoever is switched off is signed out at once, and no link, code or ticket of theirs works any more. Refuses a user who stands higher than
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
    if (isActive !== undefined) await forgetSwitchedOff(db, user.id)
    if (status !== 'active') await shutOut(ctx, db, user)
    const fields = Object.keys({ ...names, ...(isActive !== undefined && { isActive }) })
    await record(ctx, db, 'user.updated', {
      ...about(ctx, { id: user.environmentId }, user),
      data: { userId: user.id, fields },
    })
    return updated
  })

/** By a fresh proof of an administrator. See `takeSecondFactors`. */
export const removeApplicationUserFactors = async (
  ctx: Context,
  applicationId: string,
  userId: string,
): Promise<void> => {
  const user = await requireApplicationUser(ctx, asAdministrator(applicationId), userId)
  requireFreshMaker(ctx)
  await takeSecondFactors(ctx, await requireEnvironmentOf(ctx, applicationId, user.environmentId), user)
}

const about = (ctx: Context, { id }: Pick<Environment, 'id'>, user: User) => ({
  environmentId: id,
  ...byCaller(ctx),
  userId: user.id,
  data: { userId: user.id },
})
