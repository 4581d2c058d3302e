// Whether a webhook's message is genuine, for its receiver (Standard Webhooks 1.0).
import type { Wire } from '../generated/operations.ts'

export type WebhookMessage = Wire['WebhookMessage']

/** A request's headers: of `fetch`, or as Node has them. */
export type WebhookHeaders =
  { get(name: string): string | null } | Readonly<Record<string, string | readonly string[] | undefined>>

export interface WebhookOptions {
  /** How old, or how far ahead, a message may be, in seconds; 300 by default. */
  readonly toleranceSeconds?: number
  /** ms since 1970; the machine's own time by default. */
  readonly now?: () => number
}

/**
 * The message; null where no signature is of the secret (`whsec_…`), or its time is off. `body` is the request's body to the
 * letter, before anybody has parsed it. A message may come twice: `webhook-id` is then the same.
 */
export const verifyWebhook = async (
  body: string,
  headers: WebhookHeaders,
  secret: string,
  { toleranceSeconds = 300, now = Date.now }: WebhookOptions = {},
): Promise<WebhookMessage | null> => {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => read(headers, `webhook-${name}`))
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return null
  if (Math.abs(now() / 1000 - Number(timestamp)) > toleranceSeconds) return null
  const { subtle } = globalThis.crypto
  const keyBytes = fromBase64(secret.replace(/^whsec_/, ''))
  if (!keyBytes) return null
  const key = await subtle.importKey('raw', keyBytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  for (const one of signatures.split(' ').slice(0, 10)) {
    const signature = one.startsWith('v1,') ? fromBase64(one.slice(3)) : undefined
    if (signature && (await subtle.verify('HMAC', key, signature, signed))) return JSON.parse(body) as WebhookMessage
  }
  return null
}

const read = (headers: WebhookHeaders, name: string): string | undefined => {
  if (typeof headers.get === 'function') return (headers as Headers).get(name) ?? undefined
  const value = (headers as Readonly<Record<string, string | readonly string[] | undefined>>)[name]
  return typeof value === 'string' ? value : undefined
}

const fromBase64 = (text: string) => {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    return bytes.length > 0 ? bytes : undefined
  } catch {
    return undefined
  }
}
