// The validator keeps what it compiled by the raw content type: without the guard in read-body.ts, memory has no end.
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js'
import { Agent, request } from 'node:http'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { type TestServer, memoryInUse, signUp, startServer } from '../server-for-tests.ts'

let server: TestServer
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
afterAll(async () => {
  agent.destroy()
  await server.close()
})

const post = (method: string, path: string, headers: Record<string, string>, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${server.url}${path}`, { method, agent, headers }, (incoming) => {
      incoming.resume().on('end', () => resolve(incoming.statusCode ?? 0))
    })
    outgoing.on('error', reject).end(body)
  })

describe('five thousand content types', () => {
  it('leave memory flat and compile nothing', async () => {
    const compiling = [
      vi.spyOn(RequestValidator.prototype as unknown as { buildMiddleware(): unknown }, 'buildMiddleware'),
      vi.spyOn(ResponseValidator.prototype as unknown as { buildValidators(): unknown }, 'buildValidators'),
    ]
    const compiled = () => compiling.map((spy) => spy.mock.calls.length)
    server = await startServer({ LOG_LEVEL: 'silent' })
    const { access_token } = await signUp(server.send)
    const authorization = `Bearer ${access_token}`
    const body = JSON.stringify({ refresh_token: 'none' })
    const statuses = new Map<number, number>()
    const sendAll = async (from: number, to: number) => {
      const tried = Array.from({ length: to - from }, (_, index) => async () => {
        const type = ['application/json; a=', 'text/x-', 'application/json;charset=utf-8;b='][index % 3]!
        const headers = {
          authorization,
          'content-type': `${type}${from + index}`,
          'content-length': String(body.length),
        }
        const [method, path] = index % 2 === 0 ? ['POST', '/auth/refresh'] : ['GET', '/api/accounts?limit=1']
        const status = await post(method!, path!, headers, body)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      })
      for (let at = 0; at < tried.length; at += 8) await Promise.all(tried.slice(at, at + 8).map((one) => one()))
    }

    await sendAll(0, 300)
    const compiledBefore = compiled()
    const memoryBefore = memoryInUse()
    await sendAll(300, 5000)

    // With a query the validator's own middleware is made, once; answers are checked without it.
    expect(compiledBefore[0]).toBeGreaterThan(0)
    expect(compiled()).toEqual(compiledBefore)
    expect(memoryInUse() - memoryBefore).toBeLessThan(10_000_000)
    expect([...statuses.keys()].sort()).toEqual([200, 401, 415])
    expect(statuses.get(200)).toBe(2500)
  })
})
