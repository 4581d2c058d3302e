import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import { listUsersAfter } from '../../storage/many-users.ts'
import { record } from '../administration/audit.ts'

const batchSize = 500

/** All users of an environment, oldest first, for the operator; without the hashes of their passwords unless those are asked for. */
export async function* exportUsers(
  ctx: Context,
  environment: Environment,
  { withHashes }: { readonly withHashes: boolean },
): AsyncGenerator<User> {
  if (ctx.caller.kind !== 'operator') throw new Failure('unauthorized')
  // Together with the first of them: nobody is taken out without a word of it.
  let users = await transaction(ctx.db, async (db) => {
    await record(ctx, db, 'users.exported', { environmentId: environment.id, data: { withHashes } })
    return listUsersAfter(db, environment.id, undefined, batchSize)
  })
  for (; ; users = await listUsersAfter(ctx.db, environment.id, users.at(-1), batchSize)) {
    for (const user of users) yield withHashes ? user : { ...user, passwordHash: null }
    if (users.length < batchSize) return
  }
}
