// A tenant's webhooks, for its administrators. What is not theirs does not exist.
import type { Context } from '../../context.ts'
import { auditActions } from '../../model/audit.ts'
import { type CursorPage, rowsOfPage, toPage } from '../administration/cursors.ts'
import { Failure } from '../../model/failure.ts'
import { isRedirectUrl } from '../../model/redirect-urls.ts'
import { type DeliveryState, type Webhook, type WebhookDelivery, asksFor } from '../../model/webhook.ts'
import { startOfWebhookSecret, toWebhookSecret } from '../../outside/webhook-signature.ts'
import { exclusively, transaction } from '../../storage/database.ts'
import {
  countDeliveries,
  endDeliveries,
  listDeliveries as listRows,
  replayDelivery as replayRow,
} from '../../storage/webhook-deliveries.ts'
import {
  countWebhooks,
  deleteWebhook as deleteRow,
  findWebhookOfTenant,
  insertWebhook,
  listWebhooks as listWebhookRows,
  updateWebhook as updateRow,
} from '../../storage/webhooks.ts'
import { requireTenant } from '../administration/administrators.ts'
import { requireApplication, requireEnvironmentOf } from '../administration/applications.ts'
import { requireRoom } from '../limits/quotas.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { secretsOf } from './deliver.ts'
import { deliveryOf, queueDelivery, testType } from './queue.ts'
import { recordWebhook } from './record-webhook.ts'
import { requireFreshMaker } from '../sessions/fresh.ts'

/** Those of an application, or the tenant's own where none is named. */
export const listWebhooks = async (ctx: Context, applicationId: string | null): Promise<Webhook[]> => {
  const { tenant } = await requireTenant(ctx)
  if (applicationId !== null) await requireApplication(ctx, applicationId)
  return listWebhookRows(ctx.db, tenant.id, applicationId)
}

export interface NewWebhook {
  readonly url: string
  readonly events: readonly string[]
  readonly applicationId: string | null
  readonly environmentId: string | null
}

/** With its secret, which is shown this once. */
export const createWebhook = async (ctx: Context, given: NewWebhook): Promise<{ webhook: Webhook; secret: string }> => {
  const { tenant } = await requireTenant(ctx)
  // It goes on telling whoever made it, who may be a stranger to the address.
  requireProvenMaker(ctx)
  if (given.applicationId !== null) {
    await requireApplication(ctx, given.applicationId)
    if (given.environmentId !== null) await requireEnvironmentOf(ctx, given.applicationId, given.environmentId)
  }
  requireGood(ctx, given)
  const secret = toWebhookSecret(ctx.ids.hex(32))
  const now = ctx.clock.now()
  const webhook: Webhook = {
    ...given,
    id: ctx.ids.uuid(),
    tenantId: tenant.id,
    sealedSecrets: ctx.secrets.seal(secret),
    secretStart: startOfWebhookSecret(secret),
    previousSecretExpiresAt: null,
    isActive: true,
    lastTriggeredAt: null,
    lastTakenAt: null,
    createdAt: now,
    updatedAt: now,
  }
  await exclusively(ctx.db, `webhooks ${tenant.id}`, async (db) => {
    requireRoom(ctx, 'webhooksPerTenant', await countWebhooks(db, tenant.id))
    // Written down first: it is not told of itself.
    await recordWebhook(ctx, db, 'webhook.created', webhook)
    await insertWebhook(db, webhook)
  })
  return { webhook, secret }
}

/** One of the caller's tenant, of the application where one is named; or `webhook_not_found`. */
export const requireWebhook = async (ctx: Context, id: string, applicationId?: string): Promise<Webhook> => {
  const { tenant } = await requireTenant(ctx)
  if (applicationId !== undefined) await requireApplication(ctx, applicationId)
  const webhook = await findWebhookOfTenant(ctx.db, tenant.id, id)
  if (!webhook || (applicationId !== undefined && webhook.applicationId !== applicationId)) {
    throw new Failure('webhook_not_found')
  }
  return webhook
}

export type WebhookChanges = Partial<Pick<Webhook, 'url' | 'events' | 'isActive'>>

export const changeWebhook = async (ctx: Context, id: string, changes: WebhookChanges): Promise<Webhook> => {
  // Whatever but switching it off tells more, or somebody else.
  if (Object.keys(changes).some((name) => name !== 'isActive') || changes.isActive === true) requireProvenMaker(ctx)
  const webhook = await requireWebhook(ctx, id)
  requireGood(ctx, changes)
  const now = ctx.clock.now()
  return transaction(ctx.db, async (db) => {
    const changed = await updateRow(db, id, { ...changes, updatedAt: now })
    if (!changed) throw new Failure('webhook_not_found')
    if (changes.isActive === false) await endDeliveries(db, id, now)
    await recordWebhook(ctx, db, 'webhook.changed', webhook, { fields: Object.keys(changes) })
    return changed
  })
}

export const deleteWebhook = async (ctx: Context, id: string, applicationId?: string): Promise<void> => {
  const webhook = await requireWebhook(ctx, id, applicationId)
  await transaction(ctx.db, async (db) => {
    if (!(await deleteRow(db, id))) throw new Failure('webhook_not_found')
    await recordWebhook(ctx, db, 'webhook.deleted', webhook)
  })
}

/** The one before is signed with as well, for so long. */
export const renewWebhookSecret = async (
  ctx: Context,
  id: string,
  overlapSeconds: number,
): Promise<{ webhook: Webhook; secret: string }> => {
  // A secret outlasts whoever made it.
  requireProvenMaker(ctx)
  const { tenantId } = await requireWebhook(ctx, id)
  requireFreshMaker(ctx)
  const secret = toWebhookSecret(ctx.ids.hex(32))
  const now = ctx.clock.now()
  const isOverlapping = overlapSeconds > 0
  // One at a time: of two, the second one signs with what the first one gave.
  return exclusively(ctx.db, `webhooks ${tenantId}`, async (db) => {
    const before = await findWebhookOfTenant(db, tenantId, id)
    if (!before) throw new Failure('webhook_not_found')
    const [old] = await secretsOf(ctx, before)
    const webhook = await updateRow(db, id, {
      sealedSecrets: ctx.secrets.seal(isOverlapping ? `${secret} ${old}` : secret),
      secretStart: startOfWebhookSecret(secret),
      previousSecretExpiresAt: isOverlapping ? now + overlapSeconds * 1000 : null,
      updatedAt: now,
    })
    if (!webhook) throw new Failure('webhook_not_found')
    await recordWebhook(ctx, db, 'webhook.secret_renewed', before)
    return { webhook, secret }
  })
}

/** Queues a message that tells of nothing. */
export const testWebhook = async (ctx: Context, id: string): Promise<WebhookDelivery> => {
  const webhook = await requireWebhook(ctx, id)
  const { userId } = await requireTenant(ctx)
  const delivery = deliveryOf(ctx, webhook, {
    id: ctx.ids.uuid(),
    action: testType,
    tenantId: webhook.tenantId,
    applicationId: webhook.applicationId,
    environmentId: webhook.environmentId,
    actor: 'administrator',
    actorId: userId,
    userId: null,
    sessionId: null,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    data: { webhookId: id },
    createdAt: ctx.clock.now(),
  })
  return queueDelivery(ctx.db, delivery)
}

/** As far as page numbers lead. */
const mostCounted = 10_000

export const listDeliveries = async (
  ctx: Context,
  id: string,
  state: DeliveryState | undefined,
  page: { readonly page: number; readonly limit: number },
  cursor: string | undefined,
): Promise<CursorPage<WebhookDelivery> & { total: number }> => {
  const webhook = await requireWebhook(ctx, id)
  const isTooFar = cursor === undefined && (page.page - 1) * page.limit >= mostCounted
  const rows = isTooFar ? [] : await listRows(ctx.db, webhook.id, { state, ...rowsOfPage(page, cursor) })
  return { ...toPage(rows, page.limit), total: await countDeliveries(ctx.db, webhook.id, state, mostCounted) }
}

/** Due at once, or `delivery_not_found`. */
export const replayDelivery = async (ctx: Context, id: string, deliveryId: string): Promise<WebhookDelivery> => {
  const webhook = await requireWebhook(ctx, id)
  const delivery = await replayRow(ctx.db, webhook.id, deliveryId, ctx.clock.now())
  if (!delivery) throw new Failure('delivery_not_found')
  return delivery
}

const requireGood = ({ sandbox }: Context, { url, events = [] }: Partial<NewWebhook>): void => {
  if (url !== undefined && !isReceiver(url, sandbox !== null)) {
    throw new Failure('invalid_request', 'url: must be https, without a name, a password or a fragment')
  }
  const actions = Object.keys(auditActions)
  const odd = events.findIndex((wanted) => !actions.some((action) => asksFor([wanted], action)))
  if (odd !== -1) throw new Failure('invalid_request', `events.${odd}: is no action of the audit`)
}

/** https; in the sandbox http of this machine too. Where its host leads is asked when it is sent. */
const isReceiver = (url: string, isSandbox: boolean): boolean => {
  if (!isRedirectUrl(url) || !/^https?:/.test(url)) return false
  const { protocol, username, password } = new URL(url)
  return (protocol === 'https:' || isSandbox) && username === '' && password === ''
}
