// A person who was put into an organization by somebody who knew their id.
import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Organization } from '../model/organization.ts'
import type { User } from '../model/user.ts'
import type { Database } from '../storage/database.ts'
import { spend } from './limits.ts'
import { queueMail } from './mail.ts'

/** Tells them, unless their mailbox had as many of these as it may: whoever adds them learns nothing of that. */
export const tellAdded = async (
  ctx: Context,
  db: Database,
  environment: Environment,
  { email }: User,
  { name }: Organization,
): Promise<void> => {
  try {
    await spend(ctx, 'linksPerMailbox', `${environment.id}:member_added:${email}`, db)
  } catch (error) {
    if (error instanceof Failure && error.code === 'too_many_requests') return
    throw error
  }
  await queueMail(ctx, db, environment, 'member_added', email, { account: name })
}
