import type { JsonObject } from './user.ts'

/** An address that is told what happens in a tenant, in one application of it, or in one environment of that. */
export interface Webhook {
  readonly id: string
  readonly tenantId: string
  /** Null: the tenant's, for all of its applications and its administrators. */
  readonly applicationId: string | null
  /** Null: for all of the application's. */
  readonly environmentId: string | null
  readonly url: string
  /** Actions, `things.*` or `*`. */
  readonly events: readonly string[]
  /** The one in force, and the one before behind a space. */
  readonly sealedSecrets: string
  /** As much of the secret as is shown again. */
  readonly secretStart: string
  readonly previousSecretExpiresAt: number | null
  readonly isActive: boolean
  /** When a message was last sent. */
  readonly lastTriggeredAt: number | null
  /** When one was last taken. */
  readonly lastTakenAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

export const deliveryStates = ['pending', 'delivered', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** One message to one webhook. */
export interface WebhookDelivery {
  /** The message's id too: the same each time it is sent. */
  readonly id: string
  readonly webhookId: string
  readonly type: string
  /** What it is about. Of one thing the messages are sent one after the other. */
  readonly thing: string
  /** The body, to the letter: it is signed. */
  readonly message: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly lastStatus: number | null
  readonly lastProblem: string | null
  /** Its two days begin here: when it was queued, or last replayed. */
  readonly startedAt: number
  readonly nextAttemptAt: number
  readonly leasedUntil: number | null
  readonly settledAt: number | null
  readonly createdAt: number
}

/** What a message says of what happened: the audit's event, without anybody's address. */
export interface WebhookEvent {
  readonly id: string
  readonly actorType: string
  readonly actorId: string | null
  readonly userId: string | null
  readonly resource: string
  readonly resourceId: string | null
  readonly tenantId: string | null
  readonly applicationId: string | null
  readonly environmentId: string | null
  readonly sessionId: string | null
  readonly details: JsonObject | null
  readonly ipAddress: string | null
  readonly userAgent: string | null
}

export interface WebhookMessage {
  readonly type: string
  readonly timestamp: string
  readonly data: WebhookEvent
}

/** Whether somebody who asked for `events` is told of an action. */
export const asksFor = (events: readonly string[], action: string): boolean =>
  events.some((wanted) => wanted === '*' || wanted === action || wanted === `${action.split('.')[0]}.*`)
