import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Received,
  type TestServer,
  clientId,
  newEmail,
  password,
  signIn,
  signUp,
  startServer,
} from '../server-for-tests.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ LIMITS: 'signInPerIp=1000/900' })
})
afterAll(() => server.close())

const proof = { client_id: clientId, email: 'alice@example.test', password }
const asJson = { 'content-type': 'application/json' }

/** A refusal in our words: nothing of the validator, the schema or the parser. */
const expectRefused = (answer: Received, detail: string) => {
  expect(answer.status).toBe(400)
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(answer.body).toEqual({
    type: 'about:blank',
    title: 'The request is not valid',
    status: 400,
    code: 'invalid_request',
    detail,
  })
  expect(answer.text).not.toMatch(/schema|ajv|#\/|must NOT|pattern|SyntaxError|position \d|\.[jt]s:/)
}

describe('a body', () => {
  it.each([
    ['an unknown field', { ...proof, remember: true }, 'remember: is not a field of this request'],
    ['a missing field', { client_id: clientId, password }, 'email: is missing'],
    ['a number for a text', { ...proof, password: 12345678 }, 'password: must be a text'],
    ['a list for a text', { ...proof, email: ['alice@example.test'] }, 'email: must be a text'],
    ['an object for a text', { ...proof, email: { $gt: '' } }, 'email: must be a text'],
    ['null for a text', { ...proof, email: null }, 'email: must be a text'],
    ['an empty text', { ...proof, password: '' }, 'password: must not be empty'],
    ['a text that is too long', { ...proof, password: 'x'.repeat(129) }, 'password: must have at most 128 characters'],
    ['a text of the wrong form', { ...proof, client_id: 'inbox' }, 'client_id: is not well formed'],
    ['a list for the whole', [], 'The body must be an object'],
  ])('is refused for %s, by the name of the field', async (_what, body, detail) => {
    expectRefused(await server.send('POST /auth/sign-in', { body }), detail)
  })

  it.each([
    ['broken', '{"client_id":', 'The body is not well formed.'],
    ['cut off in a text', '{"client_id":"cid', 'The body is not well formed.'],
    ['null', 'null', 'The body is not well formed.'],
    ['a bare text', '"text"', 'The body is not well formed.'],
    ['a bare number', '7', 'The body is not well formed.'],
    ['with a comment', '{} // none', 'The body is not well formed.'],
    ['of unescaped control characters', '{"client_id":"\u0001"}', 'The body is not well formed.'],
  ])('is refused when it is %s JSON', async (_what, body, detail) => {
    expectRefused(await server.send('POST /auth/sign-in', { headers: asJson, body }), detail)
  })

  it('is refused when it is missing', async () => {
    expectRefused(
      await server.send('POST /auth/sign-in', { headers: { ...asJson, 'content-length': '0' } }),
      'The body is missing.',
    )
    expectRefused(
      await server.send('POST /auth/sign-in', { headers: { 'content-length': '0' } }),
      'The body is missing.',
    )
    expectRefused(await server.send('POST /auth/sign-in'), 'The body is missing.')
  })

  it('is refused when it holds U+0000, which no database keeps (AC-107)', async () => {
    const nul = 'No text may hold U+0000.'
    expectRefused(await server.send('POST /auth/sign-in', { body: { ...proof, password: 'before\0after' } }), nul)
    expectRefused(await server.send('POST /auth/sign-in', { body: { ...proof, password: 'a slash \\\0' } }), nul)
    expectRefused(await server.send('POST /auth/sign-in', { body: { ...proof, ['\0']: 1 } }), nul)
  })

  it.each([
    ['half a character', '"a\\ud83d"', 'Text must be well-formed Unicode.'],
    ['the other half', '"\\uDE00a"', 'Text must be well-formed Unicode.'],
    ['two first halves', '"\\ud83d\\ud83d"', 'Text must be well-formed Unicode.'],
  ])('is refused when a text of it is %s', async (_what, password, detail) => {
    const fields = `"client_id":"${clientId}","email":"${newEmail()}"`
    for (const body of [`{${fields},"password":${password}}`, `{${fields},"password":"x",${password}:1}`]) {
      expectRefused(await server.send('POST /auth/sign-up', { headers: asJson, body }), detail)
    }
  })

  it('is refused when its bytes are not UTF-8, in JSON and in forms', async () => {
    const broken = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0xbd], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80]]
    for (const bytes of broken) {
      const body = Buffer.concat([Buffer.from('{"client_id":"'), Buffer.from(bytes), Buffer.from('"}')])
      expectRefused(await server.send('POST /auth/sign-in', { headers: asJson, body }), 'Text must be UTF-8.')
      const form = Buffer.concat([Buffer.from('token='), Buffer.from(bytes)])
      const escaped = `token=${bytes.map((byte) => `%${byte.toString(16)}`).join('')}`
      for (const body of [form, escaped]) {
        const answer = await server.send('POST /oauth2/revoke', {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body,
        })
        expect([answer.status, answer.body]).toMatchObject([400, { error_description: 'Text must be UTF-8.' }])
      }
    }
  })

  it('takes characters beyond the first 65,536, written either way', async () => {
    const { email } = await signUp(server.send, { password: 'a horse 🐴 in a field' })
    const body = `{"client_id":"${clientId}","email":"${email}","password":"a horse \\ud83d\\udc34 in a field"}`
    expect((await server.send('POST /auth/sign-in', { headers: asJson, body })).status).toBe(200)
  })

  it('may spell U+0000 out, for that is another text', async () => {
    const secret = 'ten \\u0000 and %00'
    const { email } = await signUp(server.send, { password: secret })
    expect((await signIn(server.send, email, secret)).status).toBe(200)
  })

  it('may be left out where it is optional, with a content type or without', async () => {
    const first = await signUp(server.send)
    const { refresh_token } = first
    expect((await server.send('POST /auth/sign-out', { bearer: first.access_token, headers: asJson })).status).toBe(204)
    expect((await server.send('POST /auth/sign-out', { headers: { ...asJson, 'content-length': '0' } })).status).toBe(
      204,
    )
    expect((await server.send('POST /auth/sign-out')).status).toBe(204)
    expect((await server.send('POST /auth/sign-out', { body: {} })).status).toBe(204)
    expect((await server.send('POST /auth/refresh', { body: { refresh_token } })).status).toBe(401)
  })

  it('is ignored on operations that take none, whatever it is', async () => {
    const { access_token } = await signUp(server.send)
    const answers = [
      await server.send('GET /auth/me', { bearer: access_token, body: { role: 'admin' } }),
      await server.send('GET /auth/me', {
        bearer: access_token,
        headers: { 'content-type': 'text/plain' },
        body: 'role=admin',
      }),
      await server.send('GET /auth/me', { bearer: access_token, headers: asJson, body: '{broken' }),
      await server.send('GET /auth/me', { bearer: access_token, headers: asJson }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })

  it.each([
    'role',
    'isAdmin',
    'email_verified',
    'emailVerified',
    'id',
    'account_id',
    'permissions',
    'status',
    'created_at',
  ])('of a sign-up cannot set %s (AC-087)', async (field) => {
    const answer = await server.send('POST /auth/sign-up', { body: { ...proof, email: newEmail(), [field]: 'admin' } })
    expectRefused(answer, `${field}: is not a field of this request`)
  })
})

describe('a query', () => {
  it.each([
    ['an unknown name', 'limit=1&size=5', 'size: is not a parameter of this request'],
    ['a name twice', 'limit=1&limit=2', 'limit: must be a whole number'],
    ['a name twice, with nothing', 'limit=&limit=', 'limit: must be a whole number'],
    ['a word for a number', 'limit=ten', 'limit: must be a whole number'],
    ['a fraction for a whole number', 'limit=1.5', 'limit: must be a whole number'],
    ['a number too small', 'limit=0', 'limit: must be at least 1'],
    ['a number too large', 'limit=101', 'limit: must be at most 100'],
    ['a number beyond all bounds', 'offset=99999999999999999999', 'offset: must be at most 1000000'],
    ['a list', 'limit[]=5', 'limit[]: is not a parameter of this request'],
    ['an object', 'limit[a]=5', 'limit[a]: is not a parameter of this request'],
    ['an unknown object', 'filter[a]=5', 'filter[a]: is not a parameter of this request'],
    ['U+0000', 'limit=5%00', 'No text may hold U+0000.'],
    ['an escape that is no UTF-8', 'limit=%ff', 'Text must be UTF-8.'],
    ['half a character', 'limit=%ed%a0%bd', 'Text must be UTF-8.'],
    ['a name in another case', 'Limit=5', 'Limit: is not a parameter of this request'],
  ])('is refused for %s', async (_what, query, detail) => {
    const { access_token } = await signUp(server.send)
    expectRefused(await server.send(`GET /api/accounts?${query}`, { bearer: access_token }), detail)
  })

  it('is refused where none is declared', async () => {
    expectRefused(await server.send('POST /auth/refresh?x='), 'x: is not a parameter of this request')
    expectRefused(await server.send('POST /auth/sign-in?x=1', { body: proof }), 'x: is not a parameter of this request')
  })

  it('gives numbers, and what is not said has its default', async () => {
    const { access_token } = await signUp(server.send)
    const told = await server.send('GET /api/accounts?limit=7&offset=1', { bearer: access_token })
    expect(told.body).toMatchObject({ data: [], total: 1, limit: 7, offset: 1 })
    for (const query of ['', 'limit=', 'limit=&offset=', '&&limit']) {
      const silent = await server.send(`GET /api/accounts?${query}`, { bearer: access_token })
      expect([query, silent.body]).toMatchObject([query, { total: 1, limit: 100, offset: 0 }])
    }
  })
})

describe('a header, a cookie or a path', () => {
  it('is refused by its name', async () => {
    const long = 'x'.repeat(129)
    expectRefused(
      await server.send('POST /auth/sign-in', { body: proof, headers: { 'X-CSRF-Token': long } }),
      'x-csrf-token: must have at most 128 characters',
    )
    expectRefused(
      await server.send('GET /auth/csrf-token', { cookies: { csrf_session: long } }),
      'csrf_session: must have at most 128 characters',
    )
    const { access_token } = await signUp(server.send)
    expectRefused(
      await server.send('GET /api/accounts/acc_1', { bearer: access_token }),
      'account_id: is not well formed',
    )
    expectRefused(
      await server.send('GET /api/accounts/%zz', { bearer: access_token }),
      'The address is not well formed.',
    )
  })

  it('is told who they are before what is wrong with the request', async () => {
    expect((await server.send('GET /api/accounts/acc_1?x=1')).status).toBe(401)
    expect((await server.send('POST /api/accounts/acc_1/token', { body: { nonsense: 1 } })).status).toBe(401)
  })

  it('is a text in a cookie, whatever it looks like', async () => {
    const cookies = { refresh_token: 'j:{"a":1}', csrf_session: 'j:{"a":1}' }
    expect((await server.send('GET /auth/me', { cookies })).status).toBe(401)
    expect((await server.send('GET /auth/csrf-token', { cookies })).body.csrf_token).toMatch(/^[\w-]{43}$/)
    expect((await server.send('POST /auth/refresh', { cookies })).body.code).toBe('csrf_mismatch')
  })
})
