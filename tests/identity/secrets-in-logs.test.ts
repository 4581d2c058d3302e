// Every flow there is, good and bad, with the log at its most talkative: see AC-110 in the list of abuse cases.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Received,
  type TestServer,
  audience,
  clientId,
  newEmail,
  origin,
  refresh,
  signIn,
  signUp,
  startServer,
} from '../server-for-tests.ts'
import { surfaces } from '../../server/surfaces/surfaces.ts'

let server: TestServer
const secrets = new Map<string, string>()
const sent: string[] = []

const remember = (what: string, ...values: (string | undefined)[]) => {
  for (const [index, value] of values.entries()) if (value) secrets.set(`${what} ${index}`, value)
}
const rememberAll = (what: string, answer: Received) => {
  sent.push(String(answer.headers['x-request-id']))
  remember(`${what}, its cookies`, ...[...answer.cookies.values()].map(({ value }) => value))
  const tokens = answer.body.tokens ?? answer.body
  remember(what, tokens.access_token, tokens.access_token?.split('.')[2], tokens.refresh_token, answer.body.csrf_token)
  remember(`${what}, its header`, answer.headers['x-csrf-token'] as string | undefined)
  return answer
}

beforeAll(async () => {
  server = await startServer({ LOG_LEVEL: 'debug', HASH_QUEUE: '1', HASH_COST: 'recommended' })
  const password = 'lantern-harbor-violin'
  const guess = 'guessing-lantern-violin'
  remember('a password', password, guess, 'weak-lamp', server.world.config.secret)
  const csrf = rememberAll('a CSRF session', await server.send('GET /auth/csrf-session'))
  const cookies = { csrf_session: csrf.cookies.get('csrf_session')?.value ?? '' }
  const token = rememberAll('a CSRF token', await server.send('GET /auth/csrf-token', { cookies })).body.csrf_token

  const { email, answer } = await signUp(server.send, { password })
  rememberAll('a sign-up', answer)
  const signedIn = rememberAll(
    'a sign-in',
    await signIn(server.send, email, password, { cookies, headers: { 'X-CSRF-Token': token, origin } }),
  )
  rememberAll('a refused sign-in', await signIn(server.send, email, guess))
  rememberAll(
    'a bad CSRF token',
    await signIn(server.send, email, password, { cookies, headers: { 'X-CSRF-Token': 'wrong' } }),
  )
  rememberAll(
    'a refused sign-up',
    await server.send('POST /auth/sign-up', { body: { client_id: clientId, email, password } }),
  )
  rememberAll(
    'a weak password',
    await server.send('POST /auth/sign-up', {
      body: { client_id: clientId, email: newEmail(), password: 'weak-lamp' },
    }),
  )
  rememberAll(
    'a broken body',
    await server.send('POST /auth/sign-in', {
      headers: { 'content-type': 'application/json' },
      body: `{"password":"${password}"`,
    }),
  )
  rememberAll(
    'a body of the wrong type',
    await server.send('POST /auth/sign-in', { body: { client_id: clientId, email, password: [password] } }),
  )
  rememberAll(
    'an unknown field',
    await server.send('POST /auth/sign-in', { body: { client_id: clientId, email, password, [password]: guess } }),
  )

  const { tokens, profile } = signedIn.body
  const account = profile.active_membership?.account_id
  rememberAll('a profile', await server.send('GET /auth/me', { bearer: tokens.access_token }))
  rememberAll(
    'an account token',
    await server.send(`POST /api/accounts/${account}/token`, { bearer: tokens.access_token, body: { audience } }),
  )
  rememberAll(
    'a token in a query',
    await server.send(`GET /auth/me?access_token=${tokens.access_token}&password=${password}`),
  )
  rememberAll('a token in a path', await server.send(`GET /nowhere/${tokens.access_token}`))
  const refreshed = rememberAll('a refresh', await refresh(server.send, tokens.refresh_token))
  server.world.sandbox?.clock.advance(11)
  rememberAll('a stolen token', await refresh(server.send, tokens.refresh_token))
  rememberAll('a refresh after that', await refresh(server.send, refreshed.body.refresh_token))
  rememberAll(
    'an invalid bearer',
    await server.send('GET /auth/me', {
      bearer: tokens.access_token,
      cookies: { refresh_token: tokens.refresh_token },
    }),
  )
  rememberAll(
    'a sign-out',
    await server.send('POST /auth/sign-out', { body: { refresh_token: refreshed.body.refresh_token } }),
  )
  for (const one of await Promise.all(Array.from({ length: 12 }, () => signIn(server.send, newEmail(), guess))))
    rememberAll('too many at once', one)

  const leaky = {
    ...surfaces.account.handlers,
    signIn: async () => ({ status: 299, body: { tokens, profile } }),
    refresh: () =>
      Promise.reject(new Error(`cannot use refresh_token=${tokens.refresh_token} or ${tokens.access_token}`)),
  }
  const send = await server.serveWith({ surfaces: { ...surfaces, account: { ...surfaces.account, handlers: leaky } } })
  rememberAll('a withheld answer', await signIn(send, email, password))
  rememberAll('a mistake of ours', await refresh(send, tokens.refresh_token))
  await server.closeDatabase()
  rememberAll('no database', await signIn(server.send, email, password))
  rememberAll('no database, by refresh', await refresh(server.send, tokens.refresh_token))
})
afterAll(() => server.close())

describe('the log', () => {
  it('holds no password, token or cookie, whatever happened (AC-110)', () => {
    const text = server.logText()
    expect(secrets.size).toBeGreaterThan(20)
    for (const [what, secret] of secrets) expect([what, text.includes(secret)]).toEqual([what, false])
    expect(text).not.toMatch(/\beyJ[\w-]{10}|argon2id|BEGIN|"d":/)
  })

  it('has one line for each request, and one more where something of ours went wrong (AC-107)', () => {
    for (const id of sent) {
      const lines = server.logs.filter(({ requestId }) => requestId === id)
      expect([id, lines.filter(({ msg }) => msg === 'request').length]).toEqual([id, 1])
      const status = Number(lines.at(-1)?.status)
      const isOurs = status === 500 || (status === 503 && lines.some(({ err }) => err !== undefined))
      expect([id, status, lines.length]).toEqual([id, status, isOurs ? 2 : 1])
    }
    expect(new Set(sent).size).toBeGreaterThan(30)
  })

  it('is one JSON object a line, each with its time and level', () => {
    for (const line of server.logText().trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({
        level: expect.stringMatching(/^(debug|info|warn|error)$/),
        time: expect.stringMatching(/^\d{4}-.*Z$/),
      })
    }
  })
})
