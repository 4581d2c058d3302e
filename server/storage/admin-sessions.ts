import type { AdminSession } from '../model/admin-session.ts'
import type { Database } from './database.ts'
import { environmentsOfTenant } from './of-tenant.ts'
import { prepared } from './prepared.ts'

/** Neither ended nor past its end. */
export const findLiveAdminSession = async (db: Database, id: string, now: number): Promise<AdminSession | undefined> =>
  (await live(db, id, now))[0]

const live = prepared((db, id: string, now: number) =>
  db
    .selectFrom('adminSessions')
    .selectAll()
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now),
)

export const insertAdminSession = async (db: Database, session: AdminSession): Promise<void> => {
  await db.insertInto('adminSessions').values(session).execute()
}

/** True for the one caller who ended it. */
export const endAdminSession = async (db: Database, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('adminSessions')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** All live ones, of a tenant's projects or, where it is null, of every one. Answers how many it ended. */
export const endAllAdminSessions = async (db: Database, tenantId: string | null, now: number): Promise<number> => {
  const update = db
    .updateTable('adminSessions')
    .set({ endedAt: now })
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
  const { numUpdatedRows } = await (
    tenantId === null ? update : update.where('environmentId', 'in', environmentsOfTenant(db, tenantId))
  ).executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Drops those whose end lies before. Answers how many. */
export const deleteExpiredAdminSessions = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('adminSessions')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('adminSessions').select('id').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
