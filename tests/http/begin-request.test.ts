import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../server/context.ts'
import { type TestServer, origin, startServer } from '../server-for-tests.ts'
import { surfaces } from '../../server/surfaces/surfaces.ts'

let server: TestServer
const contexts: Context[] = []
beforeAll(async () => {
  server = await startServer()
  const origins = { ...surfaces.account.origins, mayRead: async (ctx: Context) => contexts.push(ctx) < 0 }
  const send = await server.serveWith({ surfaces: { ...surfaces, account: { ...surfaces.account, origins } } })
  for (const ip of ['203.0.113.7', '203.0.113.8']) {
    await send('GET /auth/csrf-session', { ip, headers: { origin, 'x-request-id': `from-${ip}` } })
  }
})
afterAll(() => server.close())

describe('the context of a request', () => {
  it('knows the address and the log of its own request', () => {
    for (const ctx of contexts) ctx.log.info({}, 'here')
    expect(contexts.map(({ ip }) => ip)).toEqual(['203.0.113.7', '203.0.113.8'])
    const said = server.logs.filter(({ msg }) => msg === 'here').map(({ requestId }) => requestId)
    expect(said).toEqual(['from-203.0.113.7', 'from-203.0.113.8'])
  })

  it('is a value: a copy has all that it has', () => {
    for (const ctx of contexts) {
      const copy = { ...ctx }
      expect(Object.keys(copy)).toEqual(
        expect.arrayContaining([...Object.keys(server.world), 'ip', 'log', 'ownUrl', 'spend', 'giveBack']),
      )
      expect(copy).toEqual(ctx)
      expect(Object.getPrototypeOf(ctx)).toBe(Object.prototype)
    }
  })

  it('has no getter of its own: V8 would keep it, and with it the request, until all memory is collected', () => {
    for (const ctx of contexts) {
      const own = Object.entries(Object.getOwnPropertyDescriptors(ctx))
      expect(own.filter(([, { get }]) => get)).toEqual([])
    }
  })
})
