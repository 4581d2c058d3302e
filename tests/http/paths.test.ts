import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { type TestServer, signUp, startServer } from '../server-for-tests.ts'
import type { Document, OperationObject } from '../../server/http/document.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const port = () => Number(new URL(server.url).port)

/** What comes back for these very bytes, until the server closes or stays silent. */
const sendBytes = (bytes: string | Buffer, silenceMs = 300): Promise<string> =>
  new Promise((resolve) => {
    let text = ''
    const socket = connect(port(), '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(silenceMs, () => socket.destroy())
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })

describe('a path', () => {
  it.each([
    ['a trailing slash', '/auth/me/'],
    ['a doubled slash', '/auth//me'],
    ['two slashes in front', '//auth/me'],
    ['a dot', '/auth/./me'],
    ['a dot in front', '/./auth/me'],
    ['two dots', '/auth/x/../me'],
    ['escaped dots', '/auth/%2e%2e/auth/me'],
    ['an escaped slash', '/auth%2fme'],
    ['an escaped slash at the end', '/auth/me%2f'],
    ['an escaped letter', '/auth/%6de'],
    ['a parameter', '/auth/me;x=1'],
    ['upper case', '/AUTH/ME'],
    ['a capital', '/auth/Me'],
    ['an escaped space', '/auth/me%20'],
    ['an escaped U+0000', '/auth/me%00'],
    ['an escaped question mark', '/auth/me%3Flimit=1'],
    ['a backslash', '/auth\\me'],
    ['an escaped backslash', '/auth%5cme'],
    ['a suffix', '/auth/me.json'],
    ['a fragment', '/auth/me#x'],
    ['a look-alike letter', '/auth/m%D0%B5'],
  ])('with %s is another path, and there is none (AC-109)', async (_what, path) => {
    const { access_token } = await signUp(server.send)
    const answer = await server.send(`GET ${path}`, { bearer: access_token })
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Nothing lives at this address',
      status: 404,
      detail: 'Check the path, or read GET /openapi.json.',
      code: 'not_found',
    })
  })

  it('is refused in the words of the surface it is under', async () => {
    const answer = await server.send('GET /.well-known/jwks.json/')
    expect([answer.status, answer.body]).toEqual([
      404,
      { error: 'invalid_request', error_description: 'Nothing lives at this address' },
    ])
  })

  it('below /api/v1 is refused with a bare word and a detail', async () => {
    const answer = await server.send('GET /api/v1/nowhere')
    expect(answer.body).toMatchObject({
      type: 'not_found',
      status: 404,
      title: 'Nothing lives at this address',
      detail: 'Check the path, or read GET /openapi.json.',
    })
  })

  it('gives its parameter whole: an escaped slash stays in it', async () => {
    const { access_token, profile } = await signUp(server.send)
    const own = profile.active_membership?.account_id ?? ''
    expect((await server.send(`GET /api/accounts/${own}`, { bearer: access_token })).status).toBe(200)
    for (const id of [
      `${own}%2f`,
      `${own}/`,
      `.%2f${own}`,
      `%61cc_${own.slice(4)}%00`,
      `${own};a=1`,
      own.toUpperCase(),
    ]) {
      const answer = await server.send(`GET /api/accounts/${id}`, { bearer: access_token })
      expect([id, answer.status === 400 || answer.status === 404]).toEqual([id, true])
    }
  })

  it('may come with its host, which changes nothing (RFC 9112 section 3.2.2)', async () => {
    expect((await server.send('GET http://elsewhere.test/health/live')).body).toEqual({ status: 'alive' })
    expect((await server.send('GET http://elsewhere.test/auth/me')).status).toBe(401)
  })

  it.each(['http://[::1/health/live', 'http://a:99999/', 'ftp://x/auth/me', '*', '//a@[::1#', '/#[', '/auth/%zz'])(
    'that is malformed is refused like any other: %s',
    async (target) => {
      const answer = await server.send(`GET ${target}`)
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
      expect(answer.headers['x-request-id']).toEqual(server.logs.at(-1)?.requestId)
    },
  )

  it.each(['', 'http:', 'javascript:1', 'a@b:x', '/\u00a0', '/\u0007', '/a\tb'])(
    'that is none closes the connection: %j',
    async (target) => {
      const text = await sendBytes(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`, 'latin1'))
      expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close/)
    },
  )
})

describe('a method', () => {
  const paths = Map.groupBy(Object.values(operations), ({ path }) => path as string)
  /** Wherever GET is taken (RFC 9110 section 9.3.2), unless that GET always changes something. */
  const takesHead = (path: string) => {
    const get = (server.world.contract.document as Document).paths[path]?.get as OperationObject | undefined
    return get !== undefined && (!get['x-writes'] || get['x-writes'].when !== undefined)
  }

  it('that a path does not take is refused, with those it does (AC-037)', async () => {
    for (const [path, taken] of paths) {
      const own = taken.map(({ method }) => method.toUpperCase())
      const allowed = [...own, ...(takesHead(path) ? ['HEAD'] : []), 'OPTIONS']
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY']) {
        if (allowed.includes(method)) continue
        const answer = await server.send(`${method} ${path.replace('{account_id}', 'acc_1')}`)
        expect([method, path, answer.status]).toEqual([method, path, 405])
        expect(answer.headers.allow).toBe(allowed.join(', '))
        if (method !== 'HEAD') expect(answer.text).toContain('does not take that method')
      }
    }
  })

  it('HEAD gets from everything the head that GET gets, without the body (RFC 9110 section 9.3.2)', async () => {
    const varying = ['date', 'x-request-id', 'set-cookie']
    const headOf = (headers: object) => Object.entries(headers).filter(([name]) => !varying.includes(name))
    const paths = [
      '/',
      '/docs',
      '/health/live',
      '/openapi.json',
      '/.well-known/jwks.json',
      '/assets/app.css',
      '/nowhere',
    ]
    for (const path of [...paths, '/auth/me', '/auth/csrf-session']) {
      const [head, get] = [await server.send(`HEAD ${path}`), await server.send(`GET ${path}`)]
      expect([path, head.status, head.text]).toEqual([path, get.status, ''])
      expect(headOf(head.headers)).toEqual(headOf(get.headers))
      expect([path, head.headers['content-length']]).toEqual([path, String(Buffer.byteLength(get.text))])
    }
  })

  it('HEAD is refused where the GET would change something', async () => {
    const query = new URLSearchParams({
      client_id: 'cid_inbox_manager',
      redirect_uri: 'http://localhost:3000/callback',
      response_type: 'code',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    }).toString()
    const page = await server.send(`HEAD /oauth2/authorize?${query}&connection=`)
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    const start = await server.send(`HEAD /oauth2/authorize?${query}&connection=google`)
    expect([start.status, start.headers.allow]).toEqual([405, 'GET, POST, OPTIONS'])
    for (const path of ['/auth/google/authorize', '/auth/google/callback', '/api/auth/oauth/google/callback']) {
      const answer = await server.send(`HEAD ${path}?${query}`)
      expect([path, answer.status, answer.headers.allow?.includes('HEAD')]).toEqual([path, 405, false])
      expect((await server.send(`OPTIONS ${path}`)).headers.allow).toBe(answer.headers.allow)
    }
  })

  it('cannot be overridden by a header or a parameter (AC-037)', async () => {
    const { access_token } = await signUp(server.send)
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const answer = await server.send('GET /auth/sign-out', { bearer: access_token, headers: { [name]: 'POST' } })
      expect([name, answer.status]).toEqual([name, 405])
    }
    expect((await server.send('GET /auth/sign-out?_method=POST', { bearer: access_token })).status).toBe(405)
    expect((await server.send('HEAD /auth/sign-out', { bearer: access_token })).status).toBe(405)
    expect((await server.send('GET /auth/me', { bearer: access_token })).status).toBe(200)
  })

  it('that is none of HTTP closes the connection', async () => {
    expect(await sendBytes('BREW / HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\nConnection: close/,
    )
    expect(await sendBytes('CONNECT elsewhere.test:443 HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('')
  })
})

describe('what is asked for', () => {
  it.each(['text/html', 'application/xml', 'image/*;q=0', 'nonsense', ''])(
    'is JSON, whatever is accepted: %s (AC-109)',
    async (accept) => {
      const answer = await server.send('GET /auth/me', { headers: { accept } })
      expect([answer.status, answer.headers['content-type']]).toEqual([401, 'application/problem+json'])
    },
  )
})

describe('bytes that are no request', () => {
  it.each([
    ['two lengths', 'POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /auth/me HTTP/1.1\r\nHost: x\r\n\r\n',
    ],
    ['a folded header', 'GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\nTransfer-Encoding : chunked\r\n\r\n'],
    [
      'a bad chunk size',
      'POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    ['a header without end', `GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}`],
    ['nothing like HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])('get one refusal and the end: %s (AC-140)', async (_what, bytes) => {
    const text = await sendBytes(bytes)
    expect(text.match(/^HTTP\/1\.1 (\d{3})/gm)).toHaveLength(1)
    expect(text).toMatch(/^HTTP\/1\.1 4(00|31) /)
    expect((await server.send('GET /health/live')).status).toBe(200)
  })
})
