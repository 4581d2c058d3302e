// The project's people, as its administrators see them.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import { listIdentitiesOfUsers } from '../../storage/identities.ts'
import { countUsers, findUser, listUsers } from '../../storage/users.ts'
import { type CursorPage, rowsBehind, toPage } from '../administration/cursors.ts'
import { deleteUsers } from './delete-users.ts'
import { requireAdministered } from '../sessions/project-callers.ts'
import { takeSecondFactors } from '../factors/second-factor.ts'

export interface UserQuery {
  readonly offset: number
  readonly limit: number
  readonly search?: string
  /** As the page before gave it; then `offset` says nothing. */
  readonly cursor?: string | undefined
}

/** A user, and the providers they are linked to, in the order they were. */
export interface KnownUser extends User {
  readonly providers: readonly string[]
}

/** The same people with their providers, by one question for all of them. */
export const withProviders = async (ctx: Context, users: readonly User[]): Promise<KnownUser[]> => {
  const ids = users.map(({ id }) => id)
  const identities = ids.length > 0 ? await listIdentitiesOfUsers(ctx.db, ids) : []
  const byUser = Map.groupBy(identities, ({ userId }) => userId)
  return users.map((user) => ({
    ...user,
    providers: [...new Set(byUser.get(user.id)?.map(({ provider }) => provider))],
  }))
}

/** As `withProviders`, of one person. */
export const withOwnProviders = async (ctx: Context, user: User): Promise<KnownUser> => {
  const [known] = await withProviders(ctx, [user])
  return known!
}

/** One page, newest first, and how many there are in all. */
export const listProjectUsers = async (
  ctx: Context,
  { search, ...page }: UserQuery,
): Promise<CursorPage<KnownUser> & { total: number }> => {
  const { id } = requireAdministered(ctx)
  const filter = search === undefined ? {} : { search }
  const [rows, total] = await Promise.all([
    listUsers(ctx.db, id, { ...rowsBehind(page), ...filter }),
    countUsers(ctx.db, id, filter),
  ])
  const { found, nextCursor } = toPage(rows, page.limit)
  return { found: await withProviders(ctx, found), nextCursor, total }
}

export const requireProjectUser = async (ctx: Context, userId: string): Promise<KnownUser> => {
  const user = await findUser(ctx.db, requireAdministered(ctx).id, userId)
  if (!user) throw new Failure('user_not_found')
  return withOwnProviders(ctx, user)
}

/** See `takeSecondFactors`. */
export const removeProjectUserFactors = async (ctx: Context, userId: string): Promise<void> =>
  takeSecondFactors(ctx, requireAdministered(ctx), await requireProjectUser(ctx, userId))

/** Those of the project, all or none. Answers how many are gone. */
export const deleteProjectUsers = (ctx: Context, userIds: readonly string[]): Promise<number> =>
  deleteUsers(ctx, requireAdministered(ctx).id, userIds)
