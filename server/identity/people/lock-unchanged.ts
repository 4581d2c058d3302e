import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { lockUser } from '../../storage/users.ts'

/**
 * Keeps a user from being changed until the transaction ends, and says whether they may still sign in by what they were when `user` was
 * read: nobody has put them out, changed their password or proven their address since. `noted` is written with it.
 */
export const lockUnchanged = async (
  db: Database,
  {
    id,
    environmentId,
    passwordHash,
    emailVerifiedAt,
  }: Pick<User, 'id' | 'environmentId' | 'passwordHash' | 'emailVerifiedAt'>,
  noted: Parameters<typeof lockUser>[2] = {},
): Promise<boolean> => {
  const current = await lockUser(db, { id, environmentId }, noted)
  return (
    current?.status === 'active' && current.passwordHash === passwordHash && current.emailVerifiedAt === emailVerifiedAt
  )
}
