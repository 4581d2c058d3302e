// Sends what is queued, again and again for two days, until it is taken.
import { setTimeout as pause } from 'node:timers/promises'
import type { World } from '../../context.ts'
import type { Webhook, WebhookDelivery } from '../../model/webhook.ts'
import { webhookSignatures } from '../../outside/webhook-signature.ts'
import { transaction } from '../../storage/database.ts'
import { claimDueDeliveries, endDeliveries, noteOutcome } from '../../storage/webhook-deliveries.ts'
import { findWebhook, noteUseOfWebhook, switchOffWebhook } from '../../storage/webhooks.ts'
import { recordWebhook } from './record-webhook.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Behind each try that failed; together two days, less a little. */
const waits = [5 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 16 * hour]

const leaseMs = minute
const mostInFlight = 64
/** To one webhook at once. */
const perWebhook = 4
/** To all of a tenant's. */
const perTenant = 8
/** Who did not take a message is not asked for another before, while others are sent to. */
const restMs = 10 * second
const lookEveryMs = 250

/**
 * Sends what is due; several instances may. Who is slow holds up nobody else, nor do all of a tenant's together: while they are
 * waited for, others get theirs.
 */
export const deliverWebhooks = async (world: World): Promise<void> => {
  const inFlight = new Map<
    string,
    { readonly webhookId: string; readonly tenantId: string; readonly sent: Promise<void> }
  >()
  const restsUntil = new Map<string, number>()
  const resting = () => [...restsUntil].filter(([, until]) => until > performance.now()).map(([id]) => id)
  for (;;) {
    const busy = [...inFlight.values()]
    const room = {
      limit: mostInFlight - inFlight.size,
      perWebhook,
      perTenant,
      exceptWebhooks: [...new Set([...busy.map(({ webhookId }) => webhookId), ...resting()])],
      ofTenants: new Map([...Map.groupBy(busy, ({ tenantId }) => tenantId)].map(([id, sent]) => [id, sent.length])),
    }
    const isOver = world.draining() || room.limit <= 0
    const due = isOver ? [] : await claimDueDeliveries(world.db, world.clock.now(), leaseMs, room)
    for (const { tenantId, ...delivery } of due) {
      const { id, webhookId } = delivery
      const sent = deliver(world, delivery).then((isTaken) => {
        inFlight.delete(id)
        if (!isTaken) restsUntil.set(webhookId, performance.now() + restMs)
      })
      inFlight.set(id, { webhookId, tenantId, sent })
    }
    if (inFlight.size === 0) return
    const sending = [...inFlight.values()].map(({ sent }) => sent)
    await Promise.race([...sending, pause(lookEveryMs, undefined, { ref: false })])
  }
}

/** True where it was taken. What goes wrong with it is never the round's, which has others to send. */
const deliver = async (world: World, delivery: WebhookDelivery): Promise<boolean> => {
  try {
    const webhook = await findWebhook(world.db, delivery.webhookId)
    return webhook !== undefined && (await settle(world, webhook, delivery, await answerOf(world, webhook, delivery)))
  } catch (error) {
    // The try is counted already, and the next one comes when the lease ends.
    world.log.error({ err: error, delivery: delivery.id }, 'What became of a message could not be written down')
    return false
  }
}

const answerOf = async (world: World, webhook: Webhook, delivery: WebhookDelivery): Promise<Answered> => {
  if (!webhook.isActive) return { status: null, problem: 'switched_off' }
  try {
    return await send(world, webhook, delivery)
  } catch (error) {
    world.log.error({ err: error, webhook: webhook.id, delivery: delivery.id }, 'A message could not be sent')
    return { status: null, problem: 'not_sent' }
  }
}

/** Notes what became of it. True where it was taken. */
const settle = async (
  world: World,
  webhook: Webhook,
  delivery: WebhookDelivery,
  answered: Answered,
): Promise<boolean> => {
  const now = world.clock.now()
  const said = { lastStatus: answered.status, lastProblem: answered.problem, nextAttemptAt: now }
  const isTaken = answered.problem === null
  if (webhook.isActive) await noteUseOfWebhook(world.db, webhook.id, now, isTaken)
  if (isTaken) {
    await noteOutcome(world.db, delivery, { ...said, state: 'delivered', settledAt: now })
    return true
  }
  const waitMs = waits[delivery.attempts - 1]
  const isGone = answered.status === 410
  if (waitMs !== undefined && webhook.isActive && !isGone) {
    await noteOutcome(world.db, delivery, { ...said, state: 'pending', nextAttemptAt: now + waitMs, settledAt: null })
    return false
  }
  world.log.warn({ webhook: webhook.id, delivery: delivery.id, ...answered }, 'A webhook did not take a message')
  await noteOutcome(world.db, delivery, { ...said, state: 'dead', settledAt: now })
  // Who has taken nothing for all that time, or says that nobody is there any more (410), is left alone.
  const unlessTakenSince = isGone ? Number.MAX_SAFE_INTEGER : delivery.startedAt
  if (webhook.isActive) await switchOff(world, webhook, unlessTakenSince)
  return false
}

/** Its tenant reads in the audit that nobody did it. */
const switchOff = ({ db, clock, ids }: World, webhook: Webhook, unlessTakenSince: number): Promise<void> =>
  transaction(db, async (within) => {
    const now = clock.now()
    if (!(await switchOffWebhook(within, webhook.id, now, { unlessTakenSince }))) return
    await endDeliveries(within, webhook.id, now)
    const service = { clock, ids, caller: { kind: 'nobody' }, ip: null, userAgent: null } as const
    await recordWebhook(service, within, 'webhook.changed', webhook, { fields: ['isActive'] })
  })

interface Answered {
  readonly status: number | null
  /** Null: it was taken. */
  readonly problem: string | null
}

const send = async (world: World, webhook: Webhook, { id, message }: WebhookDelivery): Promise<Answered> => {
  const timestamp = Math.floor(world.clock.now() / 1000)
  const secrets = await secretsOf(world, webhook)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': webhookSignatures(secrets, { id, timestamp, body: message }),
  }
  const answer = await world.fetchOutside(webhook.url, { method: 'POST', headers, body: message })
  if (answer.kind === 'refused') return { status: null, problem: answer.why }
  const isTaken = answer.status >= 200 && answer.status < 300
  return { status: answer.status, problem: isTaken ? null : 'status' }
}

/** The one in force, and the one before while that lives. */
export const secretsOf = async (
  { secrets, clock }: Pick<World, 'secrets' | 'clock'>,
  { sealedSecrets, previousSecretExpiresAt }: Pick<Webhook, 'sealedSecrets' | 'previousSecretExpiresAt'>,
): Promise<string[]> => {
  const all = (await secrets.open(sealedSecrets)).split(' ')
  return (previousSecretExpiresAt ?? 0) > clock.now() ? all : all.slice(0, 1)
}
