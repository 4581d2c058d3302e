import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds, startServerOn, startServersOn } from '../../database-server-for-tests.ts'
import {
  type Received,
  type TestServer,
  clientId,
  newEmail,
  password,
  refresh,
  signIn,
  signUp,
  startServer,
} from '../../server-for-tests.ts'

const statuses = (answers: readonly Received[]) => answers.map(({ status }) => status)
const limitHeaders = ({ headers }: Received) =>
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after'].map((name) => headers[name])
let networks = 0
/** An address that nobody has come from yet. */
const newIp = () => `198.18.${(networks += 1) >> 8}.${networks & 255}`

describe.each(kinds)('limits on %s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServerOn(kind)
  })
  afterAll(() => server.close())

  it('let nobody guess more than ten times at one user, from however many addresses (AC-007)', async () => {
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    const guesses = []
    for (let index = 0; index < 20; index++)
      guesses.push(await signIn(server.send, email, `guess ${index}`, { ip: newIp() }))
    expect(statuses(guesses)).toEqual([...Array(10).fill(401), ...Array(10).fill(429)])
    expect(Number(guesses[10]!.headers['retry-after'])).toBeGreaterThan(880)
    expect(Number(guesses[10]!.headers['retry-after'])).toBeLessThanOrEqual(900)
  })

  it('do not tell the right password from a wrong one while they hold (AC-007)', async () => {
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    for (let index = 0; index < 10; index++) await signIn(server.send, email, 'guess', { ip: newIp() })
    const [right, wrong] = [
      await signIn(server.send, email, password, { ip: newIp() }),
      await signIn(server.send, email, 'guess', { ip: newIp() }),
    ]
    expect([right.status, wrong.status]).toEqual([429, 429])
    expect(right.text).toBe(wrong.text)
    expect(Object.keys(right.headers).sort()).toEqual(Object.keys(wrong.headers).sort())
    expect(right.body).toMatchObject({ code: 'too_many_requests', detail: 'Limit: sign-ins of one user.' })
  })

  it('are the same for an address that nobody has (AC-001)', async () => {
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    const tried = async (address: string) => {
      const answers = []
      for (let index = 0; index < 11; index++)
        answers.push(await signIn(server.send, address, 'guess', { ip: newIp() }))
      return answers.map(({ status, text, headers }) => [status, text, headers['ratelimit-remaining']])
    }
    expect(await tried(newEmail('nobody'))).toEqual(await tried(email))
  })

  it('count guesses that come at once, one by one (AC-007)', async () => {
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => signIn(server.send, email, 'guess', { ip: newIp() })),
    )
    expect(statuses(answers).filter((status) => status === 401)).toHaveLength(10)
    expect(statuses(answers).filter((status) => status === 429)).toHaveLength(20)
  })

  it('do not lock the owner out: not from where they were, and not their session (AC-009)', async () => {
    const home = newIp()
    const { email, refresh_token, access_token } = await signUp(server.send, { sending: { ip: home } })
    const attacker = newIp()
    for (let index = 0; index < 15; index++) await signIn(server.send, email, 'guess', { ip: attacker })
    expect((await signIn(server.send, email, password, { ip: newIp() })).status).toBe(429)
    expect((await signIn(server.send, email, password, { ip: home })).status).toBe(200)
    expect((await server.send('GET /auth/me', { bearer: access_token, ip: attacker })).status).toBe(200)
    expect((await refresh(server.send, refresh_token, { ip: home })).status).toBe(200)
    const guessesAtHome = []
    for (let index = 0; index < 11; index++) guessesAtHome.push(await signIn(server.send, email, 'guess', { ip: home }))
    expect(statuses(guessesAtHome)).toEqual([...Array(10).fill(401), 429])
  })

  it('stop one password tried on many users from one address (AC-010)', async () => {
    const ip = newIp()
    const people = await Promise.all([1, 2, 3].map(() => signUp(server.send, { sending: { ip: newIp() } })))
    const emails = [...people.map(({ email }) => email), ...Array.from({ length: 47 }, () => newEmail('nobody'))]
    const tried = []
    for (const email of emails) tried.push(await signIn(server.send, email, 'Password123!', { ip }))
    expect(statuses(tried)).toEqual([...Array(40).fill(401), ...Array(10).fill(429)])
    expect(tried[40]!.body.detail).toBe('Limit: sign-ins from one address.')
    for (const { email } of people)
      expect((await signIn(server.send, email, password, { ip: newIp() })).status).toBe(200)
  })

  it('count no try at one address where the user has none left: nobody looked at it', async () => {
    const ip = newIp()
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    const details = []
    for (let index = 0; index < 41; index++)
      details.push((await signIn(server.send, email, 'guess', { ip })).body.detail)
    expect(details.slice(10)).toEqual(Array(31).fill('Limit: sign-ins of one user.'))
    expect((await signIn(server.send, newEmail('nobody'), 'guess', { ip })).status).toBe(401)
  })

  it('count no try at a user from an address that has none left', async () => {
    const ip = newIp()
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    for (let index = 0; index < 40; index++) await signIn(server.send, newEmail('nobody'), 'guess', { ip })
    for (let index = 0; index < 10; index++) await signIn(server.send, email, 'guess', { ip })
    expect((await signIn(server.send, email, password, { ip: newIp() })).status).toBe(200)
  })

  it('stop looking addresses up at the 31st, and tell no more than how to sign in (AC-005)', async () => {
    const ip = newIp()
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    const ask = (address: string, id = clientId) =>
      server.send('POST /auth/check-email', { ip, body: { client_id: id, email: address } })
    const answers = [await ask(email), await ask(newEmail())]
    expect(JSON.parse(answers[0]!.text)).toEqual({
      email,
      exists: true,
      login_methods: ['password', 'magic_link'],
    })
    expect(JSON.parse(answers[1]!.text)).toEqual({ email: expect.any(String), exists: false, login_methods: [] })
    expect((await ask(email, 'cid_nobody')).status).toBe(401)
    while (answers.length < 32) answers.push(await ask(newEmail()))
    expect(statuses(answers)).toEqual([...Array(30).fill(200), 429, 429])
  })

  it('say how many tries are left, and when there are more', async () => {
    const ip = newIp()
    const { email } = await signUp(server.send, { sending: { ip: newIp() } })
    const answers = []
    for (let index = 0; index < 12; index++) answers.push(await signIn(server.send, email, 'guess', { ip }))
    expect(answers.map((answer) => Number(answer.headers['ratelimit-remaining']))).toEqual([
      9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0,
    ])
    for (const answer of answers) {
      const [limit, , reset, retryAfter] = limitHeaders(answer)
      expect([limit, Number(reset) > 880 && Number(reset) <= 900]).toEqual(['10', true])
      expect(retryAfter).toBe(answer.status === 429 ? reset : undefined)
    }
  })

  it('give a try back to whoever knew the password', async () => {
    const ip = newIp()
    const { email } = await signUp(server.send, { sending: { ip } })
    const answers = []
    for (let index = 0; index < 12; index++) answers.push(await signIn(server.send, email, password, { ip }))
    expect(statuses(answers)).toEqual(Array(12).fill(200))
    expect(new Set(answers.map(({ headers }) => headers['ratelimit-remaining']))).toEqual(new Set(['10']))
  })
})

describe.each(kinds)('a window on %s', (kind) => {
  it('ends with the clock, and not a second before', async () => {
    const server = await startServerOn(kind, { LIMITS: 'signUpPerIp=2/3600' })
    const tryOnce = async (ip = '192.0.2.1') =>
      (await server.send('POST /auth/sign-up', { ip, body: { client_id: clientId, email: newEmail(), password } }))
        .status
    const advance = (seconds: number) => server.send('POST /sandbox/clock', { body: { advance: seconds } })
    expect([await tryOnce(), await tryOnce(), await tryOnce(), await tryOnce('192.0.2.2')]).toEqual([
      201, 201, 429, 201,
    ])
    await advance(3590)
    expect(await tryOnce()).toBe(429)
    await advance(11)
    expect([await tryOnce(), await tryOnce(), await tryOnce()]).toEqual([201, 201, 429])
    await server.send('POST /sandbox/reset')
    expect(await tryOnce()).toBe(201)
    await server.close()
  })

  it('is one for all instances', async () => {
    const servers = await startServersOn(kind, [{}, {}])
    const { email } = await signUp(servers[0]!.send, { sending: { ip: newIp() } })
    const answers = []
    for (let index = 0; index < 14; index++)
      answers.push(await signIn(servers[index % 2]!.send, email, 'guess', { ip: newIp() }))
    expect(statuses(answers)).toEqual([...Array(10).fill(401), ...Array(4).fill(429)])
    for (const server of servers) await server.close()
  })
})

describe('a restart', () => {
  it('lifts no limit (AC-010)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-limits-'))
    const environment = { DATABASE_URL: `sqlite:${join(folder, 'test.db')}`, LIMITS: 'signInPerIp=3/900' }
    const before = await startServer(environment)
    const { email } = await signUp(before.send, { sending: { ip: newIp() } })
    const ip = newIp()
    for (let index = 0; index < 3; index++)
      expect((await signIn(before.send, newEmail(), 'guess', { ip })).status).toBe(401)
    await before.close()

    const after = await startServer(environment)
    const refused = await signIn(after.send, email, password, { ip })
    expect([refused.status, limitHeaders(refused).slice(0, 2)]).toEqual([429, ['3', '0']])
    expect((await signIn(after.send, email, password, { ip: newIp() })).status).toBe(200)
    await after.close()
    rmSync(folder, { recursive: true })
  })
})
