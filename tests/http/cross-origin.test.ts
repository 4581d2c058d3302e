import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import {
  type Received,
  type TestServer,
  clientId,
  newEmail,
  origin,
  password,
  prove,
  signUp,
  startServer,
} from '../server-for-tests.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const foreign = [
  'https://evil.example',
  'null',
  'http://app.inbox-manager.com',
  `${origin}.evil.example`,
  `${origin}:444`,
  'https://evil.example/app.inbox-manager.com',
  '*',
]
const paths = [
  ...new Set(
    Object.values(operations).map(({ path }) => path.replace('{account_id}', 'acc_1').replace('{mail_id}', '1')),
  ),
]
const isOauth = (path: string) => path.startsWith('/.well-known/')

/** What a browser reads: whose page may see the answer, and with cookies or not. */
const readers = ({ headers }: Received) => [
  headers['access-control-allow-origin'],
  headers['access-control-allow-credentials'],
]

describe('a preflight', () => {
  it('allows a listed origin on every path, with credentials (AC-034)', async () => {
    for (const path of paths.filter((one) => !isOauth(one))) {
      const answer = await server.send(`OPTIONS ${path}`, {
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      expect([path, answer.status, readers(answer), answer.headers.vary]).toEqual([
        path,
        204,
        [origin, 'true'],
        'Origin',
      ])
      expect(answer.headers['access-control-allow-methods']).toBe(answer.headers.allow)
      expect(answer.headers['access-control-allow-headers']).toMatch(/Authorization, Content-Type, X-CSRF-Token, DPoP/)
      for (const name of ['baggage', 'sentry-trace', 'traceparent', 'tracestate', 'prefer']) {
        expect(answer.headers['access-control-allow-headers']?.toLowerCase().split(', ')).toContain(name)
      }
    }
  })

  it('allows no other origin anywhere (AC-034)', async () => {
    for (const path of paths.filter((one) => !isOauth(one))) {
      for (const other of foreign) {
        const answer = await server.send(`OPTIONS ${path}`, { headers: { origin: other } })
        expect([path, other, readers(answer), answer.headers.vary]).toEqual([
          path,
          other,
          [undefined, undefined],
          'Origin',
        ])
      }
    }
  })

  it('allows everybody what is for everybody, without credentials', async () => {
    for (const path of paths.filter(isOauth)) {
      for (const any of [origin, ...foreign]) {
        const answer = await server.send(`OPTIONS ${path}`, {
          headers: { origin: any, 'access-control-request-headers': 'if-none-match' },
        })
        expect([path, any, answer.status, readers(answer)]).toEqual([path, any, 204, ['*', undefined]])
      }
    }
  })

  it('changes nothing', async () => {
    const { access_token } = await signUp(server.send)
    await server.send('OPTIONS /auth/sign-out', { bearer: access_token, headers: { origin } })
    await server.send('OPTIONS /sandbox/reset')
    expect((await server.send('GET /auth/me', { bearer: access_token })).status).toBe(200)
  })
})

describe('a simple request', () => {
  it('may be read by pages of a listed origin, whatever the answer is (AC-034)', async () => {
    const answers = await Promise.all([
      server.send('GET /health/live', { headers: { origin } }),
      server.send('GET /auth/me', { headers: { origin } }),
      server.send('GET /nowhere', { headers: { origin } }),
      server.send('PUT /auth/me', { headers: { origin } }),
      server.send('POST /auth/sign-in', { headers: { origin }, body: {} }),
      server.send('POST /auth/sign-in', {
        headers: { origin },
        body: { client_id: clientId, email: newEmail(), password },
      }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 405, 400, 401])
    for (const answer of answers) {
      expect(readers(answer)).toEqual([origin, 'true'])
      expect(answer.headers['access-control-expose-headers']).toMatch(/X-Request-Id.*Retry-After/)
    }
  })

  it('may not be read by others, and never by all with credentials (AC-034)', async () => {
    for (const path of paths) {
      for (const other of foreign) {
        const answer = await server.send(`GET ${path}`, { headers: { origin: other } })
        expect([path, other, readers(answer)]).toEqual([
          path,
          other,
          isOauth(path) ? ['*', undefined] : [undefined, undefined],
        ])
      }
    }
  })

  it('from the service itself may be read', async () => {
    const own = server.world.config.publicUrl
    expect(readers(await server.send('GET /nowhere', { headers: { origin: own } }))).toEqual([own, 'true'])
  })

  it('from a page that the client does not list is refused before anything happens', async () => {
    const body = { client_id: clientId, email: newEmail(), password }
    for (const other of foreign) {
      const refused = await server.send('POST /auth/sign-up', { headers: { origin: other }, body })
      expect([other, refused.status, refused.body.code, refused.cookies.size]).toEqual([
        other,
        403,
        'origin_not_allowed',
        0,
      ])
      expect(readers(refused)).toEqual([undefined, undefined])
    }
    expect((await server.send('POST /auth/sign-up', { headers: { origin }, body })).status).toBe(201)
    for (const other of foreign) {
      for (const path of ['/auth/sign-in', '/auth/check-email', '/auth/login-methods'] as const) {
        const content =
          path === '/auth/login-methods'
            ? { client_id: clientId }
            : path === '/auth/check-email'
              ? { client_id: clientId, email: body.email }
              : body
        expect([
          path,
          (await server.send(`POST ${path}`, { headers: { origin: other }, body: content })).status,
        ]).toEqual([path, 403])
      }
    }
  })

  it('with a refresh token from such a page is refused, and the token is not used up', async () => {
    const { refresh_token } = await signUp(server.send)
    const refused = await server.send('POST /auth/refresh', {
      headers: { origin: 'https://evil.example' },
      body: { refresh_token },
    })
    expect([refused.status, refused.body.code]).toEqual([403, 'origin_not_allowed'])
    const first = await server.send('POST /auth/refresh', { headers: { origin }, body: { refresh_token } })
    expect([first.status, readers(first)]).toEqual([200, [origin, 'true']])
  })
})

describe('a page of a client that belongs to an account', () => {
  const page = 'https://shop.example.com'
  const hers = async () => {
    const owner = newEmail()
    const { access_token, profile } = await signUp(server.send, { email: owner })
    await prove(server.send, owner)
    const made = await server.send(`POST /api/accounts/${profile.active_membership!.account_id}/clients`, {
      bearer: access_token,
      body: {
        name: 'Shop',
        audience: 'https://api.inbox-manager.com',
        redirect_uris: [`${page}/callback`],
        allowed_origins: [page],
      },
    })
    expect(made.status).toBe(201)
    const { id } = JSON.parse(made.text) as { id: string }
    const signedIn = await server.send('POST /auth/sign-in', {
      headers: { origin: page },
      body: { client_id: id, email: owner, password },
    })
    expect(signedIn.status).toBe(200)
    return { owner, id, tokens: signedIn.body.tokens }
  }

  it('may read why its session gets no further', async () => {
    const { tokens } = await hers()
    const refused = await server.send('GET /auth/consents', { headers: { origin: page }, bearer: tokens.access_token })
    expect([refused.body.code, readers(refused)]).toEqual(['session_confined', [page, 'true']])
  })

  it('may read that its refresh token is good no more', async () => {
    const { tokens } = await hers()
    await server.send('POST /auth/sign-out', { headers: { origin: page }, bearer: tokens.access_token })
    const refused = await server.send('POST /auth/refresh', {
      headers: { origin: page },
      body: { refresh_token: tokens.refresh_token },
    })
    expect([refused.status, readers(refused)]).toEqual([401, [page, 'true']])
  })

  it('may read that its mailed link was used', async () => {
    const { owner, id } = await hers()
    await server.send('POST /auth/send-magic-link', {
      headers: { origin: page },
      body: { client_id: id, email: owner },
    })
    const { text } = await server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(owner)}`)
    const { token } = (JSON.parse(text) as { messages: { kind: string; token: string }[] }).messages.find(
      ({ kind }) => kind === 'magic_link',
    )!
    const use = () => server.send('POST /auth/sign-in-with-token', { headers: { origin: page }, body: { token } })
    const [used, again] = [await use(), await use()]
    expect([used.status, readers(used)]).toEqual([200, [page, 'true']])
    expect([again.status, readers(again)]).toEqual([400, [page, 'true']])
  })
})
