// Who waits for a feature: a person, in the organization that their token speaks for.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { WaitlistEntry } from '../../model/waitlist.ts'
import { exclusively } from '../../storage/database.ts'
import {
  countWaitlistEntries,
  deleteWaitlistEntry,
  findWaitlistEntry,
  insertWaitlistEntry,
  listWaitlistEntries,
} from '../../storage/waitlist-entries.ts'
import { requireUser } from '../sessions/callers.ts'
import { requireRoom } from '../limits/quotas.ts'

const requirePlace = (ctx: Context): Pick<WaitlistEntry, 'organizationId' | 'userId'> => {
  const { membership } = requireUser(ctx)
  if (!membership) throw new Failure('account_not_found', 'The token speaks for no account.')
  return { organizationId: membership.organizationId, userId: membership.userId }
}

export const listWaitlists = async (
  ctx: Context,
  page: { limit: number; offset: number },
): Promise<{ found: WaitlistEntry[]; total: number }> => {
  const { organizationId, userId } = requirePlace(ctx)
  const found = await listWaitlistEntries(ctx.db, organizationId, userId, page)
  return { found, total: await countWaitlistEntries(ctx.db, organizationId, userId) }
}

export const findWaitlist = async (ctx: Context, feature: string): Promise<WaitlistEntry | undefined> =>
  findWaitlistEntry(ctx.db, { ...requirePlace(ctx), feature })

/** The entry that holds: the first one, however often somebody joins. */
export const joinWaitlist = async (ctx: Context, feature: string): Promise<WaitlistEntry> => {
  const { organizationId, userId } = requirePlace(ctx)
  const entry = { organizationId, userId, feature }
  return exclusively(ctx.db, `waitlists of ${userId}`, async (db) => {
    const known = await findWaitlistEntry(db, entry)
    if (known) return known
    requireRoom(ctx, 'waitlistsPerUser', await countWaitlistEntries(db, organizationId, userId))
    return insertWaitlistEntry(db, { ...entry, createdAt: ctx.clock.now() })
  })
}

export const leaveWaitlist = async (ctx: Context, feature: string): Promise<void> => {
  await deleteWaitlistEntry(ctx.db, { ...requirePlace(ctx), feature })
}
