// A receiver of webhooks, for who develops: in the memory of this process.
import type { Context } from '../context.ts'
import { secretsOf } from '../identity/webhooks/deliver.ts'
import type { ReceivedWebhook, WebhookReceiver } from '../model/received-webhooks.ts'
import type { WebhookMessage } from '../model/webhook.ts'
import { equal } from '../outside/secrets.ts'
import { webhookSignatures } from '../outside/webhook-signature.ts'
import { findWebhookOfDelivery } from '../storage/webhooks.ts'

const most = 100

export const createWebhookReceiver = (now: () => number): WebhookReceiver => {
  let kept: readonly ReceivedWebhook[] = []
  let last = 0
  let failing = 0
  return {
    take: (received) => {
      const fails = failing > 0
      if (fails) failing -= 1
      last += 1
      kept = [{ ...received, number: last, at: now(), answered: fails ? 503 : 200 }, ...kept].slice(0, most)
      return { fails }
    },
    list: () => kept,
    failures: () => failing,
    fail: (failures) => void (failing = failures),
    reset: () => {
      kept = []
      failing = 0
    },
  }
}

export const receiverUrlOf = ({ config }: Context): string => `${config.publicUrl}/sandbox/webhooks/receiver`

export interface ArrivedWebhook {
  readonly id: string
  readonly timestamp: string
  readonly signatures: string
  readonly message: WebhookMessage
}

/** Whether one of the signatures is of a secret of the webhook that the message is of. */
export const isGenuine = async (ctx: Context, arrived: ArrivedWebhook): Promise<boolean> => {
  const webhook = await findWebhookOfDelivery(ctx.db, arrived.id)
  if (!webhook) return false
  const body = JSON.stringify(arrived.message)
  const own = webhookSignatures(await secretsOf(ctx, webhook), {
    id: arrived.id,
    timestamp: Number(arrived.timestamp),
    body,
  })
  const known = own.split(' ')
  return arrived.signatures.split(' ').some((signature) => known.some((good) => equal(signature, good)))
}
