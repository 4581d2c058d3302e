// What strangers put into the fields of the project to see whether something gives.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newEmail, password } from '../../server-for-tests.ts'
import { kinds } from '../../storage/databases-for-tests.ts'
import { type Probed, apiKey, openProbed, verifier } from './probes-for-tests.ts'

describe.each(kinds)('probes of the project against %s', (kind) => {
  let probed: Probed
  beforeAll(async () => {
    probed = await openProbed(kind)
  })
  afterAll(() => probed?.close())

  const sql = [
    "' OR '1'='1",
    "'; DROP TABLE users; --",
    "' UNION SELECT password_hash FROM users --",
    "'||(SELECT pg_sleep(5))||'",
    "1' AND randomblob(500000000)='",
    "\\'",
    '%27',
    '\u02bc OR 1=1',
    '$1',
    '\ud800',
  ]

  it.each(sql)('change no result, take no time and show no SQL: %s (AC-106)', async (probe) => {
    for (const asked of probed.everywhere(probe)) {
      const { line, status, text, ms } = await probed.timed(asked)
      expect([line, [200, 202, 303, 400, 401, 403, 404, 409].includes(status)]).toEqual([line, true])
      expect([line, /sqlite|syntax|near "|column|relation|password_hash|kysely/i.exec(text)?.[0]]).toEqual([
        line,
        undefined,
      ])
      expect([line, ms < 1000]).toEqual([line, true])
    }
    const found = await probed.server.send(`GET /api/auth/users?search=${encodeURIComponent(probe.toWellFormed())}`, {
      bearer: apiKey,
    })
    const { data } = JSON.parse(found.text) as { data: { email: string }[] }
    // Only those whose address holds these very letters.
    expect(data.filter((user) => !user.email.includes(probe.toWellFormed()))).toEqual([])
    expect(await probed.stillThere()).toBe(true)
  })

  const describeOneself = (probe: string) =>
    probed.server.send('PATCH /api/auth/profiles/current', {
      bearer: probed.person.accessToken,
      body: { profile: { name: `a ${probe}`, bio: probe } },
    })

  it.each(sql.filter((probe) => probe.isWellFormed()))(
    'are kept as they are where any text is welcome: %s (AC-106)',
    async (probe) => {
      const { status } = await describeOneself(probe)
      const { text } = await probed.server.send(`GET /api/auth/profiles/${probed.person.user.id}`)
      const kept = { name: `a ${probe}`, bio: probe }
      expect([status, JSON.parse(text)]).toEqual([200, { id: probed.person.user.id, profile: kept }])
    },
  )

  it.each(sql.filter((probe) => !probe.isWellFormed()))('are refused where they are no text: %j', async (probe) => {
    expect((await describeOneself(probe)).status).toBe(400)
  })

  it('of prototypes reach none (AC-103)', async () => {
    const asJson = { 'content-type': 'application/json' }
    const keys = ['__proto__', 'constructor', 'prototype', '\\u005f_proto__']
    for (const key of keys) {
      const evil = `"${key}":{"role":"project_admin","prototype":{"role":"project_admin"}}`
      const bodies = [
        ['POST /api/auth/users', `{${evil},"email":"${newEmail()}","password":"${password}"}`],
        ['POST /api/auth/sessions', `{${evil},"email":"${probed.person.user.email}","password":"${password}"}`],
        ['POST /api/auth/oauth/exchange', `{${evil},"code":"x","code_verifier":"${verifier}"}`],
        ['PUT /api/auth/config', `{${evil}}`],
        ['PATCH /api/auth/profiles/current', `{"profile":{${evil}}}`],
        ['PATCH /api/auth/profiles/current', `{"profile":{"deep":{${evil}}}}`],
      ] as const
      for (const [line, body] of bodies) {
        const bearer = line.startsWith('PUT') ? apiKey : probed.person.accessToken
        const open = line.startsWith('POST')
        const { status, text } = await probed.server.send(line, { headers: asJson, body, ...(!open && { bearer }) })
        expect([line, key, status, text]).toEqual([line, key, 400, expect.stringContaining('INVALID_INPUT')])
      }
      const [line, sending] = probed.submit('sign-in', { email: probed.person.user.email, password, [key]: 'x' })
      // Refused; or, where the parser of forms drops it, as if it were not there.
      expect([400, 303]).toContain((await probed.server.send(line, sending)).status)
    }
    for (const query of ['__proto__[role]=x', '__proto__=x', 'a[__proto__][role]=x', 'limit[__proto__]=1']) {
      const { status } = await probed.server.send(`GET /api/auth/users?${query}`, { bearer: apiKey })
      expect([query, status]).toEqual([query, 400])
    }
    const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`
    const { status, text } = await probed.server.send('PATCH /api/auth/profiles/current', {
      headers: asJson,
      body: `{"profile":{"bio":${deep}}}`,
      bearer: probed.person.accessToken,
    })
    expect([status, text]).toEqual([400, expect.stringContaining('nested')])
    expect(({} as Record<string, unknown>).role).toBeUndefined()
    expect(await probed.stillThere()).toBe(true)
  })

  it('of line breaks stay inside one line of the log, and reach no header (AC-107)', async () => {
    const evil = '\u2028"}{"level":"fatal"}\u001b[31m\r\nBcc: e@evil.test'
    const before = probed.server.logText().split('\n').length
    const all = probed.everywhere(evil)
    for (const asked of all) {
      const answer = await probed.server.send(...asked)
      expect(JSON.stringify(answer.headers)).not.toMatch(/Bcc|evil\.test/)
    }
    const lines = probed.server
      .logText()
      .split('\n')
      .slice(before - 1, -1)
    expect(lines.length).toBeGreaterThanOrEqual(all.length)
    for (const line of lines) {
      expect(line).not.toMatch(/[\u0000-\u001f\u2028]/)
      expect(line.length).toBeLessThan(4000)
      expect(JSON.parse(line)).toMatchObject({ level: expect.stringMatching(/^(debug|info)$/) as string })
    }
    expect((await probed.server.send('GET /sandbox/mailbox.json')).text).not.toContain('evil.test')
  })

  it('of a name with line breaks are refused, and make no mail (AC-107)', async () => {
    const email = newEmail('named')
    const name = 'Ada\r\nBcc: e@evil.test'
    expect((await probed.server.send('POST /api/auth/users', { body: { email, password, name } })).status).toBe(400)
    const { text } = await probed.server.send(`GET /sandbox/mailbox.json?to=${email}`)
    expect(JSON.parse(text)).toEqual({ messages: [] })
  })
})
