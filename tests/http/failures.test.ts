import { afterEach, describe, expect, it } from 'vitest'
import { Failure } from '../../server/model/failure.ts'
import {
  type TestServer,
  clientId,
  newEmail,
  origin,
  password,
  refresh,
  signIn,
  signUp,
  startServer,
} from '../server-for-tests.ts'
import { surfaces } from '../../server/surfaces/surfaces.ts'

let server: TestServer
afterEach(() => server.close())

describe('a database that is gone', () => {
  it('is said as 503 with a time to come back, on every operation that needs it', async () => {
    server = await startServer()
    const { email, access_token, refresh_token } = await signUp(server.send)
    await server.closeDatabase()
    const answers = [
      await signIn(server.send, email),
      await server.send('POST /auth/sign-up', { body: { client_id: clientId, email: newEmail(), password } }),
      await refresh(server.send, refresh_token),
      await server.send('POST /auth/check-email', { body: { client_id: clientId, email } }),
      await server.send('GET /auth/me', { bearer: access_token }),
      await server.send('GET /auth/me', { cookies: { refresh_token } }),
      await server.send('POST /auth/sign-out', { body: { refresh_token } }),
      await server.send('GET /health/ready'),
      await server.send('GET /sandbox/mailbox.json'),
    ]
    for (const answer of answers) {
      expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'unavailable', '5'])
      expect(answer.text).not.toMatch(/sqlite|database connection|stack|\.ts/i)
    }
    const causes = server.logs.filter(({ msg }) => msg === 'A request failed')
    expect(causes).toHaveLength(answers.length)
    expect(causes[0]).toMatchObject({
      requestId: answers[0]!.headers['x-request-id'],
      err: { message: expect.stringContaining('unavailable') },
    })
  })

  it('leaves alive what needs none, also for pages of other origins', async () => {
    server = await startServer()
    await server.closeDatabase()
    const headers = { origin }
    expect((await server.send('GET /health/live', { headers })).status).toBe(200)
    expect((await server.send('GET /auth/csrf-session', { headers })).status).toBe(200)
    expect((await server.send('GET /openapi.json', { headers })).status).toBe(200)
    expect((await server.send('GET /nowhere', { headers })).status).toBe(404)
    expect((await server.send('GET /health/ready', { headers })).status).toBe(503)
  })

  it('lets nobody in: nobody is signed in, and no limit is lifted', async () => {
    server = await startServer()
    const { email, access_token } = await signUp(server.send)
    await server.closeDatabase()
    for (let guess = 0; guess < 15; guess++)
      expect((await signIn(server.send, email, `guess ${guess}`)).status).toBe(503)
    expect((await server.send('GET /auth/me', { bearer: access_token })).status).toBe(503)
  })
})

describe('more passwords than can be hashed', () => {
  it('are told at once to come back in a moment', async () => {
    server = await startServer({ HASH_QUEUE: '1', HASH_COST: 'recommended' })
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => signIn(server.send, newEmail('nobody'), 'guess')),
    )
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused.length).toBeGreaterThan(3)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 503]))
    for (const { headers, body } of refused) {
      expect([headers['retry-after'], body.code, body.title]).toEqual([
        '1',
        'overloaded',
        'The service is busy. Try again in a moment',
      ])
    }
    expect((await server.send('GET /health/ready')).status).toBe(200)
  })

  it('cost nobody a try: a guess that was not looked at is none', async () => {
    server = await startServer()
    const { email } = await signUp(server.send)
    const enter = () => {
      throw new Failure('overloaded')
    }
    const passwords = { ...server.world.passwords, enter }
    const send = await server.serveWith({ world: { ...server.world, passwords } })
    for (let index = 0; index < 12; index++) expect((await signIn(send, email)).status).toBe(503)
    const left = await signIn(server.send, email, 'guess')
    expect([left.status, left.headers['ratelimit-remaining']]).toEqual([401, '9'])
  })
})

describe('a mistake of ours', () => {
  it('is said as 500 without a word of it; the log has all, under the id of the request', async () => {
    server = await startServer()
    const mistakes = [
      new TypeError('secret-word is not a function'),
      'secret-word',
      null,
      Object.assign(new Error('secret-word'), { type: 'odd' }),
    ]
    for (const mistake of mistakes) {
      const handlers = { ...surfaces.account.handlers, listLoginMethods: () => Promise.reject(mistake as Error) }
      const changed = { ...surfaces, account: { ...surfaces.account, handlers } }
      const send = await server.serveWith({ surfaces: changed })
      const answer = await send('POST /auth/login-methods', {
        body: { client_id: clientId },
        headers: { 'X-Request-Id': 'mistake-0001', origin },
      })
      expect(answer.status).toBe(500)
      expect(answer.body).toEqual({
        type: 'about:blank',
        title: 'Something went wrong on our side',
        status: 500,
        code: 'internal',
      })
      expect(answer.headers).toMatchObject({
        'x-request-id': 'mistake-0001',
        'access-control-allow-origin': origin,
        'cache-control': 'no-store',
      })
      const line = server.logs.findLast(({ msg }) => msg === 'A request failed')
      expect(line).toMatchObject({ requestId: 'mistake-0001', operation: 'account.listLoginMethods', level: 'error' })
    }
    const first = server.logs.find(({ msg }) => msg === 'A request failed') as { err: { stack: string } }
    expect(first.err.stack).toMatch(/TypeError: secret-word is not a function\n +at /)
  })
})
