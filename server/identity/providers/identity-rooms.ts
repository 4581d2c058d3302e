import type { Context } from '../../context.ts'
import type { User } from '../../model/user.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { listIdentitiesOfUser } from '../../storage/identities.ts'
import { requireRoom } from '../limits/quotas.ts'

/** Refuses one more account at a provider than somebody may have: `quota_exceeded`. */
export const requireRoomForIdentity = (ctx: Context, outer: Database, { id }: User): Promise<void> =>
  exclusively(outer, `identities of ${id}`, async (db) =>
    requireRoom(ctx, 'identitiesPerUser', (await listIdentitiesOfUser(db, id)).length),
  )
