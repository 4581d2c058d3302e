import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { ReceivedWebhook } from '../../model/received-webhooks.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import { webhooksPage } from '../../pages/webhooks.ts'
import { isGenuine, receiverUrlOf } from '../../sandbox/webhook-receiver.ts'
import type { Handle, Wire } from '../handle.ts'

export const showWebhooks: Handle<'service.showWebhooks'> = async (_request, ctx) => ({
  status: 200,
  headers: { 'Content-Security-Policy': pagePolicy() },
  body: webhooksPage(toReceived(ctx)),
})

export const listReceivedWebhooks: Handle<'service.listReceivedWebhooks'> = async (_request, ctx) => ({
  status: 200,
  body: toReceived(ctx),
})

export const failWebhooks: Handle<'service.failWebhooks'> = async ({ body }, ctx) => {
  ctx.sandbox?.webhooks.fail(body.failures)
  return { status: 200, body: { failures: body.failures } }
}

export const receiveWebhook: Handle<'service.receiveWebhook'> = async ({ headers, body }, ctx) => {
  const id = headers['webhook-id']
  const signatures = headers['webhook-signature']
  const isGood = await isGenuine(ctx, { id, timestamp: headers['webhook-timestamp'], signatures, message: body })
  const taken = ctx.sandbox?.webhooks.take({ id, signature: isGood ? 'good' : 'bad', message: body })
  if (taken?.fails) throw new Failure('unavailable')
  return { status: 200, body: { taken: true } }
}

const toReceived = (ctx: Context): Wire['ReceivedWebhooks'] => ({
  url: receiverUrlOf(ctx),
  failures: ctx.sandbox?.webhooks.failures() ?? 0,
  received: (ctx.sandbox?.webhooks.list() ?? []).map(toOne),
})

const toOne = ({ at, message, ...received }: ReceivedWebhook): Wire['ReceivedWebhook'] => ({
  ...received,
  at: new Date(at).toISOString(),
  message: { ...message, data: { ...message.data } },
})
