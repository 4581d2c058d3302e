// The project's people, as its administrators see them.
import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { User } from '../model/user.ts'
import { transaction } from '../storage/database.ts'
import { countUsers, deleteUsers, findUser, listUsers } from '../storage/users.ts'
import { record } from './audit.ts'
import { requireAdministered } from './project-callers.ts'

export interface UserQuery {
  readonly offset: number
  readonly limit: number
  readonly search?: string
}

/** One page, newest first, and how many there are in all. */
export const listProjectUsers = async (ctx: Context, query: UserQuery): Promise<{ found: User[]; total: number }> => {
  const { id } = requireAdministered(ctx)
  const [found, total] = await Promise.all([listUsers(ctx.db, id, query), countUsers(ctx.db, id, query)])
  return { found, total }
}

export const requireProjectUser = async (ctx: Context, userId: string): Promise<User> => {
  const user = await findUser(ctx.db, requireAdministered(ctx).id, userId)
  if (!user) throw new Failure('user_not_found')
  return user
}

/** Those of the project, all or none; foreign and unknown ids are passed over. Answers how many are gone. */
export const deleteProjectUsers = async (ctx: Context, userIds: readonly string[]): Promise<number> => {
  const environment = requireAdministered(ctx)
  return transaction(ctx.db, async (db) => {
    const deleted = await deleteUsers(db, environment.id, [...new Set(userIds)])
    for (const userId of deleted) await record(ctx, db, 'user.deleted', { environmentId: environment.id, userId })
    return deleted.length
  })
}
