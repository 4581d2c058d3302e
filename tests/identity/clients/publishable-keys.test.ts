// What somebody can do who found a publishable key: it stands in every web page.
import { afterEach, expect, it } from 'vitest'
import { type TestServer, startServer } from '../../server-for-tests.ts'

let server: TestServer
afterEach(() => server.close())

const headers = { 'x-publishable-key': 'pk_test_inbox_manager' }
const ask = async (ip: string, key = headers) =>
  (await server.send('POST /api/v1/auth/refresh', { ip, headers: key, body: { refresh_token: 'nonsense' } })).status

const count = (statuses: readonly number[], wanted: number) => statuses.filter((status) => status === wanted).length

it('holds calls from one address to 600 a minute, and leaves others alone (AC-098)', async () => {
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

it('holds nobody back for what others ask with the same key', async () => {
  server = await startServer({ LIMITS: 'keyCallsPerIp=20/60', LOG_LEVEL: 'silent' })
  for (let index = 0; index < 300; index += 1) await ask(`198.18.0.${index % 15}`)
  expect(await ask('198.18.0.1')).toBe(429)
  expect(await ask('198.18.1.1')).toBe(401)
})

it('counts keys that nobody has for nobody (AC-098)', async () => {
  server = await startServer({ LIMITS: 'keyCallsPerIp=2/60' })
  for (let index = 0; index < 5; index += 1) {
    expect(await ask('192.0.2.1', { 'x-publishable-key': `pk_test_${index}` })).toBe(401)
  }
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([401, 401, 429])
})
