// What somebody can do who found a publishable key: it stands in every web page.
import { afterEach, expect, it } from 'vitest'
import { type TestServer, startServer } from '../server-for-tests.ts'

let server: TestServer
afterEach(() => server.close())

const headers = { 'x-publishable-key': 'pk_test_inbox_manager' }
const ask = async (ip: string, key = headers) =>
  (await server.send('POST /api/v1/auth/refresh', { ip, headers: key, body: { refresh_token: 'nonsense' } })).status

const count = (statuses: readonly number[], wanted: number) => statuses.filter((status) => status === wanted).length

it('AC-098 holds calls from one address to 600 a minute, and leaves others alone', async () => {
  server = await startServer({ LOG_LEVEL: 'silent' })
  const statuses: number[] = []
  for (let round = 0; round < 26; round += 1) {
    statuses.push(...(await Promise.all(Array.from({ length: 25 }, () => ask('192.0.2.1')))))
  }
  expect([count(statuses, 401), count(statuses, 429)]).toEqual([600, 50])
  expect(await ask('192.0.2.2')).toBe(401)
  await server.send('POST /sandbox/clock', { body: { advance: 61 } })
  expect(await ask('192.0.2.1')).toBe(401)
})

it('AC-098 holds all calls with one key together, from however many addresses', async () => {
  server = await startServer({ LIMITS: 'keyCalls=20/60' })
  const statuses = []
  for (let index = 0; index < 25; index += 1) statuses.push(await ask(`198.18.0.${index}`))
  expect(statuses).toEqual([...Array<number>(20).fill(401), ...Array<number>(5).fill(429)])
})

it('AC-098 counts keys that nobody has for nobody', async () => {
  server = await startServer({ LIMITS: 'keyCalls=2/60' })
  for (let index = 0; index < 5; index += 1) {
    expect(await ask('192.0.2.1', { 'x-publishable-key': `pk_test_${index}` })).toBe(401)
  }
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([401, 401, 429])
})
