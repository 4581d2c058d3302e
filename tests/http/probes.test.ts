// What strangers put into fields to see whether something gives.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, clientId, newEmail, password, signIn, signUp, startServer } from '../server-for-tests.ts'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'

describe.each(kinds)('probes against %s', (kind) => {
  let server: TestServer
  let remove: () => void
  let person: Awaited<ReturnType<typeof signUp>>
  beforeAll(async () => {
    const fresh = await freshDatabase(kind)
    remove = fresh.remove
    server = await startServer({
      DATABASE_URL: fresh.url,
      LIMITS:
        'signInPerUser=10000/900,passwordsInARow=10000/60,signInPerIp=10000/900,signUpPerIp=10000/900,checkEmailPerIp=10000/60',
    })
    person = await signUp(server.send)
  })
  afterAll(async () => {
    await server.close()
    remove()
  })

  /** Sends it, and answers with the time it took at the server, which is logged: the best of ten at most, for others run too. */
  const timed = async (line: `${string} ${string}`, sending: Parameters<TestServer['send']>[1]) => {
    const tries = []
    do {
      const answer = await server.send(line, sending)
      const id = answer.headers['x-request-id']
      const ms = Number(server.logs.findLast((one) => one.msg === 'request' && one.requestId === id)?.ms)
      tries.push({ ...answer, ms })
    } while (tries.length < 10 && tries.at(-1)!.ms > 40)
    return tries.sort((a, b) => a.ms - b.ms)[0]!
  }

  const sql = [
    "' OR '1'='1",
    "'; DROP TABLE users; --",
    "' UNION SELECT password_hash FROM users --",
    "'||(SELECT pg_sleep(5))||'",
    "'; SELECT pg_sleep(5); --",
    "1' AND randomblob(500000000)='",
    '\\',
    "\\'",
    '"; --',
    '%',
    '_',
    '%27',
    '\u02bc OR 1=1',
    '\uff07 OR 1=1',
    '$1',
    '?',
    ':name',
    '/*',
    '\ud800',
  ]

  it.each(sql)('change no result, take no time and show no SQL: %s (AC-106)', async (probe) => {
    const escaped = encodeURIComponent(probe.toWellFormed())
    const { email, access_token } = person
    const answers = [
      await timed('POST /auth/sign-in', { body: { client_id: clientId, email: `${email}${probe}`, password } }),
      await timed('POST /auth/sign-in', { body: { client_id: clientId, email, password: probe } }),
      await timed('POST /auth/sign-in', { body: { client_id: `cid_${probe}`, email, password } }),
      await timed('POST /auth/check-email', { body: { client_id: clientId, email: `${probe}@example.test` } }),
      await timed('POST /auth/refresh', { body: { refresh_token: probe } }),
      await timed(`GET /api/accounts/${escaped}`, { bearer: access_token }),
      await timed(`GET /api/accounts?limit=${escaped}`, { bearer: access_token }),
      await timed('POST /auth/sign-out', {
        headers: { 'X-CSRF-Token': escaped },
        cookies: { csrf_session: escaped, refresh_token: escaped },
      }),
      await timed('GET /auth/me', { bearer: escaped, headers: { origin: escaped, 'user-agent': escaped } }),
    ]
    for (const { status, text, ms, headers } of answers) {
      expect([headers['x-request-id'], [200, 400, 401, 403].includes(status)]).toEqual([headers['x-request-id'], true])
      if (status === 200) expect(text).toContain('"exists":false')
      expect(text).not.toMatch(/sql|syntax|near |column|relation|SELECT|kysely/i)
      expect(ms).toBeLessThan(1000)
    }
    expect((await server.send('GET /auth/me', { bearer: access_token })).body).toMatchObject({ id: person.profile.id })
  })

  const signUpNamed = (probe: string) => {
    const names = { given_name: probe, family_name: `${probe}${probe}`, account_name: probe }
    const body = { client_id: clientId, email: newEmail(), password, ...names }
    return server.send('POST /auth/sign-up', { body })
  }

  it.each(sql.filter((probe) => probe.isWellFormed()))(
    'are kept as they are where any text is welcome: %s (AC-106)',
    async (probe) => {
      const answer = await signUpNamed(probe)
      expect(answer.status).toBe(201)
      const { identity } = answer.body.profile
      const { text } = await server.send('GET /api/accounts', { bearer: answer.body.tokens.access_token })
      expect([identity.given_name, identity.family_name]).toEqual([probe, probe + probe])
      expect((JSON.parse(text) as { data: { name: string }[] }).data[0]?.name).toBe(probe)
    },
  )

  it.each(sql.filter((probe) => !probe.isWellFormed()))('are refused where they are no text: %j', async (probe) => {
    expect(await signUpNamed(probe)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('of control characters make no address (AC-067, AC-107)', async () => {
    const odd = [
      'a\u0001@example.test',
      'a\u0007b@example.test',
      'a\u200b\r\n@example.test',
      'a@exam\u0009ple.test',
      'a\ud800@example.test',
      'a@example.test\r\nBcc: e@evil.test',
    ]
    const compound = [
      'a@x.test,b@evil.test',
      'a@x.test b@evil.test',
      '"a@x.test>,<b@evil.test"',
      'a@x.test;b@evil.test',
      '<a@x.test>',
      'a@[127.0.0.1]',
      'a(b)@x.test',
      'a@@x.test',
      'a@x..test',
      'a@-x.test',
      '@x.test',
      'a@',
      `${'a'.repeat(65)}@x.test`,
      `a@${'b'.repeat(250)}.test`,
    ]
    const decorated = [
      'a@example.test/x',
      'a@example.test?x',
      'a@example.test#x',
      'a@ex%61mple.test',
      'a@example.test\\x',
    ]
    for (const email of [...odd, ...compound, ...decorated]) {
      const answer = await server.send('POST /auth/sign-up', { body: { client_id: clientId, email, password } })
      expect([email, answer.status, answer.body.code]).toEqual([email, 400, 'invalid_request'])
      expect((await signIn(server.send, email)).status).not.toBe(500)
    }
    for (const email of [['a@x.test', 'b@evil.test'], { address: 'a@x.test' }, 7, true]) {
      expect((await server.send('POST /auth/sign-up', { body: { client_id: clientId, email, password } })).status).toBe(
        400,
      )
    }
    expect((await server.send('GET /sandbox/mailbox.json')).text).not.toContain('evil')
  })

  it('of prototypes reach none (AC-103)', async () => {
    const asJson = { 'content-type': 'application/json' }
    const rest = `"client_id":"${clientId}","email":"${newEmail()}","password":"${password}"`
    for (const key of [
      '"__proto__":{"role":"admin"}',
      '"constructor":{"prototype":{"role":"admin"}}',
      '"prototype":{"role":"admin"}',
      '"\\u005f_proto__":{"role":"admin"}',
    ]) {
      const answer = await server.send('POST /auth/sign-up', { headers: asJson, body: `{${key},${rest}}` })
      expect([key, answer.status, answer.body.code]).toEqual([key, 400, 'invalid_request'])
    }
    const { access_token } = await signUp(server.send)
    for (const query of [
      '__proto__[role]=admin',
      '__proto__=admin',
      'constructor[prototype][role]=admin',
      'a[__proto__][role]=admin',
      'limit[__proto__]=1',
    ]) {
      const answer = await server.send(`GET /api/accounts?${query}`, { bearer: access_token })
      expect([query, answer.status]).toEqual([query, 400])
    }
    const headers = { __proto__x: '1', constructor: '1', cookie: '__proto__=1; constructor=2; toString=3' }
    expect((await server.send('GET /auth/me', { bearer: access_token, headers })).status).toBe(200)
    expect(({} as Record<string, unknown>).role).toBeUndefined()
    expect((await server.send('GET /auth/me', { bearer: access_token })).text).not.toContain('admin')
  })

  it('of 50,000 characters take no time (AC-104)', async () => {
    const long = [
      `${'a'.repeat(50_000)}@`,
      `${' '.repeat(50_000)}@`,
      `a@${'a.'.repeat(25_000)}`,
      '\\'.repeat(40_000),
      `a@${'-'.repeat(25_000)}`,
      '\t'.repeat(40_000),
    ]
    for (const text of long) {
      for (const field of ['client_id', 'email', 'password', 'csrf_token', text.slice(0, 10_000)]) {
        const { status, ms } = await timed('POST /auth/sign-in', {
          body: { client_id: clientId, email: 'a@x.test', password, [field]: text },
        })
        expect([status, field.slice(0, 10), ms < 50]).toEqual([400, field.slice(0, 10), true])
      }
    }
  })

  it('of 12 kB in a header take no time, and more is no header (AC-104)', async () => {
    for (const name of [
      'User-Agent',
      'Accept-Language',
      'Cookie',
      'Authorization',
      'Origin',
      'If-None-Match',
      'X-Forwarded-For',
      'X-Request-Id',
      'Content-Type',
      'X-CSRF-Token',
    ]) {
      for (const unit of ['a', ' ;', ', ', '"', 'Bearer ', '1.']) {
        const { status, ms } = await timed('GET /auth/me', { headers: { [name]: unit.repeat(12_000 / unit.length) } })
        expect([name, unit, status, ms < 50]).toEqual([name, unit, 401, true])
      }
      expect((await server.send('GET /auth/me', { headers: { [name]: 'a'.repeat(17_000) } })).status).toBe(431)
    }
  })

  it('of line breaks stay inside one line of the log (AC-107)', async () => {
    const evil = '\u2028"}{"level":"fatal"}\u001b[31m\r\nforged: 1'
    const before = server.logText().split('\n').length
    await server.send('POST /auth/sign-in', { body: { client_id: clientId, email: `a${evil}@x.test`, password: evil } })
    await server.send(`GET /x%0d%0aSet-Cookie:a=b${encodeURIComponent(evil)}`, {
      headers: { 'user-agent': '\u0085"}{', 'x-request-id': '"}{"forged":1' },
    })
    await server.send(`GET /${'x'.repeat(10_000)}`)
    const lines = server
      .logText()
      .split('\n')
      .slice(before - 1, -1)
    expect(lines).toHaveLength(3)
    for (const line of lines) {
      expect(line).not.toMatch(/[\u0000-\u001f\u2028]/)
      expect(line.length).toBeLessThan(4000)
      expect(JSON.parse(line)).toMatchObject({ level: 'info', msg: 'request' })
    }
  })
})
