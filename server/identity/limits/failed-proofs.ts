// What follows a wrong password or code: it is written down, and after several in a row the owner is told.
import type { Context } from '../../context.ts'
import type { failureActions } from '../../model/audit.ts'
import { type LimitName, type StreakName, failuresToTell } from '../../model/limits.ts'
import type { MailKind } from '../../model/mail.ts'
import type { User } from '../../model/user.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { record } from '../administration/audit.ts'
import { fits } from './limits.ts'
import { queueMail } from '../mails/mail.ts'
import { mailboxOf } from './mailboxes.ts'

export interface FailedProof {
  readonly name: StreakName
  readonly environmentId: string
  /** Nobody's, where the address has no user: the same is done all the same, so that time does not tell. */
  readonly user: User | undefined
  readonly email: string
  /** How many there are in a row, with this one. */
  readonly failures: number
  /** The limits that this one has used up. */
  readonly usedUp: readonly LimitName[]
}

type WarningKind = Extract<MailKind, `wrong_${string}`>

/** What strangers can cause as often as they like. */
type Subject = (typeof failureActions)[number] extends `${infer Name}.failed` ? Name : never

const kinds: Record<StreakName, { readonly subject: Subject; readonly mail: WarningKind }> = {
  passwordsInARow: { subject: 'password', mail: 'wrong_passwords' },
  codesInARow: { subject: 'code', mail: 'wrong_codes' },
  secondFactorsInARow: { subject: 'second_factor', mail: 'wrong_second_factors' },
}

/** Never the address of somebody unknown: people type their passwords there. */
export const recordFailure = (ctx: Context, failed: FailedProof): Promise<void> =>
  transaction(ctx.db, async (db) => {
    const { name, environmentId, user, failures, usedUp } = failed
    const about = { environmentId, ...(user && { userId: user.id }) }
    const { subject } = kinds[name]
    await record(ctx, db, `${subject}.failed`, about)
    for (const limit of usedUp) await record(ctx, db, `${subject}.locked_out`, { ...about, data: { limit } })
    if (failures === failuresToTell) await tellOwner(ctx, db, failed)
  })

const tellOwner = async (ctx: Context, db: Database, { name, environmentId, user, email }: FailedProof) => {
  const environment = await findEnvironment(db, environmentId)
  if (!environment) return
  const mayBeTold = await fits(ctx, db, 'warningsPerMailbox', mailboxOf(environment, email))
  const isDecoy = !mayBeTold || user?.status !== 'active'
  await queueMail(ctx, db, environment, kinds[name].mail, email, {}, { isDecoy })
}
