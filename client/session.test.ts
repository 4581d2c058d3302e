import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAuthClient, isAuthError } from './auth-client.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import { type Script, type Scripted, only, openScripted, problem, slowly, tokens } from './scripted-server-for-tests.ts'

let server: Scripted

/** A server and a client of it that holds the first pair of tokens. */
const open = async (script: Script, options: Partial<AuthClientOptions> = {}) => {
  server = await openScripted(script)
  const onTokens = vi.fn()
  const auth = createAuthClient({
    baseUrl: server.baseUrl,
    clientId: 'cid_test',
    tokens: tokens(1),
    onTokens,
    ...options,
  })
  return { auth, onTokens }
}

afterEach(() => server.close())

const accounts = { data: [], total: 0, limit: 100, offset: 0 }

it('refreshes once for ten calls that are refused at the same time, and sends each once more', async () => {
  const { auth, onTokens } = await open({
    'GET /api/accounts': only('access-2', accounts),
    'POST /auth/refresh': slowly(tokens(2)),
  })
  const answers = await Promise.all(Array.from({ length: 10 }, () => auth.listAccounts()))
  expect(answers).toEqual(Array(10).fill(accounts))
  expect(server.count('POST /auth/refresh')).toBe(1)
  expect(server.count('GET /api/accounts')).toBe(20)
  expect(server.seen.find(({ call }) => call === 'POST /auth/refresh')?.body).toEqual({ refresh_token: 'refresh-1' })
  expect(onTokens.mock.calls).toEqual([[tokens(2)]])
})

it('does not refresh again for a call whose refusal comes after the new tokens', async () => {
  let refuseLate = () => {}
  const late = new Promise<void>((resolve) => (refuseLate = resolve))
  const { auth } = await open({
    'GET /auth/me': only('access-2', { id: 'uid_1' }),
    'GET /api/accounts': async (seen) => {
      if (seen.headers.authorization === 'Bearer access-1') await late
      return only('access-2', accounts)(seen)
    },
    'POST /auth/refresh': () => ({ body: tokens(2) }),
  })
  const slow = auth.listAccounts()
  await auth.me()
  refuseLate()
  expect(await slow).toEqual(accounts)
  expect(server.count('POST /auth/refresh')).toBe(1)
})

it('sends a call no more than twice', async () => {
  const { auth, onTokens } = await open({
    'GET /auth/me': () => problem(401, 'invalid_token'),
    'POST /auth/refresh': () => ({ body: tokens(2) }),
  })
  await expect(auth.me()).rejects.toMatchObject({ code: 'invalid_token', status: 401 })
  expect(server.count('GET /auth/me')).toBe(2)
  expect(server.count('POST /auth/refresh')).toBe(1)
  expect(onTokens.mock.calls).toEqual([[tokens(2)]])
})

it('goes on from a refresh token alone', async () => {
  const { auth } = await open(
    {
      'GET /auth/me': (seen) =>
        seen.headers.authorization ? only('access-2', {})(seen) : problem(401, 'unauthorized'),
      'POST /auth/refresh': () => ({ body: tokens(2) }),
    },
    { tokens: { refresh_token: 'refresh-1' } },
  )
  expect(await auth.me()).toEqual({})
})

it('ends the session when the refresh is refused, and rejects every waiting call with that refusal', async () => {
  const { auth, onTokens } = await open({
    'GET /auth/me': (seen) => problem(401, seen.headers.authorization ? 'invalid_token' : 'unauthorized'),
    'POST /auth/refresh': () => problem(401, 'invalid_refresh_token'),
  })
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => auth.me()))
  for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'invalid_refresh_token' } })
  expect(onTokens.mock.calls).toEqual([[null]])
  await expect(auth.me()).rejects.toMatchObject({ code: 'unauthorized' })
  expect(server.seen.at(-1)?.headers.authorization).toBeUndefined()
  expect(server.count('POST /auth/refresh')).toBe(1)
})

it.each([
  ['a server in trouble', () => problem(503, 'unavailable', { 'Retry-After': '5' }), 'unavailable'],
  ['a lost connection', () => ({ cut: 'before' as const }), 'network_error'],
  ['a proxy that says no', () => ({ status: 401, body: '<h1>No</h1>' }), 'unexpected_answer'],
])('keeps the session when the refresh fails for %s', async (_, trouble, code) => {
  let inTrouble = true
  const { auth, onTokens } = await open({
    'GET /auth/me': only('access-2', {}),
    'POST /auth/refresh': () => (inTrouble ? trouble() : { body: tokens(2) }),
  })
  await expect(auth.me()).rejects.toMatchObject({ code })
  expect(onTokens).not.toHaveBeenCalled()
  inTrouble = false
  expect(await auth.me()).toEqual({})
})

it('refreshes nothing without a refresh token', async () => {
  const { auth } = await open(
    { 'GET /auth/me': () => problem(401, 'invalid_token') },
    { tokens: { access_token: 'a' } },
  )
  await expect(auth.me()).rejects.toMatchObject({ code: 'invalid_token' })
  expect(server.seen).toHaveLength(1)
})

it('forgets an answer to a refresh that comes after sign-out', async () => {
  const { auth, onTokens } = await open({
    'POST /auth/refresh': slowly(tokens(2)),
    'POST /auth/sign-out': () => ({ status: 204 }),
    'GET /auth/me': (seen) => ({ body: { sent: seen.headers.authorization ?? 'nothing' } }),
  })
  const late = auth.refresh()
  await auth.signOut()
  await late
  expect(onTokens.mock.calls).toEqual([[null]])
  expect(await auth.me()).toEqual({ sent: 'nothing' })
})

it('does not send a refused call again as somebody else', async () => {
  let refuse = () => {}
  const held = new Promise<void>((resolve) => (refuse = resolve))
  const { auth } = await open({
    'GET /auth/me': async () => {
      await held
      return problem(401, 'invalid_token')
    },
    'POST /auth/sign-in': () => ({ body: { tokens: tokens(9), profile: {} } }),
  })
  const asked = auth.me()
  await auth.signIn({ email: 'other@example.test', password: 'p' })
  refuse()
  await expect(asked).rejects.toMatchObject({ code: 'invalid_token' })
  expect(server.count('GET /auth/me')).toBe(1)
})

it('leaves no rejection unhandled when only one of many waiting calls is watched', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const { auth } = await open({
    'GET /auth/me': () => problem(401, 'invalid_token'),
    'POST /auth/refresh': () => problem(401, 'invalid_refresh_token'),
  })
  const errors = await Promise.all(Array.from({ length: 3 }, () => auth.me().catch((error: unknown) => error)))
  await new Promise((resolve) => setTimeout(resolve, 20))
  process.off('unhandledRejection', unhandled)
  expect(errors.every(isAuthError)).toBe(true)
  expect(unhandled).not.toHaveBeenCalled()
})

it('keeps the session where something else than the service says no', async () => {
  const { auth, onTokens } = await open({
    'GET /auth/me': () => problem(401, 'invalid_token'),
    'POST /auth/refresh': () => problem(401, 'unauthorized'),
  })
  await expect(auth.me()).rejects.toMatchObject({ code: 'unauthorized' })
  expect(onTokens).not.toHaveBeenCalled()
})

it('takes over what another tab got, instead of using up its own token', async () => {
  const turns: string[] = []
  const { auth, onTokens } = await open(
    { 'GET /auth/me': only('access-5', { id: 'uid_1' }), 'POST /auth/refresh': () => problem(500, 'internal') },
    {
      shared: {
        load: () => tokens(5),
        exclusively: async (work) => {
          turns.push('in')
          const done = await work()
          turns.push('out')
          return done
        },
      },
    },
  )
  expect(await auth.me()).toEqual({ id: 'uid_1' })
  expect(server.count('POST /auth/refresh')).toBe(0)
  expect(onTokens.mock.calls).toEqual([[tokens(5)]])
  expect(turns).toEqual(['in', 'out'])
})

describe('where another tab has signed in anew', () => {
  const tokensOf = (sid: string, n: number) => ({
    ...tokens(n),
    access_token: `e30.${btoa(JSON.stringify({ sid, n })).replace(/=+$/, '')}.${n}`,
  })
  const exclusively = <Result>(work: () => Promise<Result>) => work()

  it('takes over its session, and sends nothing again that was asked in this one', async () => {
    const [own, other] = [tokensOf('alice', 1), tokensOf('bob', 5)]
    const { auth, onTokens } = await open(
      { 'GET /api/accounts': only(other.access_token, accounts), 'GET /auth/me': only(other.access_token, {}) },
      { tokens: own, shared: { load: () => other, exclusively } },
    )
    const asked = await Promise.allSettled([auth.listAccounts(), auth.listAccounts()])
    for (const one of asked) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'invalid_token' } })
    expect(server.count('GET /api/accounts')).toBe(2)
    expect(server.count('POST /auth/refresh')).toBe(0)
    expect(onTokens.mock.calls).toEqual([[other]])
    expect(await auth.me()).toEqual({})
  })

  it('sends nothing again either where the cookie is of that sign-in', async () => {
    const [own, other] = [tokensOf('alice', 1), tokensOf('bob', 5)]
    const { auth } = await open(
      {
        'GET /api/accounts': only(other.access_token, accounts),
        'GET /auth/me': only(other.access_token, {}),
        'GET /auth/csrf-token': () => ({ headers: { 'X-CSRF-Token': 'proof' }, body: { csrf_token: 'proof' } }),
        'POST /auth/refresh': () => ({ body: other }),
      },
      { mode: 'cookie', tokens: own },
    )
    await expect(auth.listAccounts()).rejects.toMatchObject({ code: 'invalid_token' })
    expect(server.count('GET /api/accounts')).toBe(1)
    expect(await auth.me()).toEqual({})
  })

  it('stays signed out where the person signed out meanwhile', async () => {
    const [own, other] = [tokensOf('alice', 1), tokensOf('bob', 5)]
    let free = () => {}
    const waits = new Promise<void>((done) => (free = done))
    const { auth, onTokens } = await open(
      { 'GET /auth/me': only(other.access_token, {}), 'POST /auth/sign-out': () => ({ body: {} }) },
      { tokens: own, shared: { load: () => other, exclusively: (work) => waits.then(work) } },
    )
    const asked = auth.me().catch((error: unknown) => error)
    await vi.waitFor(() => expect(server.count('GET /auth/me')).toBe(1), 30_000)
    await auth.signOut().catch(() => undefined)
    free()
    expect(await asked).toMatchObject({ code: 'invalid_token' })
    expect(onTokens.mock.calls.at(-1)).toEqual([null])
  })

  it('goes on with newer tokens of the same session', async () => {
    const newer = tokensOf('alice', 2)
    const { auth, onTokens } = await open(
      { 'GET /auth/me': only(newer.access_token, { id: 'uid_1' }) },
      { tokens: tokensOf('alice', 1), shared: { load: () => newer, exclusively } },
    )
    expect(await auth.me()).toEqual({ id: 'uid_1' })
    expect(onTokens.mock.calls).toEqual([[newer]])
  })

  it('goes on as whoever signed in there, where nobody was signed in here', async () => {
    const other = tokensOf('bob', 5)
    const { auth } = await open(
      {
        'GET /auth/me': (seen) =>
          seen.headers.authorization ? only(other.access_token, { id: 'uid_5' })(seen) : problem(401, 'unauthorized'),
      },
      { tokens: {}, shared: { load: () => other, exclusively } },
    )
    expect(await auth.me()).toEqual({ id: 'uid_5' })
  })
})
