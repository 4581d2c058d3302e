import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { exampleOf } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const { received } = exampleOf('service.listReceivedWebhooks', 200, 'received') as Wire['ReceivedWebhooks']
const { message } = received[0]!
const headers = { 'webhook-id': 'nobodys', 'webhook-timestamp': '1768473000', 'webhook-signature': 'v1,AAAA' }

const withMessage = async (seeds: Seeds) => {
  await seeds.call('service.receiveWebhook', { headers, body: message })
}

contract('service.receiveWebhook', {
  'takes a message': { send: { headers, body: message }, expect: { status: 200, example: 'taken' } },
  'fails where it was told to, once': given((seeds) => seeds.call('service.failWebhooks', { body: { failures: 1 } }), {
    send: () => ({ headers, body: message }),
    expect: { error: 'unavailable' },
    then: async (seeds) =>
      expect((await seeds.call('service.receiveWebhook', { headers, body: message }))?.status).toBe(200),
  }),
  'refuses what is no message': {
    send: { headers, body: { type: 'user.created' } as never },
    expect: { error: 'invalid_request', detail: 'timestamp' },
  },
})

contract('service.listReceivedWebhooks', {
  'shows what came, and that nobody has signed it': given(withMessage, {
    send: () => ({}),
    expect: { status: 200, example: 'received' },
    then: async (_seeds, answer) =>
      expect((answer.body as Wire['ReceivedWebhooks']).received).toMatchObject([
        { id: 'nobodys', signature: 'bad', answered: 200, message },
      ]),
  }),
})

contract('service.failWebhooks', {
  'says how many will fail': { send: { body: { failures: 2 } }, expect: { status: 200, example: 'failures' } },
})

contract('service.showWebhooks', {
  'shows what came': given(withMessage, {
    send: () => ({}),
    expect: { status: 200, example: 'page' },
    then: async (_seeds, answer) => expect(answer.text).toContain('webhook.test'),
  }),
})
