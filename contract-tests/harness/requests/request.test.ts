import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TestRunner, afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type OperationId, operations } from '../../../generated/operations.ts'
import { toAnswer } from './answer.ts'
import { request } from './request.ts'

const server = createServer(({ url }, response) => {
  if (url === '/health/live') response.end('{}')
})
beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')))
afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

/** What comes of asking for an operation. */
const ask = (id: OperationId): Promise<string> => {
  vi.stubEnv('CONFORM_ANSWER_TIMEOUT', id === alive ? '10000' : '20')
  const { port } = server.address() as AddressInfo
  return request(`http://127.0.0.1:${port}`, id, {}).then(
    ({ status }) => String(status),
    ({ message }: Error) => message.split('\n')[0]!,
  )
}

const alive = 'service.getLiveness'
const waited = 'got no answer: no whole answer came within'

it('waits for who says nothing three times, once where nothing else is said, and at last no more', async () => {
  // Else this very test would be skipped.
  vi.spyOn(TestRunner, 'getCurrentTest').mockReturnValue(undefined)
  const silent = (Object.keys(operations) as OperationId[]).filter((id) => id !== alive)
  for (const id of silent.slice(0, 4)) {
    for (let time = 0; time < 3; time += 1) expect(await ask(id)).toContain(waited)
    expect(await ask(id)).toBe(`${id} gave no whole answer, 3 times in a row`)
  }
  const another = silent[4]!
  expect(await ask(another)).toContain(waited)
  expect(await ask(another)).toBe(`${another} gave no whole answer, and nothing else did`)
  // One that answers is asked all the same, and then the others have three tries again.
  expect(await ask(alive)).toBe('200')
  expect(await ask(another)).toContain(waited)
  for (const id of silent.slice(5, 44)) expect(await ask(id)).toContain(waited)
  for (const id of [silent[44]!, alive] as const) {
    expect(await ask(id)).toBe('the server gave no whole answer to anything, 40 times in a row')
  }
})

it('keeps an answer as text that is nested deeper than anybody can follow', () => {
  const bodyOf = (json: string) => toAnswer(200, new Headers({ 'content-type': 'application/json' }), json).body
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  expect(bodyOf(deep)).toBe(deep)
  const flat = Array.from({ length: 1000 }, () => [{ a: 'a"[' }])
  expect(bodyOf(JSON.stringify(flat))).toEqual(flat)
})
