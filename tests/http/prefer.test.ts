// What a developer prefers to be answered, on the sandbox; and that nobody is asked for it in production.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, origin, productionSettings, startServer } from '../server-for-tests.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const prefer = (text: string, more: Record<string, string> = {}) => ({ headers: { prefer: text, ...more } })

describe('Prefer in the sandbox', () => {
  it('gives an answer of the contract, whatever else the request says', async () => {
    const answer = await server.send('POST /auth/sign-in?unheard_of=1', prefer('code=429, example=too_many_requests'))
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_requests'])
    expect(answer.headers['retry-after']).toBe('60')
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('gives the cookies of an example', async () => {
    const { cookies } = await server.send('POST /auth/sign-out', prefer('code=204'))
    expect(cookies.get('refresh_token')?.line).toMatch(/^refresh_token=; Max-Age=0; Path=\/auth; HttpOnly; Secure/)
  })

  it('keeps back what the operation answers itself', async () => {
    const startedAt = performance.now()
    expect((await server.send('GET /health/live', prefer('delay=250'))).body).toEqual({ status: 'alive' })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(245)
  })

  it('lets a page read it that may ask, and no other', async () => {
    const allowed = async (from: string) =>
      (await server.send('GET /auth/me', prefer('code=503', { origin: from }))).headers['access-control-allow-origin']
    expect([await allowed(origin), await allowed('http://localhost:8123')]).toEqual([origin, 'http://localhost:8123'])
    expect(await allowed('https://evil.example')).toBeUndefined()
  })

  it('says what there is where there is none such', async () => {
    const { status, body } = await server.send('GET /', prefer('code=404'))
    expect([status, body.detail]).toEqual([
      400,
      'service.showLanding has no answer 404; it has 200, 400, 403, 500, 503.',
    ])
  })

  it('ends at once when nobody waits any more', async () => {
    const waiting = new AbortController()
    const asked = fetch(`${server.url}/health/live`, { headers: { prefer: 'delay=60000' }, signal: waiting.signal })
    setTimeout(() => waiting.abort(), 100)
    await expect(asked).rejects.toThrow('aborted')
    await expect.poll(() => server.logs.at(-1)).toMatchObject({ operation: 'service.getLiveness', finished: false })
  })
})

describe('a fault in the sandbox', () => {
  it('is met by a page, which may read it', async () => {
    await server.send('POST /sandbox/faults', { body: { operation: 'account.me', example: 'unavailable' } })
    const { status, headers } = await server.send('GET /auth/me', { headers: { origin: 'http://localhost:8123' } })
    expect([status, headers['access-control-allow-origin']]).toEqual([503, 'http://localhost:8123'])
  })

  it('is met by nobody else: neither another address nor what is refused before', async () => {
    await server.send('POST /sandbox/faults', { body: { operation: 'account.signOut', status: 503 } })
    expect((await server.send('POST /auth/sign-out', { ip: '192.0.2.7' })).status).toBe(204)
    const { status } = await server.send('POST /auth/sign-out', { headers: { origin: 'https://evil.example' } })
    expect(status).toBe(403)
    expect((await server.send('POST /auth/sign-out')).status).toBe(503)
  })

  it('is not set by a page of another site', async () => {
    const body = { operation: 'account.me', status: 503 }
    const { status } = await server.send('POST /sandbox/faults', { body, headers: { origin: 'http://localhost:8123' } })
    expect(status).toBe(403)
  })
})

describe('production', () => {
  it('prefers nothing, and has no faults', async () => {
    const production = await startServer({
      ...productionSettings,
    })
    try {
      const { status } = await production.send('GET /health/live', prefer('code=500, example=internal, delay=60000'))
      expect(status).toBe(200)
      expect((await production.send('GET /sandbox/faults')).status).toBe(404)
      expect((await production.send('POST /sandbox/users', { body: {} })).status).toBe(404)
    } finally {
      await production.close()
    }
  })
})
