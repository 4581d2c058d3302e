import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { exampleOf } from '../contract/contract.ts'
import { answered } from '../fixtures/answers.ts'
import { findAbsent, isAbsentBy } from './probe.ts'
import { operationIn } from '../requests/selection.ts'

describe('an operation is absent', () => {
  it.each([
    [404, { message: 'no such route' }],
    [404, 'Cannot GET /api/clients/x'],
    [405, null],
    [501, { error: 'not implemented' }],
  ])('where the answer is %d %j', (status, body) => {
    expect(isAbsentBy('account.getClient', answered(status, body))).toBe(true)
  })

  it('and is there where it says what is missing, whatever the sentence', () => {
    const body = { ...(exampleOf('account.getAccount', 404, 'account_not_found') as object), detail: 'Yours is gone.' }
    expect(isAbsentBy('account.getAccount', answered(404, body))).toBe(false)
  })

  it.each([200, 400, 401, 500])('and is there where it answers %d', (status) => {
    expect(isAbsentBy('account.getClient', answered(status, {}))).toBe(false)
  })

  it('where a refusal is another surface’s', () => {
    const body = exampleOf('account.getAccount', 404, 'account_not_found')
    expect(isAbsentBy('project.getPublicConfig', answered(404, body))).toBe(true)
  })
})

describe('looking at what is there', () => {
  it('asks for nothing that would be done for whoever asks', async () => {
    const bodies = new Set<string>()
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        bodies.add(Buffer.concat(chunks).toString())
        response.writeHead(400).end()
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const looked = await findAbsent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(looked.done).toBeGreaterThan(300)
    expect([...bodies].sort()).toEqual(['', '{}'])
    server.close()
  })
})

describe('a server that says nothing', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('is not waited for at every operation of the contract', async () => {
    let asked = 0
    const server = createServer(() => void (asked += 1)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    vi.stubEnv('CONFORM_ANSWER_TIMEOUT', '300')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const looked = await findAbsent(url)
    expect(looked).toMatchObject({ absent: [], why: expect.stringMatching(/^3 in a row gave no answer$/) })
    // Fewer where the time is over before the connection is there.
    expect(asked).toBeLessThanOrEqual(3)
    server.closeAllConnections()
    server.close()
  })

  it('is looked at no longer than it may take', async () => {
    const until = Date.now()
    expect(await findAbsent('http://127.0.0.1:9', { until })).toEqual({ absent: [], done: 0, why: 'it took too long' })
  })
})

describe('the operation that a test is about', () => {
  it.each([
    ['account.signIn on real > refuses a wrong password', 'account.signIn'],
    ['strangers on real > AC-073 account.me refuses every other kind of token', 'account.me'],
    ['journey on real > a person at example.test signs in', undefined],
  ])('%s', (name, id) => {
    expect(operationIn(name)).toBe(id)
  })
})
