// Whether somebody signs in from where they never did.
import type { Context } from '../../context.ts'
import { deviceWords } from '../../model/device-words.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { findCachedEnvironment } from '../../storage/environments.ts'
import { listUserAgents } from '../../storage/session-lists.ts'
import { queueNotice } from '../proofs/notices.ts'

/**
 * Tells a user, as they were before this sign-in, of a device that has not signed in as them. A device is what it says of itself, so this
 * lets nobody in and keeps nobody out. Who signs in for the first time, or has proven no address, is not told.
 */
export const tellOfNewDevice = async (ctx: Context, db: Database, user: User): Promise<void> => {
  if (user.emailVerifiedAt === null) return
  const name = deviceWords(ctx.userAgent)
  const known = await listUserAgents(db, user.id)
  if (user.lastSignInAt === null && known.length === 0) return
  if (known.some((userAgent) => deviceWords(userAgent) === name)) return
  const environment = await findCachedEnvironment(db, user.environmentId)
  if (environment) await queueNotice(ctx, db, environment, 'new_device', user, { userAgent: ctx.userAgent })
}
