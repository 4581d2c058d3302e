// What a receiver asks of a message, without a server.
import { afterEach, expect, it, vi } from 'vitest'
import { verifyWebhook } from './webhooks.ts'

const key = 'c2VjcmV0IG9mIGEgd2ViaG9vaw=='

const send = async (at: number, body = '{"type":"user.created"}') => {
  const { subtle } = globalThis.crypto
  const secret = Uint8Array.from(atob(key), (character) => character.charCodeAt(0))
  const signer = await subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const timestamp = String(Math.floor(at / 1000))
  const signed = await subtle.sign('HMAC', signer, new TextEncoder().encode(`msg_1.${timestamp}.${body}`))
  const signature = `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`
  return {
    body,
    headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature },
  }
}

afterEach(() => void vi.useRealTimers())

it('goes by the time of day, which goes on while a machine sleeps', async () => {
  const wakes = Date.now() + 3_600_000
  // What counts since the process began stands still meanwhile.
  vi.useFakeTimers({ toFake: ['Date'], now: wakes })
  const { body, headers } = await send(wakes)
  expect(await verifyWebhook(body, headers, `whsec_${key}`)).toEqual({ type: 'user.created' })
  const old = await send(wakes - 301_000)
  expect(await verifyWebhook(old.body, old.headers, `whsec_${key}`)).toBe(null)
})
