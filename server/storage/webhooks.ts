import type { Webhook } from '../model/webhook.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { type Patch, fromJson, toFlag, toJson } from './rows.ts'
import type { WebhooksTable } from './schema.ts'

const toWebhook = (row: WebhooksTable): Webhook => ({
  ...row,
  events: fromJson<string[]>(row.events) ?? [],
  isActive: row.isActive === 1,
})

export const insertWebhook = async (db: Database, webhook: Webhook): Promise<void> => {
  await db
    .insertInto('webhooks')
    .values({ ...webhook, events: toJson(webhook.events), isActive: toFlag(webhook.isActive) })
    .execute()
}

/** Of an application, or the tenant's own; oldest first. */
export const listWebhooks = async (
  db: Database,
  tenantId: string,
  applicationId: string | null,
): Promise<Webhook[]> => {
  const rows = await db
    .selectFrom('webhooks')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('applicationId', applicationId === null ? 'is' : '=', applicationId)
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map(toWebhook)
}

export const countWebhooks = async (db: Database, tenantId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('webhooks')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('tenantId', '=', tenantId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Those that are on, of the tenant and its applications: who may have to be told. */
export const listActiveWebhooks = async (db: Database, tenantId: string): Promise<Webhook[]> => {
  return (await active(db, tenantId)).map(toWebhook)
}

const active = prepared((db, tenantId: string) =>
  db.selectFrom('webhooks').selectAll().where('tenantId', '=', tenantId).where('isActive', '=', 1),
)

export const findWebhook = async (db: Database, id: string): Promise<Webhook | undefined> => {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toWebhook(row)
}

/** The one that a delivery is to. */
export const findWebhookOfDelivery = async (db: Database, deliveryId: string): Promise<Webhook | undefined> => {
  const row = await db
    .selectFrom('webhooks')
    .innerJoin('webhookDeliveries', 'webhookDeliveries.webhookId', 'webhooks.id')
    .selectAll('webhooks')
    .where('webhookDeliveries.id', '=', deliveryId)
    .executeTakeFirst()
  return row && toWebhook(row)
}

export const findWebhookOfTenant = async (db: Database, tenantId: string, id: string): Promise<Webhook | undefined> => {
  const row = await db
    .selectFrom('webhooks')
    .selectAll()
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .executeTakeFirst()
  return row && toWebhook(row)
}

/** The changed one; undefined where it is gone. */
export const updateWebhook = async (
  db: Database,
  id: string,
  { events, isActive, ...patch }: Patch<Webhook, 'id' | 'tenantId' | 'applicationId' | 'environmentId' | 'createdAt'>,
): Promise<Webhook | undefined> => {
  const row = await db
    .updateTable('webhooks')
    .set({ ...patch, events: toJson(events), isActive: toFlag(isActive) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toWebhook(row)
}

/** Notes that a message was sent, and whether it was taken. */
export const noteUseOfWebhook = async (db: Database, id: string, now: number, isTaken: boolean): Promise<void> => {
  await db
    .updateTable('webhooks')
    .set({ lastTriggeredAt: now, ...(isTaken && { lastTakenAt: now }) })
    .where('id', '=', id)
    .execute()
}

/** Off, unless it has taken a message since. True where this switched it off. */
export const switchOffWebhook = async (
  db: Database,
  id: string,
  now: number,
  { unlessTakenSince }: { readonly unlessTakenSince: number },
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('webhooks')
    .set({ isActive: 0, updatedAt: now })
    .where('id', '=', id)
    .where('isActive', '=', 1)
    .where(({ or, eb }) => or([eb('lastTakenAt', 'is', null), eb('lastTakenAt', '<', unlessTakenSince)]))
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** True for the one caller who deleted it. What it had to send goes along. */
export const deleteWebhook = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('webhooks').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0
}
