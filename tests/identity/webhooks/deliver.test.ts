// What becomes of a message: sent, signed, sent again after a restart, given up, and never in another's way.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { verifyWebhook } from '../../../client/webhooks.ts'
import type { Wire } from '../../../generated/operations.ts'
import type { World } from '../../../server/context.ts'
import { deliverWebhooks } from '../../../server/identity/webhooks/deliver.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import type { OutsideAnswer } from '../../../server/outside/guarded-fetch.ts'
import type { WebhookDeliveriesTable } from '../../../server/storage/schema.ts'
import { type TestServer, newEmail, prove, signIn as signInAs, signUp, startServer } from '../../server-for-tests.ts'

interface Arrived {
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

let answer: () => number
let received: Arrived[]
let receiverUrl: string
const receiver = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const url = request.url ?? ''
    received.push({ url, headers: request.headers as Arrived['headers'], body: Buffer.concat(parts).toString() })
    response.writeHead(answer()).end()
  })
})

let folder: string
let server: TestServer
let bearer: string
const start = async () => {
  server = await startServer({ DATABASE_URL: `sqlite:${join(folder, 'test.db')}` })
  await signIn()
}

/** Again, where the clock has moved past the token before. */
const signIn = async () => {
  const body = sandboxCredentials.platform
  bearer = (await server.send('POST /api/platform/auth/login', { body })).body.access_token
}

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(() => receiver.close())
beforeEach(async () => {
  answer = () => 200
  received = []
  folder = mkdtempSync(join(tmpdir(), 'webhooks-'))
  await start()
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const make = async (path: string, events: string[] = ['user.signed_up']) => {
  const { text } = await server.send('POST /api/platform/webhooks', {
    bearer,
    body: { url: `${receiverUrl}${path}`, events },
  })
  return (JSON.parse(text) as Wire['WebhookAnswer']).data
}

const deliveriesOf = async (id: string) => {
  const { text } = await server.send(`GET /api/platform/webhooks/${id}/deliveries`, { bearer })
  return (JSON.parse(text) as Wire['WebhookDeliveryPage']).data
}

const webhookOf = async (id: string) => {
  const { text } = await server.send('GET /api/platform/webhooks', { bearer })
  return (JSON.parse(text) as Wire['WebhookList']).data.find((webhook) => webhook.id === id)!
}

const advance = (seconds: number) => server.world.sandbox!.clock.advance(seconds)
const now = () => server.world.clock.now()

it('is signed, so that its receiver knows it for ours', async () => {
  const { secret } = await make('/one')
  await signUp(server.send, { email: 'carol@example.test' })
  await deliverWebhooks(server.world)
  const [{ headers, body }] = received as [Arrived]
  expect(await verifyWebhook(body, headers, secret, { now })).toMatchObject({ type: 'user.signed_up' })
  expect(await verifyWebhook(`${body} `, headers, secret, { now })).toBe(null)
  expect(await verifyWebhook(body, headers, `whsec_${btoa('another')}`, { now })).toBe(null)
  expect(await verifyWebhook(body, headers, secret, { now: () => now() + 301_000 })).toBe(null)
  expect(body).not.toContain('carol@example.test')
})

it('is signed with both secrets while one takes the place of the other', async () => {
  const { id, secret: old } = await make('/one')
  const { text } = await server.send(`POST /api/platform/webhooks/${id}/secret`, {
    bearer,
    body: { overlapSeconds: 60 },
  })
  const { secret } = (JSON.parse(text) as Wire['WebhookAnswer']).data
  const good = async () => {
    await server.send(`POST /api/platform/webhooks/${id}/test`, { bearer })
    await deliverWebhooks(server.world)
    const { headers, body } = received.at(-1)!
    const messages = await Promise.all([old, secret].map((one) => verifyWebhook(body, headers, one, { now })))
    return messages.map((message) => message !== null)
  }
  expect(await good()).toEqual([true, true])
  advance(61)
  expect(await good()).toEqual([false, true])
})

it('fails, is sent again after a restart, and is taken with the same id', async () => {
  const { id } = await make('/one')
  await signUp(server.send, { email: 'carol@example.test' })
  answer = () => 500
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'pending', attempts: 1, lastStatus: 500 }])

  await server.close()
  await start()
  answer = () => 200
  advance(6)
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered', attempts: 2, lastStatus: 200 }])
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([
    received[0]!.headers['webhook-id'],
    received[0]!.headers['webhook-id'],
  ])
  await deliverWebhooks(server.world)
  expect(received).toHaveLength(2)
})

it('is dead after two days, and its webhook is switched off; a replay sends it all the same', async () => {
  const { id } = await make('/one')
  await signUp(server.send, { email: 'carol@example.test' })
  answer = () => 500
  const begun = now()
  const rows = () => server.world.db.selectFrom('webhookDeliveries').selectAll().execute()
  for (let [row] = await rows(); row!.state === 'pending'; [row] = await rows()) {
    advance(Math.max(0, Math.ceil((row!.nextAttemptAt - now()) / 1000)))
    await deliverWebhooks(server.world)
  }
  const hours = (now() - begun) / 3_600_000
  expect(hours).toBeGreaterThan(47)
  expect(hours).toBeLessThan(49)
  expect(received).toHaveLength(10)

  await signIn()
  expect((await webhookOf(id)).isActive).toBe(false)
  answer = () => 200
  await server.send(`PATCH /api/platform/webhooks/${id}`, { bearer, body: { isActive: true } })
  const [dead] = (await deliveriesOf(id)) as [Wire['WebhookDelivery']]
  await server.send(`POST /api/platform/webhooks/${id}/deliveries/${dead.id}/replay`, { bearer })
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ id: dead.id, state: 'delivered', attempts: 1 }])
})

it('switches its webhook off where nobody is there any more', async () => {
  const { id } = await make('/one')
  await signUp(server.send, { email: 'carol@example.test' })
  answer = () => 410
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'dead', lastStatus: 410 }])
  expect((await webhookOf(id)).isActive).toBe(false)
})

it('of one thing waits for the one before, and lets those of others pass', async () => {
  const { id } = await make('/one', ['webhook.changed'])
  const other = await make('/two', ['user.deleted'])
  const change = (url: string) =>
    server.send(`PATCH /api/platform/webhooks/${other.id}`, { bearer, body: { url: `${receiverUrl}${url}` } })
  await change('/a')
  answer = () => 500
  await deliverWebhooks(server.world)
  await change('/b')
  answer = () => 200
  await deliverWebhooks(server.world)
  expect((await deliveriesOf(id)).map(({ attempts }) => attempts)).toEqual([0, 1])
  advance(6)
  await deliverWebhooks(server.world)
  await deliverWebhooks(server.world)
  expect((await deliveriesOf(id)).map(({ attempts, state }) => [attempts, state])).toEqual([
    [1, 'delivered'],
    [2, 'delivered'],
  ])
})

it('of nothing that has an id waits for no other one', async () => {
  const { id } = await make('/one', ['password.failed'])
  const fail = () => signInAs(server.send, newEmail(), 'a wrong guess')
  answer = () => 500
  await fail()
  await deliverWebhooks(server.world)
  answer = () => 200
  await fail()
  await deliverWebhooks(server.world)
  expect((await deliveriesOf(id)).map(({ attempts, state }) => [attempts, state])).toEqual([
    [1, 'delivered'],
    [1, 'pending'],
  ])
})

it('is dead at once where ten thousand wait, and is sent when it is replayed', async () => {
  const { id } = await make('/one')
  await signUp(server.send, { email: 'carol@example.test' })
  const { db, ids } = server.world
  const [one] = (await db.selectFrom('webhookDeliveries').selectAll().execute()) as [WebhookDeliveriesTable]
  const later = now() + 3_600_000
  for (let made = 1; made < 10_000; made += 1111) {
    const rows = Array.from({ length: 1111 }, () => ({
      ...one,
      id: ids.uuid(),
      thing: ids.uuid(),
      nextAttemptAt: later,
    }))
    await db.insertInto('webhookDeliveries').values(rows).execute()
  }
  await signUp(server.send, { email: 'dave@example.test' })
  await server.send(`POST /api/platform/webhooks/${id}/test`, { bearer })
  const [test, dave] = (await deliveriesOf(id)) as [Wire['WebhookDelivery'], Wire['WebhookDelivery']]
  const dead = { state: 'dead', attempts: 0, lastProblem: 'too_many', nextAttemptAt: null }
  expect([dave, test]).toMatchObject([
    { ...dead, type: 'user.signed_up' },
    { ...dead, type: 'webhook.test' },
  ])
  await server.send(`POST /api/platform/webhooks/${id}/deliveries/${dave.id}/replay`, { bearer })
  await deliverWebhooks(server.world)
  expect(received.map(({ headers }) => headers['webhook-id'])).toContain(dave.id)
})

it('that cannot be signed is tried again as others are, and the log says why', async () => {
  const { id } = await make('/one')
  await make('/two')
  await server.world.db.updateTable('webhooks').set({ sealedSecrets: 'no seal' }).where('id', '=', id).execute()
  await signUp(server.send, { email: 'carol@example.test' })
  await deliverWebhooks(server.world)
  expect(received.map(({ url }) => url)).toEqual(['/two'])
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'pending', attempts: 1, lastProblem: 'not_sent' }])
  expect(server.logs.filter(({ msg }) => msg === 'A message could not be sent')).toMatchObject([{ webhook: id }])
  await server.world.db.updateTable('webhookDeliveries').set({ attempts: 9, nextAttemptAt: now() }).execute()
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'dead', attempts: 10, lastProblem: 'not_sent' }])
  expect((await webhookOf(id)).isActive).toBe(false)
})

it('whose outcome cannot be written down fails no other one, and is sent again when its lease ends', async () => {
  const { id } = await make('/one')
  const other = await make('/two')
  await signUp(server.send, { email: 'carol@example.test' })
  const { db } = server.world
  await sql`create trigger broken before update on webhooks when old.id = ${sql.lit(id)} begin select raise(abort, 'broken'); end`.execute(
    db,
  )
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'pending', attempts: 1 }])
  expect(await deliveriesOf(other.id)).toMatchObject([{ state: 'delivered' }])
  expect(server.logText()).toContain('What became of a message could not be written down')
  await sql`drop trigger broken`.execute(db)
  advance(61)
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered', attempts: 2 }])
})

/** The same world, where some receivers answer only once they are let. `asked` counts what was sent to them. */
const withSlow = (isSlow: (path: string) => boolean) => {
  const { fetchOutside } = server.world
  const { promise, resolve } = Promise.withResolvers<OutsideAnswer>()
  let asked = 0
  const world: World = {
    ...server.world,
    fetchOutside: (url, request) => {
      if (!isSlow(new URL(url).pathname)) return fetchOutside(url, request)
      asked += 1
      return promise
    },
  }
  const answer = () => resolve({ kind: 'answered', status: 200, headers: {}, body: '' })
  return { world, asked: () => asked, answer }
}

it('to a slow receiver delays nobody', async () => {
  await make('/slow')
  await make('/quick')
  for (const name of ['carol', 'dave', 'erin', 'frank', 'grace', 'heidi'])
    await signUp(server.send, { email: `${name}@example.test` })
  const slow = withSlow((path) => path === '/slow')
  const round = deliverWebhooks(slow.world)
  await expect.poll(() => received.length).toBe(6)
  expect(slow.asked()).toBe(4)
  slow.answer()
  await round
})

it('to the slow receivers of one tenant delays no other tenant', async () => {
  const paths = Array.from({ length: 12 }, (_, number) => `/slow/${number}`)
  for (const path of paths) await make(path)
  for (const name of ['carol', 'dave', 'erin', 'frank', 'grace', 'heidi'])
    await signUp(server.send, { email: `${name}@example.test` })
  const other = { email: 'other@example.test', password: 'a password of another tenant' }
  await server.send('POST /api/platform/auth/register', {
    body: { ...other, tenantName: 'Other', tenantSlug: 'other-tenant' },
  })
  await prove(server.send, other.email)
  bearer = (await server.send('POST /api/platform/auth/login', { body: other })).body.access_token
  const { id } = await make('/quick')
  await server.send(`POST /api/platform/webhooks/${id}/test`, { bearer })
  const slow = withSlow((path) => path !== '/quick')
  const round = deliverWebhooks(slow.world)
  await expect.poll(() => received.length).toBe(1)
  expect(slow.asked()).toBe(8)
  slow.answer()
  await round
})

it('never reaches an inner network, whatever the name said when the webhook was made', async () => {
  const { id } = await make('/one')
  await server.world.db.updateTable('webhooks').set({ url: 'https://10.0.0.1/hooks' }).where('id', '=', id).execute()
  await signUp(server.send, { email: 'carol@example.test' })
  await deliverWebhooks(server.world)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'pending', lastStatus: null, lastProblem: 'private_address' }])
})
