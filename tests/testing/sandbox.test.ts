// The testing kit's own sandbox: what tests that run side by side share, and what they do not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuthClient } from '../../client/auth-client.ts'
import { openMock } from '../../server/mock/mock.ts'
import { type Sandbox, openSandbox } from '../../testing/sandbox.ts'
import { createSandboxCalls } from '../../testing/sandbox-calls.ts'
import { test as withSandbox } from '../../testing/vitest.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox()
})
afterAll(() => sandbox.close())

const clientOf = ({ url, fetch }: Pick<Sandbox, 'url' | 'fetch'>, tokens = {}) =>
  new AuthClient({ baseUrl: url, clientId: 'cid_inbox_manager', fetch, tokens })

describe('a sandbox for tests', () => {
  it('makes people whom nobody else has made, who can sign in', async () => {
    const [one, two] = await Promise.all([
      sandbox.createUser(),
      sandbox.createUser({ password: 'another horse battery' }),
    ])
    expect(one.email).not.toBe(two.email)
    for (const { email, password } of [one, two]) {
      const { profile } = await clientOf(sandbox).signIn({ email, password })
      expect(profile.identity).toMatchObject({ email })
    }
  })

  it('ends one session, and no other', async () => {
    const [over, other] = await Promise.all([sandbox.createUser(), sandbox.createUser()])
    await sandbox.expireSession(over)
    const statusOf = async ({ tokens }: typeof over) => {
      const headers = { Authorization: `Bearer ${tokens.accessToken}` }
      return (await sandbox.fetch(`${sandbox.url}/auth/me`, { headers })).status
    }
    expect(await Promise.all([over, other].map(statusOf))).toEqual([401, 200])
  })

  it('has a fault meet the test that set it alone', async () => {
    const [mine, others] = [sandbox.forTest(), sandbox.forTest()]
    const { email, password } = await sandbox.createUser()
    await mine.failNext('account.signIn', { example: 'too_many_requests', times: 2 })
    const signIn = (calls: Pick<Sandbox, 'url' | 'fetch'>) =>
      clientOf(calls)
        .signIn({ email, password })
        .then(
          () => 'signed in',
          ({ code }: { code: string }) => code,
        )
    expect(await signIn(others)).toBe('signed in')
    expect(await signIn(mine)).toBe('too_many_requests')
    await mine.end()
    expect(await signIn(mine)).toBe('signed in')
  })

  it('has a fault for everybody meet whoever asks, until the test ends', async () => {
    const mine = sandbox.forTest()
    await mine.failNext('account.listLoginMethods', { status: 503, times: 2, everybody: true })
    const ask = () => clientOf({ url: sandbox.url, fetch: globalThis.fetch }).loginMethods()
    await expect(ask()).rejects.toMatchObject({ status: 503 })
    await mine.end()
    expect(await ask()).toHaveProperty('methods')
  })

  it('waits for a mail, and takes the link and the code out of it', async () => {
    const { email } = await sandbox.createUser()
    await clientOf(sandbox).sendMagicLink({ email })
    const link = await sandbox.linkFor(email, { kind: 'magic_link' })
    expect(link).toMatch(new RegExp(`^${sandbox.url}/auth/sign-in-with-token\\?token=[0-9a-f]{64}$`))
    const first = await sandbox.mailTo(email, { kind: 'magic_link' })
    const body = JSON.stringify({ email })
    const asked = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }
    expect((await fetch(`${sandbox.url}/api/auth/email/send-reset-password`, asked)).ok).toBe(true)
    expect(await sandbox.mailTo(email, { after: first })).toHaveProperty('kind', 'reset_password_code')
    expect(await sandbox.codeFor(email)).toMatch(/^\d{6}$/)
  })

  it('says which mails came where the wanted one does not', async () => {
    const { email } = await sandbox.createUser()
    const wanted = { kind: 'invitation', timeoutMs: 0 }
    await sandbox.mailTo(email, { kind: 'welcome' })
    await expect(sandbox.mailTo(email, wanted)).rejects.toThrow(
      `No mail invitation to ${email} came within 0 ms. Mails to that address: welcome.`,
    )
  })

  it('says what the service refused, and that nobody answers', async () => {
    await expect(sandbox.createUser({ password: 'short' })).rejects.toThrow(
      /POST .*\/sandbox\/users answers 400: .*weak/,
    )
    const gone = createSandboxCalls('http://localhost:9', { isOwn: false })
    await expect(gone.createUser()).rejects.toThrow('Nothing answers at http://localhost:9. Is the sandbox up?')
  })

  it('goes by its own clock, and is as new at the end of the test that moved it', async () => {
    const alone = await openSandbox({ settings: { LIMITS: 'signInPerUser=20/900' } })
    try {
      const calls = alone.forTest()
      const { tokens } = await calls.createUser()
      await calls.advance(7200)
      const headers = { Authorization: `Bearer ${tokens.accessToken}` }
      expect((await calls.fetch(`${alone.url}/auth/me`, { headers })).status).toBe(401)
      const offset = async () =>
        ((await (await fetch(`${alone.url}/sandbox/clock`)).json()) as { offset: number }).offset
      expect(await offset()).toBe(7200)
      await calls.end()
      expect(await offset()).toBe(0)
    } finally {
      await alone.close()
    }
  })

  it('says which setting is none', async () => {
    await expect(openSandbox({ settings: { LIMITS: 'nothing' } })).rejects.toThrow('LIMITS has "nothing"')
  })

  it('is up after less than 700 ms of a processor, once its code is read', async () => {
    const before = process.cpuUsage()
    const one = await openSandbox()
    const { user, system } = process.cpuUsage(before)
    await one.close()
    expect((user + system) / 1000).toBeLessThan(700)
  })
})

describe('somebody else’s service, by its URL', () => {
  it('may be the mock, and is not ended', async () => {
    const mock = await openMock({ port: 0 })
    try {
      const calls = await openSandbox({ url: `${mock.url}/` })
      const { email } = await calls.createUser()
      expect(await calls.mailTo(email, { kind: 'magic_link' })).toHaveProperty('to', email)
      await calls.failNext('account.checkEmail', { status: 429 })
      await expect(clientOf(calls).checkEmail({ email })).rejects.toMatchObject({ status: 429 })
      await calls.close()
      expect((await fetch(`${mock.url}/health/live`)).status).toBe(200)
    } finally {
      await mock.close()
    }
  })
})

describe('the fixture for Vitest', () => {
  const urls: string[] = []
  const runs: string[] = []
  for (const which of ['first', 'second']) {
    withSandbox(`gives the ${which} test a run of its own`, async ({ sandbox: calls }) => {
      await calls.createUser()
      urls.push(calls.url)
      runs.push(calls.headers['X-Sandbox-Run']!)
    })
  }
  it('starts one service for both', () => {
    expect([new Set(urls).size, new Set(runs).size]).toEqual([1, 2])
  })
})
