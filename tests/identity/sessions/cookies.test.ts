// What a browser holds: the refresh cookie, and the CSRF pair that requests with it need.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

let server: TestServer
beforeAll(async () => {
  server = await startServer({ LIMITS: 'signUpPerIp=10000/3600' })
})
afterAll(() => server.close())

const csrfSession = async (beside: { refresh_token?: string } = {}) => {
  const session = (await server.send('GET /auth/csrf-session')).cookies.get('csrf_session')?.value ?? ''
  const cookies = { csrf_session: session, ...beside }
  const token = (await server.send('GET /auth/csrf-token', { cookies })).body.csrf_token
  return { session, token }
}

/** A browser after sign-in: its cookies, and the token its page holds. */
const browser = async () => {
  const before = await csrfSession()
  const { email } = await signUp(server.send)
  const answer = await signIn(server.send, email, password, {
    cookies: { csrf_session: before.session },
    headers: { 'X-CSRF-Token': before.token },
  })
  return { email, before, answer, ...held(answer) }
}

const held = ({ cookies, headers }: Received, before: Readonly<Record<string, string>> = {}) => ({
  cookies: {
    refresh_token: cookies.get('refresh_token')?.value ?? '',
    csrf_session: cookies.get('csrf_session')?.value ?? before.csrf_session ?? '',
  },
  token: String(headers['x-csrf-token']),
})

describe('the refresh cookie', () => {
  it('is out of reach of scripts, other sites and plain http, in every flow alike (AC-032)', async () => {
    const { answer, cookies, token } = await browser()
    const signedUp = await signUp(server.send)
    const refreshed = await server.send('POST /auth/refresh', { cookies, headers: { 'X-CSRF-Token': token } })
    for (const one of [answer, signedUp.answer, refreshed]) {
      expect(one.cookies.get('refresh_token')?.line.replace(/=[^;]+/, '=…')).toBe(
        'refresh_token=…; Max-Age=1209600; Path=/auth; HttpOnly; Secure; SameSite=Lax',
      )
    }
    const byBearer = await server.send('POST /auth/sign-out', { bearer: signedUp.access_token })
    expect(byBearer.cookies.size).toBe(0)
    const cleared = await server.send('POST /auth/sign-out', {
      ...held(refreshed, cookies),
      headers: { 'X-CSRF-Token': token },
    })
    expect(cleared.cookies.get('refresh_token')?.line).toBe(
      'refresh_token=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Lax',
    )
    expect(answer.cookies.get('csrf_session')?.line.replace(/=[^;]+/, '=…')).toBe(
      'csrf_session=…; Max-Age=86400; Path=/auth; HttpOnly; Secure; SameSite=Strict',
    )
  })

  it('is the only cookie that holds a token (AC-032)', async () => {
    const { answer } = await browser()
    expect([...answer.cookies.keys()].sort()).toEqual(['csrf_session', 'refresh_token'])
    expect([...answer.cookies.values()].some(({ line }) => line.includes(answer.body.tokens.access_token))).toBe(false)
    expect(answer.cookies.get('refresh_token')?.value).toBe(answer.body.tokens.refresh_token)
  })

  it('never outlives its session', async () => {
    const { refresh_token } = await signUp(server.send)
    const day = 24 * 60 * 60
    let token = refresh_token
    let last: Received | undefined
    for (let at = 0; at < 80; at += 10) {
      server.world.sandbox?.clock.advance(10 * day)
      last = await refresh(server.send, token)
      token = last.body.refresh_token
    }
    const byCookie = await csrfSession({ refresh_token: token })
    const answer = await server.send('POST /auth/refresh', {
      cookies: { refresh_token: token, csrf_session: byCookie.session },
      headers: { 'X-CSRF-Token': byCookie.token },
    })
    const seconds = Number(/Max-Age=(\d+)/.exec(answer.cookies.get('refresh_token')?.line ?? '')?.[1])
    expect(seconds).toBeLessThanOrEqual(10 * day)
    expect(seconds).toBeGreaterThan(10 * day - 60)
  })

  it('reads the profile, and opens nothing else', async () => {
    const { cookies } = await browser()
    expect((await server.send('GET /auth/me', { cookies })).status).toBe(200)
    expect((await server.send('GET /api/accounts', { cookies })).status).toBe(401)
  })

  it('is not renewed where the token came in the body', async () => {
    const { refresh_token } = await signUp(server.send)
    expect((await refresh(server.send, refresh_token)).cookies.size).toBe(0)
  })
})

describe('a request that a cookie authenticates', () => {
  it('needs the CSRF token of its own browser; without it nothing happens (AC-030)', async () => {
    const { cookies, token, before } = await browser()
    const stranger = await csrfSession()
    const wrong: Record<string, string>[] = [
      {},
      { 'X-CSRF-Token': 'x'.repeat(43) },
      { 'X-CSRF-Token': stranger.token },
      { 'X-CSRF-Token': before.token },
      { 'X-CSRF-Token': stranger.session },
      { 'X-CSRF-Token': cookies.csrf_session },
      { 'X-CSRF-Token': `${token} ` + 'x' },
      { 'X-CSRF-Token': token.toLowerCase() },
    ]
    for (const path of ['/auth/refresh', '/auth/sign-out'] as const) {
      for (const headers of wrong) {
        const refused = await server.send(`POST ${path}`, { cookies, headers })
        expect([path, headers, refused.status, refused.body.code, refused.cookies.size]).toEqual([
          path,
          headers,
          403,
          'csrf_mismatch',
          0,
        ])
      }
      const empty = await server.send(`POST ${path}`, { cookies, headers: { 'X-CSRF-Token': '' } })
      expect([empty.status >= 400, empty.cookies.size]).toEqual([true, 0])
      const withoutPair = { refresh_token: cookies.refresh_token }
      expect(
        (await server.send(`POST ${path}`, { cookies: withoutPair, headers: { 'X-CSRF-Token': token } })).status,
      ).toBe(403)
    }
    const right = await server.send('POST /auth/refresh', { cookies, headers: { 'X-CSRF-Token': token } })
    expect([right.status, right.body.refresh_token === cookies.refresh_token]).toEqual([200, false])
  })

  it('may carry the token in its body', async () => {
    const { cookies, token } = await browser()
    const refreshed = await server.send('POST /auth/refresh', { cookies, body: { csrf_token: token } })
    expect(refreshed.status).toBe(200)
    const signedOut = await server.send('POST /auth/sign-out', {
      cookies: { ...cookies, refresh_token: refreshed.body.refresh_token },
      body: { csrf_token: token },
    })
    expect([signedOut.status, signedOut.cookies.get('refresh_token')?.value]).toEqual([204, ''])
    expect((await refresh(server.send, refreshed.body.refresh_token)).status).toBe(401)
  })

  it('is looked at by its header first', async () => {
    const { cookies, token } = await browser()
    const refused = await server.send('POST /auth/refresh', {
      cookies,
      headers: { 'X-CSRF-Token': 'wrong' },
      body: { csrf_token: token },
    })
    expect(refused.status).toBe(403)
  })
})

describe('a sign-in from a browser', () => {
  it('makes everything new: what was planted before is worth nothing after (AC-028)', async () => {
    const attacker = await signUp(server.send)
    const planted = await csrfSession({ refresh_token: attacker.refresh_token })
    const { email } = await signUp(server.send)
    const answer = await signIn(server.send, email, password, {
      cookies: { refresh_token: attacker.refresh_token, csrf_session: planted.session },
      headers: { 'X-CSRF-Token': planted.token },
    })
    const { cookies, token } = held(answer)
    expect(answer.status).toBe(200)
    expect([cookies.refresh_token, cookies.csrf_session, token]).not.toContain(attacker.refresh_token)
    expect([cookies.csrf_session === planted.session, token === planted.token]).toEqual([false, false])
    expect(answer.body.profile.identity.email).toBe(email)
    expect(
      (await server.send('POST /auth/refresh', { cookies, headers: { 'X-CSRF-Token': planted.token } })).status,
    ).toBe(403)
    expect((await server.send('GET /auth/me', { cookies: { refresh_token: attacker.refresh_token } })).text).toContain(
      attacker.email,
    )
  })

  it('takes no session identifier from the browser (AC-028)', async () => {
    const { email } = await signUp(server.send)
    await signIn(server.send, email, password, { cookies: { refresh_token: 'planted-by-an-attacker' } })
    expect((await server.send('GET /auth/me', { cookies: { refresh_token: 'planted-by-an-attacker' } })).status).toBe(
      401,
    )
    expect((await refresh(server.send, 'planted-by-an-attacker')).status).toBe(401)
  })

  it('with a CSRF session needs its token, also to sign up; without one any token will do', async () => {
    const { session } = await csrfSession()
    const { email } = await signUp(server.send)
    expect((await signIn(server.send, email, password, { cookies: { csrf_session: session } })).status).toBe(403)
    const proof = { client_id: clientId, email: newEmail(), password }
    expect((await server.send('POST /auth/sign-up', { cookies: { csrf_session: session }, body: proof })).status).toBe(
      403,
    )
    const any = await server.send('POST /auth/sign-in', {
      body: { ...proof, email, csrf_token: 'copied from the documents' },
    })
    expect([any.status, any.cookies.has('csrf_session')]).toEqual([200, false])
  })

  it('answers the token in header and body alike', async () => {
    const { session, token } = await csrfSession()
    const answer = await server.send('GET /auth/csrf-token', { cookies: { csrf_session: session } })
    expect([answer.headers['x-csrf-token'], answer.body.csrf_token]).toEqual([token, token])
    expect((await server.send('GET /auth/csrf-token')).body.code).toBe('csrf_session_missing')
  })
})
