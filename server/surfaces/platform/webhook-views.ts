import type { Webhook, WebhookDelivery } from '../../model/webhook.ts'
import { toTime } from '../app-and-platform/views.ts'
import type { Wire } from '../handle.ts'

const toTimeOrNull = (time: number | null) => (time === null ? null : toTime(time))

export const toWebhook = (webhook: Webhook): Wire['Webhook'] => ({
  id: webhook.id,
  applicationId: webhook.applicationId,
  environmentId: webhook.environmentId,
  url: webhook.url,
  events: [...webhook.events],
  secret: webhook.secretStart,
  previousSecretExpiresAt: toTimeOrNull(webhook.previousSecretExpiresAt),
  isActive: webhook.isActive,
  lastTriggeredAt: toTimeOrNull(webhook.lastTriggeredAt),
  createdAt: toTime(webhook.createdAt),
  updatedAt: toTime(webhook.updatedAt),
})

export const toWebhookWithSecret = ({ webhook, secret }: { webhook: Webhook; secret: string }): Wire['Webhook'] => ({
  ...toWebhook(webhook),
  secret,
})

export const toDelivery = (delivery: WebhookDelivery): Wire['WebhookDelivery'] => ({
  id: delivery.id,
  webhookId: delivery.webhookId,
  type: delivery.type,
  state: delivery.state,
  attempts: delivery.attempts,
  lastStatus: delivery.lastStatus,
  lastProblem: delivery.lastProblem,
  nextAttemptAt: delivery.state === 'pending' ? toTime(delivery.nextAttemptAt) : null,
  message: JSON.parse(delivery.message) as Wire['WebhookMessage'],
  createdAt: toTime(delivery.createdAt),
  settledAt: toTimeOrNull(delivery.settledAt),
})
