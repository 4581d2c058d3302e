// How far somebody decides over the users and roles of an application: nobody gives, takes or changes what they do not hold.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type ApplicationRole, type Permission, type SystemPermission, highestLevel, wordOf } from '../../model/role.ts'
import type { User } from '../../model/user.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { listPermissionsOfRoles } from '../../storage/permissions.ts'
import { listRolesOfUsers } from '../../storage/roles.ts'
import { findUserAmong } from '../../storage/users.ts'
import { requireEnvironments } from '../administration/applications.ts'
import { requireProven, requireUser } from '../sessions/callers.ts'

/** In what right the caller asks: as a user whose roles allow it, or as an administrator of the application's tenant. */
export type ActingAs =
  | { readonly kind: 'user'; readonly permission: SystemPermission }
  | {
      readonly kind: 'administrator'
      readonly applicationId: string
      /** One of its environments; undefined for all. */
      readonly environmentId?: string | undefined
    }

export const withPermission = (permission: SystemPermission): ActingAs => ({ kind: 'user', permission })

export const asAdministrator = (applicationId: string, environmentId?: string): ActingAs => ({
  kind: 'administrator',
  applicationId,
  environmentId,
})

/** What the caller decides over. */
export interface Authority {
  readonly environments: readonly [Environment, ...Environment[]]
  readonly environmentIds: readonly string[]
  readonly level: number
  readonly may: (permission: SystemPermission) => boolean
  /** Whether they hold all of these. */
  readonly holds: (permissions: readonly Permission[]) => boolean
}

/**
 * For what only reads. A user needs the permission and a proven address: refuses with `insufficient_permission` or
 * `email_not_verified`.
 */
export const requireAuthority = async (ctx: Context, acting: ActingAs): Promise<Authority> =>
  authorityIn(ctx, ctx.db, acting, await environmentsOf(ctx, acting))

/** For what changes roles or who holds them: one at a time in an application, so that what was read still holds when it is written. */
export const withAuthority = async <T>(
  ctx: Context,
  acting: ActingAs,
  work: (db: Database, authority: Authority) => Promise<T>,
): Promise<T> => {
  const environments = await environmentsOf(ctx, acting)
  return exclusively(ctx.db, `roles of ${environments[0].applicationId}`, async (db) =>
    work(db, await authorityIn(ctx, db, acting, environments)),
  )
}

const environmentsOf = async (ctx: Context, acting: ActingAs): Promise<Authority['environments']> =>
  acting.kind === 'user'
    ? [requireProven(ctx).environment]
    : requireEnvironments(ctx, acting.applicationId, acting.environmentId)

const authorityIn = async (
  ctx: Context,
  db: Database,
  acting: ActingAs,
  environments: Authority['environments'],
): Promise<Authority> => {
  if (acting.kind === 'administrator') {
    return { ...among(environments), level: highestLevel, may: () => true, holds: () => true }
  }
  const authority = await authorityOfUser(db, environments, requireProven(ctx).user)
  requirePermission(authority, acting.permission)
  return authority
}

/** What a user decides over by the roles that they hold. */
export const authorityOfUser = async (
  db: Database,
  environments: Authority['environments'],
  { id }: Pick<User, 'id'>,
): Promise<Authority> => {
  const roles = (await listRolesOfUsers(db, [id])).map(({ role }) => role)
  const permissions = await permissionsOf(db, roles)
  const held = new Set(permissions.map((one) => one.id))
  const words = new Set(permissions.map(wordOf))
  return {
    ...among(environments),
    level: levelOf(roles),
    may: (permission) => words.has(permission),
    holds: (wanted) => wanted.every((one) => held.has(one.id)),
  }
}

const among = (environments: Authority['environments']) => ({
  environments,
  environmentIds: environments.map(({ id }) => id),
})

/** Refuses with `insufficient_permission`, and says which one is missing. */
export const requirePermission = ({ may }: Authority, permission: SystemPermission): void => {
  if (!may(permission)) throw new Failure('insufficient_permission', `Permission: ${permission}.`)
}

/** Whether the user who asks has proven their address, and their roles allow it. */
export const hasPermission = async (ctx: Context, db: Database, permission: SystemPermission): Promise<boolean> => {
  const { user, environment } = requireUser(ctx)
  if (user.emailVerifiedAt === null) return false
  return (await authorityOfUser(db, [environment], user)).may(permission)
}

/** Whoever holds no role stands below everybody. */
const levelOf = (roles: readonly ApplicationRole[]): number =>
  Math.max(-1, ...roles.map(({ hierarchyLevel }) => hierarchyLevel))

/** Whether nothing of these is higher, or allows more than they hold. */
export const reachesRoles = async (
  db: Database,
  { level, holds }: Authority,
  roles: readonly ApplicationRole[],
): Promise<boolean> => {
  return levelOf(roles) <= level && holds(await permissionsOf(db, roles))
}

const permissionsOf = (db: Database, roles: readonly ApplicationRole[]): Promise<Permission[]> =>
  listPermissionsOfRoles(
    db,
    roles.map(({ id }) => id),
  )

/** Refuses with `insufficient_role` what is higher than the caller, or allows more than they may. */
export const requireReach = async (
  db: Database,
  authority: Authority,
  roles: readonly ApplicationRole[],
): Promise<void> => {
  if (!(await reachesRoles(db, authority, roles))) throw new Failure('insufficient_role')
}

/** Refuses with `insufficient_role` to decide over a user who stands higher than the caller. */
export const requireNoHigher = async (db: Database, { level }: Authority, { id }: User): Promise<void> => {
  const roles = (await listRolesOfUsers(db, [id])).map(({ role }) => role)
  if (levelOf(roles) > level) throw new Failure('insufficient_role')
}

/** A user of an environment that the caller decides over, or `user_not_found`. */
export const requireUserOf = async (db: Database, { environmentIds }: Authority, userId: string): Promise<User> => {
  const user = await findUserAmong(db, environmentIds, userId)
  if (!user || user.status === 'deleted') throw new Failure('user_not_found')
  return user
}
