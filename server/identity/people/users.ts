import type { Context } from '../../context.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { insertUser } from '../../storage/users.ts'

/** What is known of a person before they are there. All else is empty. */
export type NewUser = Pick<User, 'environmentId' | 'email'> & Partial<Omit<User, 'createdAt' | 'updatedAt'>>

/** Makes an active user, unless `given` says otherwise. Fails with a unique violation where the address is taken. */
export const makeUser = async (ctx: Context, db: Database, given: NewUser): Promise<User> => {
  // One moment for both: a person who signs up has signed in when they were made.
  const now = given.lastSignInAt ?? ctx.clock.now()
  const user: User = {
    id: ctx.ids.uuid(),
    emailVerifiedAt: null,
    contestedAt: null,
    passwordHash: null,
    status: 'active',
    firstName: null,
    lastName: null,
    avatarUrl: null,
    externalId: null,
    profile: null,
    metadata: null,
    lastSignInAt: null,
    ...given,
    createdAt: now,
    updatedAt: now,
  }
  await insertUser(db, user)
  return user
}
