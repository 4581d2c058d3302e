import { readFileSync, readdirSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, clientId, newEmail, signIn, signUp, startServer } from '../../server-for-tests.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ LIMITS: 'signInPerIp=10000/900,signUpPerIp=10000/900' })
})
afterAll(() => server.close())

const signUpWith = (password: string, email = newEmail()) =>
  server.send('POST /auth/sign-up', { body: { client_id: clientId, email, password } })

describe('a password', () => {
  it.each([
    ['64 characters', 'correct horse "battery" staple, \'twice\' & more: '.padEnd(64, 'xy')],
    ['128 characters', `${'long enough '.repeat(10)}12345678`],
    [
      '128 characters beyond the first 65,536',
      Array.from({ length: 128 }, (_, at) => [...'🐎🔋🧲🌵🎻🪁🦉🍋🧵🪵🛶🎈'][(at * at * 5 + at) % 11]).join(''),
    ],
    ['blanks around it', '  a secret with blanks  '],
    ['several scripts', 'пароль密码كلمة السر'],
  ])('of %s is taken whole, and nothing but it opens (AC-015)', async (_what, password) => {
    const { email } = await signUp(server.send, { password })
    expect((await signIn(server.send, email, password)).status).toBe(200)
    const letters = [...password]
    const altered = [
      letters.slice(0, -1).join(''),
      [...letters.slice(0, -1), 'Q'].join(''),
      Buffer.from(password).subarray(0, 72).toString(),
      letters.slice(1).join(''),
      password.trim(),
      `${password.trimEnd()} `,
      password.toUpperCase(),
    ].filter((one) => one !== password && one !== '' && [...one].length <= 128)
    expect(altered.length).toBeGreaterThan(2)
    for (const one of altered) expect([one, (await signIn(server.send, email, one)).status]).toEqual([one, 401])
  })

  it('of 129 characters is refused, not cut (AC-015)', async () => {
    const answer = await signUpWith('x1 '.repeat(43))
    expect([answer.status, answer.body.detail]).toEqual([400, 'password: must have at most 128 characters'])
  })

  it('is counted after NFC, at both ends', async () => {
    const letters = [...'áéíóúàèìòùâêîôûäëïöüãñõåç']
    const longest = Array.from({ length: 128 }, (_, at) => letters[(at * at + at) % letters.length]).join('')
    const decomposed = longest.normalize('NFD')
    expect([[...longest].length, [...decomposed].length]).toEqual([128, 256])
    const { email } = await signUp(server.send, { password: decomposed })
    expect((await signIn(server.send, email, longest)).status).toBe(200)
    expect((await signIn(server.send, email, decomposed)).status).toBe(200)
    const longer = await signUpWith(`${decomposed}x`)
    expect([longer.status, longer.body.detail]).toEqual([400, 'password: must have at most 128 characters'])
    const shorter = await signUpWith('a\u0301z\u030ae\u0302q\u0303'.normalize('NFD'))
    expect([shorter.status, shorter.body.detail]).toEqual([400, 'Use at least 8 characters.'])
  })

  it('is the same in every spelling of Unicode', async () => {
    const { email } = await signUp(server.send, { password: 'ma\u0301s cafe\u0301 ångström' })
    expect((await signIn(server.send, email, 'm\u00e1s caf\u00e9 a\u030angstro\u0308m')).status).toBe(200)
  })

  it.each([
    'password',
    'Password',
    'PASSWORD1',
    '12345678',
    'qwertyuiop',
    'iloveyou',
    'sunshine1',
    'football1',
    'baseball',
    'trustno1',
    'passw0rd',
    'letmein1',
    'princess',
    'superman',
    'starwars',
  ])('that everybody takes is refused: %s (AC-017)', async (password) => {
    const answer = await signUpWith(password)
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      400,
      'weak_password',
      'This password is too common. Use several words that nobody else would put together.',
    ])
  })

  it('that is the name of the service, or the address, is refused (AC-017)', async () => {
    for (const [password, email] of [
      ['countersign', newEmail()],
      ['CounterSign', newEmail()],
      ['margaret.hamilton', 'margaret.hamilton@example.test'],
      ['Margaret.Hamilton@example.test', 'margaret.hamilton@example.test'],
      ['short', newEmail()],
      ['seven77', newEmail()],
    ] as const) {
      const answer = await signUpWith(password, email)
      expect([password, answer.status, answer.body.code]).toEqual([password, 400, 'weak_password'])
    }
  })

  it.each([
    'P@ssw0rd1',
    'aaaaaaaa',
    'abcdefgh1',
    'hopper_grace',
    'Inbox Manager',
    'inb0xmanager',
    'Countersign1',
    'localhost1',
    'Hopper1906',
    'gracehopper',
    'hopper.grace',
    'naval-lab',
  ])('that is easy to guess is refused, with what to do: %s', async (password) => {
    const person = { given_name: 'Grace', family_name: 'Hopper', account_name: 'Naval Lab' }
    const body = { client_id: clientId, email: `hopper.grace@example.test`, password, ...person }
    const answer = await server.send('POST /auth/sign-up', { body })
    expect([password, answer.status, answer.body.code, answer.body.detail]).toEqual([
      password,
      400,
      'weak_password',
      'This password is too easy to guess: use several words that have nothing to do with you or this service.',
    ])
  })

  it.each(['securepassword123', 'newSecurePassword123'])("of the API's documents passes: %s", async (password) => {
    expect((await signUpWith(password)).status).toBe(201)
  })

  it('that is easy to guess is refused in the same words whether the address has a user or not', async () => {
    const { email } = await signUp(server.send)
    const [known, unknown] = [await signUpWith('P@ssw0rd1', email), await signUpWith('P@ssw0rd1')]
    expect([known.status, known.body]).toEqual([400, unknown.body])
  })

  it('may be a phrase without digits or capitals (AC-017)', async () => {
    expect((await signUpWith('vortex lampion gurke')).status).toBe(201)
  })

  it('is in no answer', async () => {
    const { answer } = await signUp(server.send, { password: 'vortex lampion gurke' })
    expect(answer.text).not.toMatch(/lampion|argon2|hash/i)
  })
})

describe('a password that is too long', () => {
  it('is refused before any work, fifty at once (AC-019)', async () => {
    await signIn(server.send, newEmail(), 'warm')
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const before = server.world.passwords.waiting
    const sendAll = (length: number) =>
      Promise.all(Array.from({ length: 50 }, () => signIn(server.send, newEmail('long'), 'x'.repeat(length))))
    const [huge, long] = [await sendAll(1_000_000), await sendAll(129)]
    delay.disable()
    expect(new Set(huge.map(({ status }) => status))).toEqual(new Set([413]))
    expect(new Set(long.map(({ status }) => status))).toEqual(new Set([400]))
    expect([before, server.world.passwords.waiting]).toEqual([0, 0])
    const ids = new Set(long.map(({ headers }) => headers['x-request-id']))
    const times = server.logs
      .filter(({ requestId }) => ids.has(String(requestId)))
      .map(({ ms }) => Number(ms))
      .sort((a, b) => a - b)
    expect(times[25]).toBeLessThan(50)
    expect(long[0]!.headers).not.toHaveProperty('ratelimit-remaining')
  })
})

// Elsewhere than on Linux threads have no priorities of their own.
it.runIf(process.platform === 'linux')('threads that hash stand back for the one that answers', () => {
  const nicenessOf = (thread: string) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
    // proc_pid_stat(5), field 19; the second may hold blanks, and ends with the last bracket.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19 - 3])
  }
  const workers = readdirSync('/proc/self/task').filter((thread) =>
    readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').startsWith('libuv-worker'),
  )
  expect(workers.length).toBeGreaterThan(1)
  const lowest = Math.min(19, nicenessOf(`${process.pid}`) + 10)
  expect(workers.map(nicenessOf)).toEqual(workers.map(() => lowest))
})
