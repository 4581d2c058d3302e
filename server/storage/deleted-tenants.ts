// What is left of tenants that were deleted: nobody sees it, and the background deletes it, some at a time.
import type { Database } from './database.ts'
import { markApplicationsDeleted } from './deleted-applications.ts'

/**
 * From now on there is none of that id, nor of its applications, for whoever asks: its slug is free and its webhooks are told nothing.
 * Unless somebody runs it; true when nobody did.
 */
export const markTenantDeleted = async (db: Database, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('tenants')
    .set({ deletedAt: now, isActive: 0, slug: `deleted ${id}` })
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('administrators').select('administrators.userId').where('administrators.tenantId', '=', id)),
      ),
    )
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await db.updateTable('webhooks').set({ isActive: 0 }).where('tenantId', '=', id).execute()
  await markApplicationsDeleted(db, id, now)
  return true
}

/** The ids of some of them, the first deleted first. */
export const listDeletedTenants = async (db: Database): Promise<string[]> => {
  const tenants = db.selectFrom('tenants').select('id').where('deletedAt', '>', 0).orderBy('deletedAt').limit(10)
  return (await tenants.execute()).map(({ id }) => id)
}

/** The row, with the little that is left of it, unless it has an application. */
export const deleteMarkedTenant = async (db: Database, id: string): Promise<void> => {
  await db
    .deleteFrom('tenants')
    .where('id', '=', id)
    .where('deletedAt', '>', 0)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('applications').select('applications.id').where('applications.tenantId', '=', id))),
    )
    .execute()
}
