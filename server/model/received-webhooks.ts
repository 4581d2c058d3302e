// What the sandbox's receiver of webhooks got.
import type { WebhookMessage } from './webhook.ts'

export interface ReceivedWebhook {
  readonly number: number
  /** ms */
  readonly at: number
  readonly id: string
  readonly signature: 'good' | 'bad'
  readonly answered: number
  readonly message: WebhookMessage
}

export interface WebhookReceiver {
  /** Notes a message, and says whether it is to fail. */
  take(received: Omit<ReceivedWebhook, 'number' | 'at' | 'answered'>): { readonly fails: boolean }
  /** Newest first. */
  list(): readonly ReceivedWebhook[]
  failures(): number
  /** The next so many fail. */
  fail(failures: number): void
  reset(): void
}
