// Two instances of the project on one database: what is done at one holds at the other.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServersOn } from '../../database-server-for-tests.ts'
import { type TestServer, newEmail, password } from '../../server-for-tests.ts'
import { kinds } from '../../storage/databases-for-tests.ts'

const bearer = 'ik_sandbox_inbox_manager'

interface Session {
  readonly accessToken: string
  readonly refreshToken: string
}

describe.each(kinds)('the project on two instances with one %s', (kind) => {
  let [one, other]: TestServer[] = []
  beforeAll(async () => {
    const settings = { LIMITS: 'signUpPerIp=10000/3600,mailsPerIp=10000/3600' }
    ;[one, other] = await startServersOn(kind, [settings, settings])
  })
  afterAll(async () => {
    await one!.close()
    await other!.close()
  })

  const json = <T>(text: string) => JSON.parse(text) as T
  const configure = (at: TestServer, body: object) => at.send('PUT /api/auth/config', { bearer, body })
  const register = async (at: TestServer, email = newEmail()) => {
    const { status, text } = await at.send('POST /api/auth/users?client_type=mobile', { body: { email, password } })
    return { status, email, ...json<Session>(text) }
  }
  const current = async (at: TestServer, { accessToken }: Session) =>
    (await at.send('GET /api/auth/sessions/current', { bearer: accessToken })).status
  const refresh = async (at: TestServer, { refreshToken }: Session) => {
    const answer = await at.send('POST /api/auth/refresh?client_type=mobile', { body: { refreshToken } })
    return { status: answer.status, ...json<Session>(answer.text) }
  }

  it('has its configuration live on both at once (AC-136)', async () => {
    const seen = async () =>
      json<{ passwordMinLength: number }>((await other!.send('GET /api/auth/public-config')).text).passwordMinLength
    const before = await other!.send('GET /api/auth/public-config')
    expect(await seen()).toBe(8)
    await configure(one!, { passwordMinLength: 40, disableSignup: false })
    const after = await other!.send('GET /api/auth/public-config', {
      headers: { 'if-none-match': String(before.headers.etag) },
    })
    expect([after.status, await seen()]).toEqual([200, 40])
    // Whoever keeps the answer asks again within five seconds.
    expect(after.headers['cache-control']).toBe('public, max-age=5')
    const refused = await other!.send('POST /api/auth/users', { body: { email: newEmail(), password } })
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('Use at least 40 characters')])

    await configure(other!, { passwordMinLength: 8, disableSignup: true })
    expect((await one!.send('POST /api/auth/users', { body: { email: newEmail(), password } })).status).toBe(403)
    await configure(one!, { disableSignup: false })
    expect((await register(other!)).status).toBe(200)
  })

  it('loses no setting when both are changed at once (AC-136)', async () => {
    const names = ['requireNumber', 'requireLowercase', 'requireUppercase', 'requireSpecialChar', 'disableSignup']
    const set = (value: boolean) =>
      Promise.all(names.map((name, index) => configure(index % 2 ? one! : other!, { [name]: value })))
    await set(true)
    const { text } = await one!.send('GET /api/auth/config', { bearer })
    expect(json(text)).toMatchObject(Object.fromEntries(names.map((name) => [name, true])))
    await set(false)
  })

  it('ends a session on both at once (AC-136)', async () => {
    const session = await register(one!)
    expect(await current(other!, session)).toBe(200)
    await one!.send('POST /api/auth/logout', { bearer: session.accessToken })
    expect([await current(other!, session), (await refresh(other!, session)).status]).toEqual([401, 401])
  })

  it('gives one successor for a refresh token, whoever is asked (AC-136)', async () => {
    const session = await register(one!)
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => refresh(index % 2 ? one! : other!, session)))
    const given = all.filter(({ status }) => status === 200)
    expect(given.length).toBeGreaterThan(0)
    expect(new Set(given.map(({ refreshToken }) => refreshToken)).size).toBe(1)
  })

  it('takes a code at one of them, once (AC-136)', async () => {
    const { email } = await register(one!)
    const { text } = await other!.send(`GET /sandbox/mailbox.json?to=${email}`)
    const { code } = json<{ messages: { code: string }[] }>(text).messages[0]!
    const verify = (at: TestServer) => at.send('POST /api/auth/email/verify', { body: { email, otp: code } })
    const both = await Promise.all([verify(one!), verify(other!)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
  })

  it('counts guesses in all (AC-136)', async () => {
    const { email } = await register(one!)
    const guess = (at: TestServer) =>
      at.send('POST /api/auth/sessions', { body: { email, password: 'guess' }, ip: '192.0.2.7' })
    const statuses = []
    for (let round = 0; round < 12; round += 1) statuses.push((await guess(round % 2 ? one! : other!)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
  })

  it('takes the code of an administrator at one of them, once (AC-136)', async () => {
    const { text } = await one!.send('POST /sandbox/admin-code')
    const body = { code: json<{ code: string }>(text).code }
    const all = await Promise.all(
      [one!, other!, one!, other!].map((at) => at.send('POST /api/auth/admin/sessions/exchange', { body })),
    )
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401])
  })
})
