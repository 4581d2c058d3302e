import type { Webhook } from '../../model/webhook.ts'
import type { Database } from '../../storage/database.ts'
import { type Writer, byCaller, record } from '../administration/audit.ts'

type WebhookAction = 'webhook.created' | 'webhook.changed' | 'webhook.deleted' | 'webhook.secret_renewed'

/** Writes down what became of a webhook, for its tenant. */
export const recordWebhook = (
  ctx: Writer,
  db: Database,
  action: WebhookAction,
  { id, tenantId, applicationId, environmentId }: Webhook,
  more: { readonly fields?: string[] } = {},
): Promise<void> =>
  record(ctx, db, action, {
    environmentId,
    tenantId,
    ...(applicationId !== null && { applicationId }),
    ...byCaller(ctx),
    data: { webhookId: id, ...more },
  })
