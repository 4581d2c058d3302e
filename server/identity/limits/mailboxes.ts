// How much mail an address gets that it may not have asked for.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { hasSessionFrom } from '../../storage/sessions.ts'
import { type Try, fits } from './limits.ts'

/** One mailbox for all applications of a tenant. */
export const mailboxOf = ({ tenantId }: Pick<Environment, 'tenantId'>, email: string): string => `${tenantId}:${email}`

type Owner = Pick<User, 'id' | 'environmentId'>

/** Whether the request comes from an address that a good session of the person uses. Nobody costs the same query. */
export const isAtHome = (ctx: Context, db: Database, user: Owner | null | undefined): Promise<boolean> =>
  hasSessionFrom(db, user ?? { id: 'nobody', environmentId: 'nowhere' }, ctx.ip, ctx.clock.now())

/**
 * Counts a mail that anybody may have asked for, and says whether it may go. Where it may not, the caller answers all the
 * same as if it had gone, and leaves what was mailed before as it is. Who asks from an address that the owner's good
 * session uses is counted apart, all such addresses together: strangers do not use up what the owner needs. Who has not proven
 * the address may be a stranger who signed up with it, and is counted with all others.
 */
export const mayMail = async (ctx: Context, db: Database, asked: AskedMail): Promise<boolean> => {
  for (const [name, key] of await triesOf(ctx, db, asked)) if (!(await fits(ctx, db, name, key))) return false
  return true
}

/** The same where whoever asks may be told: refuses with `too_many_requests`. */
export const spendMail = async (ctx: Context, db: Database, asked: AskedMail): Promise<void> => {
  for (const [name, key] of await triesOf(ctx, db, asked)) await ctx.spend(name, key, db)
}

interface AskedMail {
  readonly environment: Environment
  readonly email: string
  readonly user: Pick<User, 'id' | 'environmentId' | 'emailVerifiedAt'> | null
  /** What it is for. */
  readonly kind: string
}

const triesOf = async (ctx: Context, db: Database, { environment, email, user, kind }: AskedMail): Promise<Try[]> => {
  const mailbox = mailboxOf(environment, email)
  const owner = user?.emailVerifiedAt === null ? null : user
  const counted = (await isAtHome(ctx, db, owner)) ? `${mailbox}:home` : mailbox
  return [
    ['mailsOfOneKind', `${kind}:${counted}`],
    ['mailsPerMailbox', counted],
  ]
}
