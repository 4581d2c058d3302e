import type { DeliveryState, WebhookDelivery } from '../model/webhook.ts'
import type { Database } from './database.ts'
import type { Page } from './newest.ts'
import { prepared } from './prepared.ts'
import type { WebhookDeliveriesTable } from './schema.ts'

/** Behind so many of one webhook, those of others are looked at in the next look, which leaves out who is busy. */
const mostLookedAt = 200

const toDelivery = (row: WebhookDeliveriesTable): WebhookDelivery => ({ ...row, state: row.state as DeliveryState })

export const insertDeliveries = async (db: Database, deliveries: readonly WebhookDelivery[]): Promise<void> => {
  await db.insertInto('webhookDeliveries').values(deliveries).execute()
}

export interface Room {
  readonly limit: number
  readonly perWebhook: number
  readonly perTenant: number
  /** Of these none. */
  readonly exceptWebhooks: readonly string[]
  /** How many each tenant has already. */
  readonly ofTenants: ReadonlyMap<string, number>
}

/**
 * Gives the caller some that are due, the longest due first, of each webhook and each tenant a few, and hides them from
 * everybody else for `leaseMs`. Of one thing only the oldest, so that its messages keep their order.
 */
export const claimDueDeliveries = async (
  db: Database,
  now: number,
  leaseMs: number,
  { limit, perWebhook, perTenant, exceptWebhooks, ofTenants }: Room,
): Promise<(WebhookDelivery & { readonly tenantId: string })[]> => {
  const roomOf = (tenantId: string) => perTenant - (ofTenants.get(tenantId) ?? 0)
  const exceptTenants = [...ofTenants.keys()].filter((tenantId) => roomOf(tenantId) <= 0)
  const due = await dueBeside(db, now, exceptWebhooks, exceptTenants)
  const ofEachWebhook = [...Map.groupBy(due, ({ webhookId }) => webhookId).values()].flatMap((rows) =>
    rows.slice(0, perWebhook),
  )
  const few = [...Map.groupBy(ofEachWebhook, ({ tenantId }) => tenantId)]
    .flatMap(([tenantId, rows]) => rows.slice(0, roomOf(tenantId)))
    .slice(0, limit)
  const tenantOf = new Map(few.map(({ id, tenantId }) => [id, tenantId]))
  const claimed = await claimDeliveries(db, [...tenantOf.keys()], now, leaseMs)
  return claimed.map((delivery) => ({ ...delivery, tenantId: tenantOf.get(delivery.id)! }))
}

const dueBeside = prepared((db, now: number, exceptWebhooks: readonly string[], exceptTenants: readonly string[]) =>
  db
    .selectFrom('webhookDeliveries')
    .innerJoin('webhooks', 'webhooks.id', 'webhookDeliveries.webhookId')
    .select(['webhookDeliveries.id', 'webhookDeliveries.webhookId', 'webhooks.tenantId'])
    .where('state', '=', 'pending')
    .where('nextAttemptAt', '<=', now)
    .where(({ or, eb }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('webhookDeliveries as earlier')
            .select('earlier.id')
            .whereRef('earlier.webhookId', '=', 'webhookDeliveries.webhookId')
            .whereRef('earlier.thing', '=', 'webhookDeliveries.thing')
            .where('earlier.state', '=', 'pending')
            .whereRef('earlier.id', '<', 'webhookDeliveries.id'),
        ),
      ),
    )
    .$if(exceptWebhooks.length > 0, (query) => query.where('webhookDeliveries.webhookId', 'not in', exceptWebhooks))
    .$if(exceptTenants.length > 0, (query) => query.where('webhooks.tenantId', 'not in', exceptTenants))
    .orderBy('nextAttemptAt')
    .limit(mostLookedAt),
)

/** Of these, what no other instance has claimed or sent since. */
export const claimDeliveries = async (
  db: Database,
  ids: readonly string[],
  now: number,
  leaseMs: number,
): Promise<WebhookDelivery[]> => {
  if (ids.length === 0) return []
  const rows = await db
    .updateTable('webhookDeliveries')
    .set(({ eb }) => ({ leasedUntil: now + leaseMs, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', ids)
    .where('state', '=', 'pending')
    .where('nextAttemptAt', '<=', now)
    .where(({ or, eb }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
    .returningAll()
    .execute()
  return rows.map(toDelivery)
}

type Outcome = Pick<WebhookDelivery, 'state' | 'lastStatus' | 'lastProblem' | 'nextAttemptAt' | 'settledAt'>

/** What has become of one that the caller has claimed: as often as it had been claimed then. */
export const noteOutcome = async (
  db: Database,
  { id, attempts }: Pick<WebhookDelivery, 'id' | 'attempts'>,
  outcome: Outcome,
): Promise<void> => {
  await db
    .updateTable('webhookDeliveries')
    .set({ ...outcome, leasedUntil: null })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', '=', 'pending')
    .execute()
}

/** Due at once, and for two days from now. */
export const replayDelivery = async (
  db: Database,
  webhookId: string,
  id: string,
  now: number,
): Promise<WebhookDelivery | undefined> => {
  const row = await db
    .updateTable('webhookDeliveries')
    .set({ state: 'pending', attempts: 0, startedAt: now, nextAttemptAt: now, leasedUntil: null, settledAt: null })
    .where('id', '=', id)
    .where('webhookId', '=', webhookId)
    .returningAll()
    .executeTakeFirst()
  return row && toDelivery(row)
}

/** Newest first. */
export const listDeliveries = async (
  db: Database,
  webhookId: string,
  { state, limit, offset = 0, after }: Page & { readonly state: DeliveryState | undefined },
): Promise<WebhookDelivery[]> => {
  const rows = await db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('webhookId', '=', webhookId)
    .$if(state !== undefined, (query) => query.where('state', '=', state!))
    // Ids are given in the order of time.
    .$if(after !== undefined, (query) => query.where('id', '<', after!.id))
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(after ? 0 : offset)
    .execute()
  return rows.map(toDelivery)
}

/** How many there are; no more than `most` are counted. */
export const countDeliveries = async (
  db: Database,
  webhookId: string,
  state: DeliveryState | undefined,
  most: number,
): Promise<number> => {
  const { total } = await db
    .selectFrom(({ selectFrom }) =>
      selectFrom('webhookDeliveries')
        .select('id')
        .where('webhookId', '=', webhookId)
        .$if(state !== undefined, (query) => query.where('state', '=', state!))
        .limit(most)
        .as('counted'),
    )
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Gives up all that a webhook had still to send. */
export const endDeliveries = async (db: Database, webhookId: string, now: number): Promise<void> => {
  await db
    .updateTable('webhookDeliveries')
    .set({ state: 'dead', settledAt: now, lastProblem: 'switched_off', leasedUntil: null })
    .where('webhookId', '=', webhookId)
    .where('state', '=', 'pending')
    .execute()
}

/** Drops some that were settled before. Answers how many. */
export const deleteSettledDeliveries = async (
  db: Database,
  state: 'delivered' | 'dead',
  before: number,
  limit: number,
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('webhookDeliveries')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('webhookDeliveries')
        .select('id')
        .where('state', '=', state)
        .where('settledAt', '<', before)
        .orderBy('settledAt')
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
