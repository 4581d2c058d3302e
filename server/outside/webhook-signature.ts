// Standard Webhooks 1.0, section "Signature scheme": a symmetric signature over id, time and body.
import { createHmac } from 'node:crypto'

const secretMark = 'whsec_'

/** As the standard writes a key, which is given in hexadecimal. */
export const toWebhookSecret = (hex: string): string => secretMark + Buffer.from(hex, 'hex').toString('base64')

/** As much of a secret as may be shown again. */
export const startOfWebhookSecret = (secret: string): string => `${secret.slice(0, secretMark.length + 8)}…`

export interface SignedMessage {
  readonly id: string
  /** Seconds since 1970: of this sending, not of what happened. */
  readonly timestamp: number
  readonly body: string
}

/** One for each secret, side by side, so that a receiver which has either is satisfied. */
export const webhookSignatures = (secrets: readonly string[], { id, timestamp, body }: SignedMessage): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(secretMark.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
    })
    .join(' ')
