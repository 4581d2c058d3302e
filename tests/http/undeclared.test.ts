import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, newEmail, password, startServer } from '../server-for-tests.ts'
import { type Names, keepFields, keepPairs, readNames } from '../../server/http/undeclared.ts'

const names = (ignoresUnknown: boolean): Names => ({
  declared: new Set(['client_id', 'state']),
  optional: new Set(['state']),
  ignoresUnknown,
})

describe('a query', () => {
  it.each([
    ['client_id=a&state=b', 'client_id=a&state=b', []],
    ['client_id=a&state=', 'client_id=a', []],
    ['client_id=a&state', 'client_id=a', []],
    ['client_id=&x=1', 'client_id=', ['x']],
    ['state=&state=b', 'state=&state=b', []],
    ['x=1&x=2&client_id=a&y', 'client_id=a', ['x', 'y']],
    ['a[b]=c&a%5Bd%5D=e&__proto__=f', '', ['a[b]', 'a[d]', '__proto__']],
    ['st%61te=b&%zz=1', 'st%61te=b', ['%zz']],
    ['&&client_id=a%26state%3D&', 'client_id=a%26state%3D', []],
    ['', '', []],
  ])('%s keeps %s where others are ignored', (query, kept, ignored) => {
    expect(keepPairs(query, names(true))).toEqual({ kept, ignored })
  })

  it('keeps what it does not know, to be refused, where others are not ignored', () => {
    expect(keepPairs('x=1&y=&state=', names(false))).toEqual({ kept: 'x=1&y=', ignored: [] })
  })
})

describe('a body', () => {
  it('keeps what is declared and has a value', () => {
    const body = { client_id: 'a', state: '', x: 1, constructor: 2 }
    expect(keepFields(body, names(true))).toEqual({ kept: { client_id: 'a' }, ignored: ['x', 'constructor'] })
  })

  it.each([null, 'text', 7, [{ x: 1 }], undefined])('that is no object stays as it is: %j', (body) => {
    expect(keepFields(body, names(true))).toEqual({ kept: body, ignored: [] })
  })
})

describe('a name of an operation', () => {
  const asked = (schema: object) => ({
    paths: {
      '/x': {
        post: {
          'x-ignores-unknown': true,
          parameters: [{ name: 'cursor', in: 'query', schema }],
          requestBody: { content: { 'application/json': { schema: { properties: { cursor: schema } } } } },
        },
      },
    },
  })
  it.each([
    [{ type: 'string' }, '', {}],
    [{ type: 'string', minLength: 0 }, 'cursor=', { cursor: '' }],
  ])('that is %j keeps of an empty one %j', (schema, query, body) => {
    const { query: ofQuery, bodies } = readNames(asked(schema) as never, '/x', 'post')
    expect(keepPairs('cursor=', ofQuery).kept).toBe(query)
    expect(keepFields({ cursor: '' }, bodies.get('application/json')!).kept).toEqual(body)
  })
})

describe('what nobody declares', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  const ignoredIn = (requestId: unknown) => server.logs.find((line) => line.requestId === requestId && line.ignored)

  it('is logged at debug by its name, without its value', async () => {
    const answer = await server.send('GET /health/live?probe=hush-hush&a[b]=hush-hush')
    expect(answer.status).toBe(200)
    const requestId = answer.headers['x-request-id']
    expect(ignoredIn(requestId)).toMatchObject({ level: 'debug', ignored: ['probe', 'a[b]'] })
    expect(server.logText()).not.toContain('hush-hush')
  })

  it('fills no log, however much of it there is', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `${'n'.repeat(10)}${index}=1`).join('&')
    const answer = await server.send(`GET /docs?${'m'.repeat(3000)}=1&${many}`)
    expect(answer.status).toBe(200)
    const { ignored } = ignoredIn(answer.headers['x-request-id']) as { ignored: string[] }
    expect([ignored.length, ignored[0]!.length]).toEqual([20, 100])
  })

  it.each([
    '/?utm_source=letter',
    '/docs?x',
    '/.well-known/jwks.json?v=1',
    '/assets/app.css?v=1',
    '/health/ready?probe=1',
  ])('hinders nobody at %s', async (path) => {
    expect((await server.send(`GET ${path}`)).status).toBe(200)
  })

  it('is refused in a body of JSON where it would hide a mistake, and ignored in the form of our page', async () => {
    const token = 'f'.repeat(64)
    const json = await server.send('POST /auth/verify', { body: { token, tokn: token } })
    expect([json.status, json.body.detail]).toEqual([400, 'tokn: is not a field of this request'])
    const form = await server.send('POST /auth/verify', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${token}&fbclid=1`,
    })
    expect([form.status, form.body.code]).toEqual([400, 'invalid_link'])
  })

  it('does not reach a client that is told about its authorization request', async () => {
    const query = new URLSearchParams({
      client_id: 'cid_inbox_manager',
      redirect_uri: 'http://localhost:3000/callback',
      response_type: 'code',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      prompt: 'none',
      state: '',
      nonce: '',
      scope: '',
      login_hint: '',
      resource: 'x',
    })
    const { status, headers } = await server.send(`GET /oauth2/authorize?${query.toString()}`)
    const { searchParams } = new URL(String(headers.location))
    expect([status, searchParams.get('error')]).toEqual([303, 'login_required'])
    expect([...searchParams.keys()].sort()).toEqual(['error', 'error_description', 'iss'])
  })

  it('makes no difference at the token endpoint, where an empty secret is none', async () => {
    const signedUp = await server.send('POST /auth/sign-up', {
      body: { client_id: 'cid_inbox_manager', email: newEmail(), password },
    })
    const { tokens } = signedUp.body as { tokens: { refresh_token: string } }
    const fields = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, client_id: 'cid_inbox_manager' }
    const answer = await server.send('POST /oauth2/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, client_secret: '', scope: '', code: '', foo: 'bar' }).toString(),
    })
    expect([answer.status, answer.body.token_type]).toEqual([200, 'Bearer'])
  })
})
