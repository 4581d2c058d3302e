// A person who was put into an organization by somebody who knew their id.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { Organization } from '../../model/organization.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { queueMail } from '../mails/mail.ts'
import { mayMail } from '../limits/mailboxes.ts'

/** Tells them, unless their mailbox had as many mails as it may: whoever adds them learns nothing of that. */
export const tellAdded = async (
  ctx: Context,
  db: Database,
  environment: Environment,
  user: User,
  { name }: Organization,
): Promise<void> => {
  const { email } = user
  if (!(await mayMail(ctx, db, { environment, email, user, kind: 'member_added' }))) return
  await queueMail(ctx, db, environment, 'member_added', email, { account: name })
}
