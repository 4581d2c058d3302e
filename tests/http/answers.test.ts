// What a handler must not get out: see house rule "Holding the contract".
import { once } from 'node:events'
import { connect } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../server/context.ts'
import {
  type LogLine,
  type Send,
  type TestServer,
  clientId,
  signUp,
  startReachableServer,
  startServer,
} from '../server-for-tests.ts'
import { Failure } from '../../server/model/failure.ts'
import { lastingView } from '../../server/model/lasting.ts'
import { surfaces } from '../../server/surfaces/surfaces.ts'

const raise = (error: Error): never => {
  throw error
}

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

type Handlers = Record<string, (parts: never, ctx: never) => Promise<object>>

/** The same world, where some handlers of a surface answer something else. */
const serveWith = (
  surface: 'account' | 'oauth' | 'service',
  handlers: Handlers,
  world: World = server.world,
): Promise<Send> => {
  const changed = { ...surfaces[surface], handlers: { ...surfaces[surface].handlers, ...handlers } }
  return server.serveWith({ world, surfaces: { ...surfaces, [surface]: changed } })
}

/** The line that tells in full what was withheld from the request with this id. */
const broken = (requestId: unknown): LogLine | undefined =>
  server.logs.find((line) => line.msg === 'An answer broke the contract' && line.requestId === requestId)

const keys = { keys: [] }
const cached = { ETag: '"1"', 'Cache-Control': 'public, max-age=300' }

describe('an answer that breaks the contract', () => {
  it.each([
    ['a status that is not declared', { status: 299, body: { status: 'alive' } }, 'status 299 is not declared'],
    ['a field too many', { status: 200, body: { status: 'alive', passwordHash: 'x' } }, /additionalProperties/],
    ['a field too few', { status: 200, body: {} }, /required/],
    ['a field of the wrong type', { status: 200, body: { status: 1 } }, /"instancePath":"\/response\/status"/],
    ['another media type', { status: 200, type: 'text/plain', body: 'alive' }, 'media type text/plain is not declared'],
    ['no body', { status: 200 }, 'the body is missing'],
    ['a text for an object', { status: 200, body: 'alive' }, /"type":"object"/],
  ])('is withheld, logged in full and said as an error of ours: %s (AC-139)', async (_what, answer, problem) => {
    const send = await serveWith('service', { getLiveness: async () => answer })
    const received = await send('GET /health/live', { headers: { 'X-Request-Id': 'withheld-0001' } })
    expect([received.status, received.headers['content-type']]).toEqual([500, 'application/problem+json'])
    expect(received.body).toMatchObject({ code: 'internal', title: 'Something went wrong on our side' })
    expect(received.text).not.toMatch(/alive|passwordHash|declared|must/)
    const line = server.logs.findLast(({ msg }) => msg === 'An answer broke the contract')
    expect(line).toMatchObject({
      level: 'error',
      requestId: 'withheld-0001',
      operation: 'service.getLiveness',
      status: answer.status,
    })
    expect(line?.problem).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem))
  })

  it('is withheld for a refusal that the operation does not declare', async () => {
    const send = await serveWith('account', {
      startCsrfSession: async () => {
        throw new Failure('weak_password')
      },
      listAccounts: async () => {
        throw new Failure('insufficient_role')
      },
    })
    const { access_token } = await signUp(server.send)
    const headers = { Authorization: `Bearer ${access_token}` }
    for (const [line, code] of [
      ['GET /auth/csrf-session', 'weak_password'],
      ['GET /api/accounts', 'insufficient_role'],
    ] as const) {
      const received = await send(line, { headers })
      expect([received.status, received.body]).toMatchObject([500, { code: 'internal' }])
      expect(broken(received.headers['x-request-id'])?.problem).toBe(`the refusal ${code} is not declared`)
    }
  })

  it('is withheld for a header that is missing', async () => {
    const send = await serveWith('oauth', {
      getJwks: async () => ({ status: 200, headers: { ETag: '"1"' }, body: keys }),
    })
    const received = await send('GET /.well-known/jwks.json')
    expect([received.status, received.body]).toEqual([
      500,
      { error: 'server_error', error_description: expect.any(String) },
    ])
    expect(broken(received.headers['x-request-id'])?.problem).toBe('header cache-control is missing')
  })

  it('is withheld for a cookie that is missing, and for a body where none belongs', async () => {
    const send = await serveWith('account', {
      startCsrfSession: async () => ({ status: 200, body: '' }),
      signOut: async () => ({
        status: 204,
        body: { signed: 'out' },
        cookies: [{ name: 'refresh_token', value: '', maxAge: 0, path: '/auth', sameSite: 'Lax' }],
      }),
    })
    const noCookie = await send('GET /auth/csrf-session')
    expect([noCookie.status, broken(noCookie.headers['x-request-id'])?.problem]).toEqual([
      500,
      'header set-cookie is missing',
    ])
    const tooMuch = await send('POST /auth/sign-out')
    expect([tooMuch.status, tooMuch.cookies.size]).toEqual([500, 0])
    expect(broken(tooMuch.headers['x-request-id'])?.problem).toBe('the answer must be empty')
  })

  it('leaves no header of it behind', async () => {
    const headers = { ...cached, 'X-Word': 'a\r\nSet-Cookie: refresh_token=planted' }
    const send = await serveWith('oauth', { getJwks: async () => ({ status: 200, headers, body: keys }) })
    const received = await send('GET /.well-known/jwks.json')
    expect([received.status, received.cookies.size]).toEqual([500, 0])
    expect(received.headers).toMatchObject({ 'cache-control': 'no-store' })
    expect(received.headers).not.toHaveProperty('etag')
  })

  it('is withheld too when it is the contract that became stricter (AC-139)', async () => {
    const document = structuredClone(server.world.contract.document) as {
      components: { schemas: Record<string, { required: string[] }> }
    }
    document.components.schemas.SessionTokens!.required.push('scope')
    const send = await serveWith('account', {}, { ...server.world, contract: { ...server.world.contract, document } })
    const { email, refresh_token } = await signUp(server.send)
    const received = await send('POST /auth/refresh', { body: { refresh_token } })
    expect([received.status, received.body.code, received.cookies.size]).toEqual([500, 'internal', 0])
    const line = broken(received.headers['x-request-id'])
    expect(line?.answer).toEqual({
      access_token: '[hidden]',
      refresh_token: '[hidden]',
      token_type: 'Bearer',
      expires_in: 3600,
    })
    expect(server.logText()).not.toContain(email)
  })

  it('is withheld as often as it is met, also where its body never changes', async () => {
    const seen = Object.freeze({ status: 'alive' })
    const right = lastingView(({ status }: typeof seen) => ({ status }))
    const wrong = lastingView(({ status }: typeof seen) => ({ status, passwordHash: 'x' }))
    const send = await serveWith('service', {
      getLiveness: async () => ({ status: 200, body: right(seen) }),
      getReadiness: async () => ({ status: 200, body: wrong(seen) }),
    })
    for (const _ of [1, 2]) {
      expect(await send('GET /health/live')).toMatchObject({ status: 200, body: { status: 'alive' } })
      const refused = await send('GET /health/ready')
      expect([refused.status, refused.body.code]).toEqual([500, 'internal'])
      expect(broken(refused.headers['x-request-id'])?.problem).toMatch(/additionalProperties/)
    }
  })

  it('is withheld where another operation may answer the same', async () => {
    const seen = Object.freeze({ status: 'alive' })
    const view = lastingView(({ status }: typeof seen) => ({ status }))
    const send = await serveWith('service', {
      getLiveness: async () => ({ status: 200, body: view(seen) }),
      getReadiness: async () => ({ status: 200, body: view(seen) }),
    })
    expect((await send('GET /health/live')).status).toBe(200)
    expect((await send('GET /health/ready')).status).toBe(500)
  })

  it('is said as the surface says it, and the request is one line as any other', async () => {
    const send = await serveWith('account', { listLoginMethods: async () => ({ status: 418, body: {} }) })
    const received = await send('POST /auth/login-methods', { body: { client_id: clientId } })
    const lines = server.logs.filter(
      ({ requestId, msg }) => requestId === received.headers['x-request-id'] && msg === 'request',
    )
    expect(lines).toEqual([expect.objectContaining({ operation: 'account.listLoginMethods', status: 500 })])
  })
})

describe('an answer that keeps the contract', () => {
  it('passes when it is empty', async () => {
    const send = await serveWith('oauth', { getJwks: async () => ({ status: 304, headers: cached }) })
    const received = await send('GET /.well-known/jwks.json')
    expect([received.status, received.text, received.headers.etag]).toEqual([304, '', '"1"'])
    expect(received.headers).not.toHaveProperty('content-type')
    const signedOut = await server.send('POST /auth/sign-out')
    expect([signedOut.status, signedOut.text]).toEqual([204, ''])
  })

  it('passes when it is a page or a script', async () => {
    const page = await server.send('GET /')
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    const script = await server.send('GET /auth/csrf-session')
    expect([script.status, script.headers['content-type']]).toEqual([200, 'application/javascript; charset=utf-8'])
  })

  it('passes to whoever is still there, when others of the same turn are gone', async () => {
    const reachable = await startReachableServer()
    const port = Number(new URL(reachable.url).port)
    const ask = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n'
    const sockets = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = connect(port, '127.0.0.1').setNoDelay()
        await once(socket, 'connect')
        return socket
      }),
    )
    const answers = sockets.map(async (socket, index) => {
      socket.write(ask)
      if (index % 2 === 1) {
        socket.destroy()
        return undefined
      }
      const [bytes] = (await once(socket, 'data')) as [Buffer]
      socket.destroy()
      return bytes.toString().split('\r\n')[0]
    })
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 200 OK', undefined]))
    await reachable.close()
  })

  it('passes where what writes another of the same turn throws', async () => {
    const send = await server.serve(
      express()
        .use((req, res, next) => {
          // As whoever mounts it may have it.
          if (req.query.broken) res.end = () => raise(new Error('The mount broke'))
          next()
        })
        .use(server.app),
    )
    const answers = await Promise.allSettled(
      ['?broken=1', '', '?broken=2', ''].map((query) => send(`GET /health/live${query}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    expect(server.logText()).toContain('The mount broke')
  })

  it('passes in the order in which one connection asked', async () => {
    const reachable = await startReachableServer()
    const socket = connect(Number(new URL(reachable.url).port), '127.0.0.1')
    const asks = ['/health/live', '/auth/me', '/nowhere', '/health/live'].map(
      (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    )
    socket.write(asks.join(''))
    let text = ''
    for await (const bytes of socket as AsyncIterable<Buffer>) {
      text += bytes.toString()
      if (text.match(/HTTP\/1\.1 /g)?.length === asks.length) break
    }
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['200', '401', '404', '200'].map((status) => `HTTP/1.1 ${status}`))
    await reachable.close()
  })

  it('passes when it is a declared refusal', async () => {
    expect((await server.send('GET /auth/me')).status).toBe(401)
    expect(server.logs.some((line) => line.level === 'error' && line.operation === 'account.me')).toBe(false)
  })
})
