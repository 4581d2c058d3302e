// What somebody signs in with, beside their mailbox: they keep one of these at least.
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { listIdentitiesOfUser } from '../../storage/identities.ts'
import { listPasskeysOfUser } from '../../storage/passkeys.ts'
import { lockUser } from '../../storage/users.ts'
import { consoleEnvironmentId } from '../sign-in/console.ts'

/** Removes one of them while nobody removes another: `last_sign_in_method` where the person would be left with none. */
export const removeSignInMethod = <Removed>(
  outer: Database,
  { id, environmentId }: User,
  remove: (db: Database) => Promise<Removed>,
): Promise<Removed> =>
  exclusively(outer, `sign-in methods of ${id}`, async (db) => {
    const user = await lockUser(db, { id, environmentId })
    const removed = await remove(db)
    const left = [...(await listPasskeysOfUser(db, id)), ...(await listIdentitiesOfUser(db, id))]
    // Thrown in the transaction: what was removed comes back.
    // An administrator has a password, or gets one by mail.
    if (environmentId !== consoleEnvironmentId && !user?.passwordHash && left.length === 0)
      throw new Failure('last_sign_in_method')
    return removed
  })
