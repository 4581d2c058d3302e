import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { mayMail } from '../limits/mailboxes.ts'
import { queueMail } from '../mails/mail.ts'

/** Tells the owner of an address that somebody signed up with it again: as often as anybody's mails go there, and no more. */
export const mailAccountExists = async (
  ctx: Context,
  db: Database,
  environment: Environment,
  { email, user }: { readonly email: string; readonly user: User | null },
  { isDecoy = false } = {},
): Promise<void> => {
  const mayGo = await mayMail(ctx, db, { environment, email, user, kind: 'account_exists' })
  const isProven = user !== null && user.emailVerifiedAt !== null
  await queueMail(ctx, db, environment, 'account_exists', email, { isProven }, { isDecoy: isDecoy || !mayGo })
}
