// What is left of applications that were deleted: nobody sees it, and the background deletes it, some at a time.
import { sql } from 'kysely'
import type { Database } from './database.ts'

export interface DeletedApplication {
  readonly id: string
  readonly tenantId: string
  readonly environmentIds: readonly string[]
}

/**
 * From now on there is none of that id, nor of its environments, for whoever asks: its slug is free, nobody signs in to it and its
 * webhooks are told nothing.
 */
export const markApplicationDeleted = async (db: Database, id: string, now: number): Promise<void> => {
  await db
    .updateTable('applications')
    .set({ deletedAt: now, isActive: 0, slug: `deleted ${id}` })
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .execute()
  await db.updateTable('webhooks').set({ isActive: 0 }).where('applicationId', '=', id).execute()
}

/** All that the tenant has. */
export const markApplicationsDeleted = async (db: Database, tenantId: string, now: number): Promise<void> => {
  await db
    .updateTable('applications')
    .set({ deletedAt: now, isActive: 0, slug: sql<string>`'deleted ' || ${sql.ref('id')}` })
    .where('tenantId', '=', tenantId)
    .where('deletedAt', 'is', null)
    .execute()
}

/** Some of them, the first deleted first. */
export const listDeletedApplications = async (db: Database): Promise<DeletedApplication[]> => {
  const applications = await db
    .selectFrom('applications')
    .select(['id', 'tenantId'])
    .where('deletedAt', '>', 0)
    .orderBy('deletedAt')
    .limit(10)
    .execute()
  return Promise.all(
    applications.map(async ({ id, tenantId }) => {
      const environments = await db.selectFrom('environments').select('id').where('applicationId', '=', id).execute()
      return { id, tenantId, environmentIds: environments.map((environment) => environment.id) }
    }),
  )
}

/** Of which an environment may have very many, and on each of whose rows little hangs. */
export type TableOfMany = 'users' | 'clients' | 'organizations' | 'invitations' | 'oneTimeTokens'

/** Deletes some rows of an environment. Answers how many. */
export const deleteSomeOfEnvironment = async (
  db: Database,
  table: TableOfMany,
  environmentId: string,
  limit: number,
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom(table)
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom(table).select('id').where('environmentId', '=', environmentId).limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Some sessions of an environment, ended or not. */
export const listSomeSessionIds = async (db: Database, environmentId: string, limit: number): Promise<string[]> => {
  const sessions = db.selectFrom('sessions').select('id').where('environmentId', '=', environmentId).limit(limit)
  return (await sessions.execute()).map(({ id }) => id)
}

/** Answers how many. */
export const deleteSessionsById = async (db: Database, ids: readonly string[]): Promise<number> => {
  const { numDeletedRows } = await db.deleteFrom('sessions').where('id', 'in', ids).executeTakeFirst()
  return Number(numDeletedRows)
}

/** Some of what the webhooks of a tenant had to send, or those of one of its applications. Answers how many. */
export const deleteSomeDeliveries = async (
  db: Database,
  { tenantId, applicationId }: { readonly tenantId: string; readonly applicationId?: string },
  limit: number,
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('webhookDeliveries')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('webhookDeliveries')
        .innerJoin('webhooks', 'webhooks.id', 'webhookDeliveries.webhookId')
        .select('webhookDeliveries.id')
        .where('webhooks.tenantId', '=', tenantId)
        .$if(applicationId !== undefined, (query) => query.where('webhooks.applicationId', '=', applicationId!))
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** The row, with the little that is left of it. */
export const deleteMarkedApplication = async (db: Database, id: string): Promise<void> => {
  await db.deleteFrom('applications').where('id', '=', id).where('deletedAt', '>', 0).execute()
}
