import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configForTests, password, productionSettings, signIn, signUp, startServer } from '../server-for-tests.ts'
import type { Received, Sending, TestServer } from '../server-for-tests.ts'
import { createLog } from '../../server/outside/log.ts'
import { openWorld } from '../../server/world.ts'

let server: TestServer
/** One answer of every kind, by what it is. */
const answers = new Map<string, Received>()

beforeAll(async () => {
  server = await startServer()
  const { send } = server
  const { email, access_token, refresh_token, answer, profile } = await signUp(send)
  const bearer = access_token
  const account = profile.active_membership?.account_id ?? ''
  const csrf = await send('GET /auth/csrf-session')
  const cookies = { csrf_session: csrf.cookies.get('csrf_session')?.value ?? '' }
  const all: Record<string, [string, Sending?]> = {
    'the profile': ['GET /auth/me', { bearer }],
    'the accounts': ['GET /api/accounts', { bearer }],
    'an account': [`GET /api/accounts/${account}`, { bearer }],
    'new tokens': ['POST /auth/refresh', { body: { refresh_token } }],
    'a CSRF token': ['GET /auth/csrf-token', { cookies }],
    'no sign-in': ['GET /auth/me'],
    'an invalid request': ['POST /auth/sign-in', { body: {} }],
    'an unknown path': ['GET /nowhere'],
    'another method': ['PUT /auth/me'],
    'a preflight': ['OPTIONS /auth/me'],
    'a wrong type': ['POST /auth/sign-in', { body: 'x', headers: { 'content-type': 'text/plain' } }],
    'a long body': ['POST /auth/sign-in', { body: { email: 'x'.repeat(200_000) } }],
    'a bad escape': ['GET /api/accounts/%zz', { bearer }],
    'the keys': ['GET /.well-known/jwks.json'],
    'the configuration': ['GET /.well-known/openid-configuration'],
    'the contract': ['GET /openapi.json'],
    'the landing page': ['GET /'],
    'the docs page': ['GET /docs'],
    'the mailbox page': ['GET /sandbox/mailbox'],
    'a style sheet': ['GET /assets/app.css'],
    'an asset that is not there': ['GET /assets/none.css'],
    alive: ['GET /health/live'],
    'signed out': ['POST /auth/sign-out', { bearer }],
  }
  answers
    .set('a sign-up', answer)
    .set('a CSRF session', csrf)
    .set('a sign-in', await signIn(send, email))
  for (const [what, [line, sending]] of Object.entries(all)) answers.set(what, await send(line as 'GET /', sending))
  for (const what of ['the keys', 'the contract', 'a style sheet']) {
    const [line] = all[what]!
    const headers = { 'if-none-match': answers.get(what)?.headers.etag ?? '' }
    answers.set(`${what}, unchanged`, await send(line as 'GET /', { headers }))
  }
})
afterAll(() => server.close())

describe('every answer', () => {
  it('has a request id, is not sniffed, framed or referred, and names no software (AC-113)', () => {
    expect(answers.size).toBeGreaterThan(25)
    for (const [what, { headers }] of answers) {
      expect([what, headers]).toEqual([
        what,
        expect.objectContaining({
          'x-request-id': expect.stringMatching(/^[A-Za-z0-9._-]{8,64}$/),
          'x-content-type-options': 'nosniff',
          'x-frame-options': expect.stringMatching(/^(SAMEORIGIN|DENY)$/),
          'referrer-policy': 'no-referrer',
        }),
      ])
      expect([what, 'x-powered-by' in headers, 'server' in headers]).toEqual([what, false, false])
    }
  })

  it('is never stored, unless it is the same for everybody (AC-113)', () => {
    const cacheable = new Set(['the keys', 'the configuration', 'the contract', 'a style sheet'])
    for (const [what, { headers }] of answers) {
      const isCacheable = cacheable.has(what.replace(', unchanged', ''))
      if (isCacheable)
        expect([what, headers['cache-control'], typeof headers.etag]).toEqual([what, 'public, max-age=300', 'string'])
      else if (what !== 'a preflight')
        expect([what, headers['cache-control'], headers.etag]).toEqual([what, 'no-store', undefined])
    }
  })

  it('depends on the origin, unless it is for everybody', () => {
    const forAll = new Set([
      'the keys',
      'the configuration',
      'the keys, unchanged',
      'a style sheet',
      'a style sheet, unchanged',
    ])
    for (const [what, { headers }] of answers) {
      expect([what, headers.vary]).toEqual([what, forAll.has(what) ? undefined : 'Origin'])
    }
  })

  it('is JSON or nothing where no page was asked for', () => {
    for (const [what, { status, headers, text }] of answers) {
      const type = headers['content-type']
      if (status >= 400) expect([what, type]).toEqual([what, 'application/problem+json'])
      if (status === 204 || status === 304) expect([what, text, type]).toEqual([what, '', undefined])
      else expect([what, text !== '']).toEqual([what, true])
    }
  })

  it('that refuses a credential says which is wanted (RFC 9110 section 11.6.1)', () => {
    for (const [what, { status, headers }] of answers) {
      expect([what, 'www-authenticate' in headers]).toEqual([what, status === 401])
    }
  })
})

describe('a cacheable answer', () => {
  it.each(['/.well-known/jwks.json', '/.well-known/openid-configuration', '/openapi.json'])(
    'is 304 for its own version alone: %s',
    async (path) => {
      const { headers } = await server.send(`GET ${path}`)
      const ask = async (tag: string) =>
        (await server.send(`GET ${path}`, { headers: { 'if-none-match': tag } })).status
      const etag = headers.etag ?? ''
      expect([await ask(etag), await ask(`W/${etag}`), await ask(`"other", ${etag}`)]).toEqual([304, 304, 304])
      expect([await ask('"other"'), await ask(etag.slice(1, -1))]).toEqual([200, 200])
    },
  )

  it('of the keys has no private part', async () => {
    const { text } = await server.send('GET /.well-known/jwks.json')
    const { keys } = JSON.parse(text) as { keys: object[] }
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ])
  })
})

describe('a request id', () => {
  it('that is well formed is echoed and logged', async () => {
    const { headers } = await server.send('GET /nowhere', { headers: { 'X-Request-Id': 'trace.1_A-z' } })
    expect(headers['x-request-id']).toBe('trace.1_A-z')
    expect(server.logs.at(-1)).toMatchObject({ requestId: 'trace.1_A-z', path: '/nowhere', status: 404 })
  })

  it.each(['short', 'x'.repeat(65), 'with space', 'quote"quote', 'a\tb-c-d-e', '<script>alert</script>', 'ünïcödé-1'])(
    'that is not well formed is replaced: %s',
    async (id) => {
      const { headers } = await server.send('GET /health/live', { headers: { 'X-Request-Id': id } })
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  it('that comes twice is replaced', async () => {
    const { headers } = await server.send('GET /health/live', {
      headers: { 'X-Request-Id': ['first-id-1', 'second-id-2'] },
    })
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('in production', () => {
  it('the browser is told to stay with https, and the sandbox does not exist (AC-115)', async () => {
    const config = configForTests({
      ...productionSettings,
    })
    const opened = await openWorld(config, createLog({ level: 'silent' }))
    const send = await server.serve(opened.app)
    const live = await send('GET /health/live')
    expect(live.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    for (const path of [
      '/',
      '/sandbox/credentials',
      '/sandbox/mailbox',
      '/sandbox/mailbox.json',
      '/sandbox/mailbox/1',
    ]) {
      expect([path, (await send(`GET ${path}`)).status]).toEqual([path, 404])
    }
    expect((await send('POST /sandbox/reset')).status).toBe(404)
    expect((await send('POST /sandbox/clock', { body: { advance: 60 } })).status).toBe(404)
    expect((await signIn(send, 'alice@example.test', password)).body.code).toBe('unknown_client')
    for (const path of [
      '/health/live',
      '/health/ready',
      '/openapi.json',
      '/docs',
      '/nowhere',
      '/.env',
      '/server/main.mjs',
      '/assets/../package.json',
    ]) {
      const { text } = await send(`GET ${path}`)
      expect([path, /COUNTERSIGN_SECRET|sqlite:|postgres:\/\/|nW4k|v24\.|express|at \w+ \(/.exec(text)?.[0]]).toEqual([
        path,
        undefined,
      ])
    }
    await opened.close()
  })
})
