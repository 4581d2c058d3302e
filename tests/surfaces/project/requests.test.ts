// Requests to the project that are too long, or not what they should be.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { password } from '../../server-for-tests.ts'
import { kinds } from '../../storage/databases-for-tests.ts'
import { type Probed, apiKey, challenge, hosted, nobody, openProbed } from './probes-for-tests.ts'

describe.each(kinds)('requests to the project against %s', (kind) => {
  let probed: Probed
  beforeAll(async () => {
    probed = await openProbed(kind)
  })
  afterAll(() => probed?.close())

  const long = [
    `${'a'.repeat(50_000)}@`,
    `${' '.repeat(50_000)}@`,
    `a@${'a.'.repeat(25_000)}`,
    `https://${'a.'.repeat(20_000)}`,
    '-'.repeat(50_000),
  ]

  it.each(long.map((text) => [text.slice(0, 12), text] as const))(
    'of 50,000 characters take no time: %s (AC-104)',
    async (_begins, text) => {
      // What stands in a path, a query or a header is cut off by the length of a header.
      for (const asked of probed.everywhere(text).filter(([line, { body } = {}]) => body && line.length < 4000)) {
        const { line, status, ms } = await probed.timed(asked)
        expect([line, [400, 401, 403].includes(status), ms < 50]).toEqual([line, true, true])
      }
    },
  )

  it('of 12 kB in a query take no time, and more is no request (AC-104)', async () => {
    for (const unit of ['a', '%00', 'a.', '%5C', '%C3%A9']) {
      const text = unit.repeat(Math.floor(12_000 / unit.length))
      for (const line of [
        `GET /auth/sign-in?redirect=${text}&code_challenge=${challenge}`,
        `GET /api/auth/oauth/google?redirect_uri=${text}&code_challenge=${challenge}`,
        `GET /api/auth/profiles/${text}`,
      ] as const) {
        const { status, ms } = await probed.timed([line])
        expect([line.slice(0, 40), status, ms < 50]).toEqual([line.slice(0, 40), 400, true])
      }
    }
    const { status } = await probed.server.send(`GET /auth/sign-in?redirect=${'a'.repeat(17_000)}`)
    expect(status).toBe(431)
  })

  it('of another spelling of a path find nothing (AC-109)', async () => {
    const paths = [
      '/api/auth/identities/',
      '/api/auth//identities',
      '//api/auth/identities',
      '/api/auth/./identities',
      '/api/auth/x/../identities',
      '/api/auth/%2e%2e/auth/identities',
      '/api%2fauth/identities',
      '/api/auth/identitie%73',
      '/api/auth/identities;x=1',
      '/API/auth/identities',
      '/api/auth/identities.json',
      '/api/auth/identities%00',
    ]
    for (const path of paths) {
      const { status, text } = await probed.server.send(`GET ${path}`, { bearer: probed.person.accessToken })
      expect([path, status]).toEqual([path, 404])
      if (path.startsWith('/api/auth/')) {
        expect(JSON.parse(text)).toMatchObject({ error: 'NOT_FOUND', statusCode: 404 })
      }
    }
    for (const accept of ['text/html', 'application/xml', 'image/*;q=0', 'nonsense', '']) {
      const answer = await probed.server.send('GET /api/auth/identities', { headers: { accept } })
      expect([accept, answer.status, answer.headers['content-type']]).toEqual([accept, 401, 'application/json'])
    }
  })

  it('of other methods change nothing (AC-037)', async () => {
    const bearer = probed.person.accessToken
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const headers = { [name]: 'DELETE' }
      expect((await probed.server.send('GET /api/auth/logout', { bearer, headers })).status).toBe(405)
      const listed = await probed.server.send('GET /api/auth/users', { bearer: apiKey, headers })
      expect([name, listed.status]).toEqual([name, 200])
    }
    expect((await probed.server.send('POST /api/auth/logout?_method=DELETE', { bearer })).status).toBe(400)
    expect((await probed.server.send('HEAD /api/auth/logout', { bearer })).status).toBe(405)
    expect((await probed.server.send(`HEAD /auth/sign-in?${hosted}`)).status).toBe(200)
    const [line, sending] = probed.submit('sign-in', { email: probed.person.user.email, password, _method: 'DELETE' })
    expect((await probed.server.send(line, sending)).status).toBe(303)
    expect(await probed.stillThere()).toBe(true)
  })

  it('of another content type change nothing in a form (AC-035)', async () => {
    const { email } = probed.person.user
    const fields = { form_token: probed.form.token, email, password }
    const bodies: [string, string | Buffer][] = [
      ['application/json', JSON.stringify(fields)],
      ['text/plain', new URLSearchParams(fields).toString()],
      ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\na\r\n--b--\r\n'],
      ['application/x-www-form-urlencoded; charset=utf-7', new URLSearchParams(fields).toString()],
    ]
    for (const path of ['sign-in', 'sign-up', 'verify', 'resend-verification', 'forgot-password', 'reset-password']) {
      for (const [type, body] of bodies) {
        const headers = { 'content-type': type }
        const cookies = { hosted_form: probed.form.session }
        const answer = await probed.server.send(`POST /auth/hosted/${path}?${hosted}`, { headers, cookies, body })
        expect([path, type, answer.status]).toEqual([path, type, 415])
      }
    }
  })

  it('of too many letters are not read (AC-101)', async () => {
    const fields = { email: probed.person.user.email, password: 'x'.repeat(200_000), code: 'x', name: 'x' }
    for (const path of ['sign-in', 'sign-up', 'verify', 'resend-verification', 'forgot-password', 'reset-password']) {
      const answer = await probed.server.send(...probed.submit(path, fields))
      expect([path, answer.status]).toEqual([path, 413])
    }
    const body = { email: probed.person.user.email, password: 'x'.repeat(200_000) }
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => probed.server.send('POST /api/auth/sessions', { body })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([413]))
    expect(await probed.stillThere()).toBe(true)
  })

  it('of ids that nobody has tell nothing (AC-094)', async () => {
    const missing = await probed.server.send(`GET /api/auth/profiles/${nobody}`)
    const gone = await probed.register('gone')
    await probed.server.send('DELETE /api/auth/users', { bearer: apiKey, body: { userIds: [gone.user.id] } })
    const deleted = await probed.server.send(`GET /api/auth/profiles/${gone.user.id}`)
    expect([missing.status, deleted.status, deleted.text]).toEqual([404, 404, missing.text])
    expect((await probed.server.send('GET /api/auth/profiles/1')).status).toBe(400)
  })
})
