// Queues what webhooks are to be told, in the transaction of what happened.
import type { World } from '../../context.ts'
import { thingOf } from '../../model/audit.ts'
import type { JsonObject } from '../../model/user.ts'
import { type Webhook, type WebhookDelivery, type WebhookMessage, asksFor } from '../../model/webhook.ts'
import type { Database } from '../../storage/database.ts'
import { countDeliveries, insertDeliveries } from '../../storage/webhook-deliveries.ts'
import { listActiveWebhooks } from '../../storage/webhooks.ts'

/** What was written down. */
export interface Happened {
  readonly id: string
  readonly action: string
  readonly tenantId: string | null
  readonly applicationId: string | null
  readonly environmentId: string | null
  readonly actor: string | null
  readonly actorId: string | null
  readonly userId: string | null
  readonly sessionId: string | null
  readonly ip: string | null
  readonly userAgent: string | null
  readonly data: JsonObject | null
  readonly createdAt: number
}

type Maker = Pick<World, 'ids' | 'clock'>

/** One delivery for each webhook that asks for it. */
export const queueForWebhooks = async (made: Maker, db: Database, happened: Happened): Promise<void> => {
  if (happened.tenantId === null) return
  const told = (await listActiveWebhooks(db, happened.tenantId)).filter(
    (webhook) => isAbout(webhook, happened) && asksFor(webhook.events, happened.action),
  )
  for (const webhook of told) await queueDelivery(db, deliveryOf(made, webhook, happened))
}

/** Of one webhook, waiting: its receiver may be down for two days while strangers fail to sign in. */
const mostPending = 10_000

/** Where too many wait already it is dead at once: nobody is sent it, and its tenant sees it and can replay it. */
export const queueDelivery = async (db: Database, delivery: WebhookDelivery): Promise<WebhookDelivery> => {
  const pending = await countDeliveries(db, delivery.webhookId, 'pending', mostPending)
  const queued: WebhookDelivery =
    pending < mostPending
      ? delivery
      : { ...delivery, state: 'dead', lastProblem: 'too_many', settledAt: delivery.createdAt }
  await insertDeliveries(db, [queued])
  return queued
}

const isAbout = ({ applicationId, environmentId }: Webhook, happened: Happened): boolean =>
  (applicationId === null || applicationId === happened.applicationId) &&
  (environmentId === null || environmentId === happened.environmentId)

/** Of a message that tells of nothing. */
export const testType = 'webhook.test'

const subjectOf = (happened: Happened) =>
  happened.action === testType ? { kind: 'webhook', id: String(happened.data?.webhookId) } : thingOf(happened)

export const deliveryOf = ({ ids, clock }: Maker, webhook: Webhook, happened: Happened): WebhookDelivery => {
  const { kind, id } = subjectOf(happened)
  const now = clock.now()
  const deliveryId = ids.uuid()
  return {
    id: deliveryId,
    webhookId: webhook.id,
    type: happened.action,
    // What is about nothing that can be named waits for nothing.
    thing: `${kind} ${id ?? deliveryId}`,
    message: JSON.stringify(messageOf(happened)),
    state: 'pending',
    attempts: 0,
    lastStatus: null,
    lastProblem: null,
    startedAt: now,
    nextAttemptAt: now,
    leasedUntil: null,
    settledAt: null,
    createdAt: now,
  }
}

const messageOf = (happened: Happened): WebhookMessage => {
  const { kind, id } = subjectOf(happened)
  return {
    type: happened.action,
    timestamp: new Date(happened.createdAt).toISOString(),
    data: {
      id: happened.id,
      actorType: happened.actor ?? 'nobody',
      actorId: happened.actorId ?? (happened.actor === 'user' ? happened.userId : null),
      userId: happened.userId,
      resource: kind,
      resourceId: id,
      tenantId: happened.tenantId,
      applicationId: happened.applicationId,
      environmentId: happened.environmentId,
      sessionId: happened.sessionId,
      details: happened.data,
      ipAddress: happened.ip,
      userAgent: happened.userAgent,
    },
  }
}
