import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { leaveAhead } from './ahead.ts'
import { answersTwoAtOnce } from './reach.ts'
import { askAhead, request } from './request.ts'
import { forAnother, skipTest } from './skip.ts'

let server: Server
let baseUrl: string
let came: string[]
/** Answers what waits. */
let release: (() => void)[]
let isWaiting: boolean

beforeEach(async () => {
  came = []
  release = []
  isWaiting = false
  server = createServer((incoming, outgoing) => {
    came.push(`${incoming.method} ${incoming.url}`)
    const end = () => outgoing.setHeader('content-type', 'application/json').end(`{"number":${came.length}}`)
    if (isWaiting) release.push(end)
    else end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await leaveAhead()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe('what is asked ahead', () => {
  it('is sent once, and answers the test that asks it', async () => {
    vi.stubEnv('CONFORM_AHEAD', '1')
    const sent = {}
    askAhead(baseUrl, 'service.getLiveness', sent)
    askAhead(baseUrl, 'service.getLiveness', sent)
    expect((await request(baseUrl, 'service.getLiveness', sent)).body).toEqual({ number: 1 })
    expect(came).toEqual(['GET /health/live'])
    expect((await request(baseUrl, 'service.getLiveness', sent)).body).toEqual({ number: 2 })
  })

  it('is waited for by whatever else is asked meanwhile', async () => {
    vi.stubEnv('CONFORM_AHEAD', '1')
    isWaiting = true
    askAhead(baseUrl, 'service.resetSandbox', {})
    const next = request(baseUrl, 'service.getLiveness', {})
    await vi.waitFor(() => expect(release).toHaveLength(1))
    expect(came).toEqual(['POST /sandbox/reset'])
    isWaiting = false
    release[0]!()
    expect((await next).status).toBe(200)
    expect(came).toEqual(['POST /sandbox/reset', 'GET /health/live'])
  })

  it.each([
    ['the run was not found fit for it', {}],
    ['requests have a rate', { CONFORM_AHEAD: '1', CONFORM_RATE: '1000' }],
    ['the time of the run is over', { CONFORM_AHEAD: '1', CONFORM_UNTIL: '1' }],
  ])('is nothing where %s', async (_why, environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
    askAhead(baseUrl, 'service.getLiveness', {})
    vi.unstubAllEnvs()
    await request(baseUrl, 'service.getReadiness', {})
    expect(came).toEqual(['GET /health/ready'])
  })

  it('skips no test for what another one lacks', () => {
    expect(forAnother(() => skipTest('nobody has one'))).toBeUndefined()
    expect(forAnother(() => 'made')).toBe('made')
  })
})

describe('a server that answers two at once', () => {
  it('is known', async () => {
    expect(await answersTwoAtOnce(baseUrl)).toBe(true)
  })

  it('is told from one that has one connection at a time', async () => {
    server.maxConnections = 1
    expect(await answersTwoAtOnce(baseUrl)).toBe(false)
  })
})
