// Origins that need no client to be registered for: this machine's in the sandbox, and those that the operator names.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type TestServer, clientId, newEmail, password, startServer } from '../server-for-tests.ts'

const named = 'https://preview.example.com'
let server: TestServer
beforeAll(async () => {
  server = await startServer({ ALLOWED_ORIGINS: named })
})
afterAll(() => server.close())

const { publishableKey } = sandboxCredentials.app
/** What changes something at each surface that pages call. */
const calls = {
  'POST /auth/sign-up': () => ({ body: { client_id: clientId, email: newEmail(), password } }),
  'POST /api/v1/auth/register': () => ({
    headers: { 'x-publishable-key': publishableKey },
    body: { email: newEmail(), password },
  }),
  'POST /api/auth/users': () => ({ body: { email: newEmail(), password } }),
} as const

const ask = async (line: keyof typeof calls, origin: string) => {
  const { headers = {}, body } = { headers: {}, ...calls[line]() }
  const answer = await server.send(line, { headers: { ...headers, origin }, body })
  return [line, answer.status < 300, answer.headers['access-control-allow-origin']]
}
const lines = Object.keys(calls) as (keyof typeof calls)[]

describe('in the sandbox', () => {
  it.each([
    'http://localhost:49152',
    'https://localhost:8443',
    'http://127.0.0.1:5179',
    'http://[::1]:5179',
    'http://app.localhost:80',
    named,
  ])('pages of %s may ask at every surface, and read the answer', async (origin) => {
    for (const line of lines) {
      expect(await ask(line, origin)).toEqual([
        line,
        true,
        origin === 'http://app.localhost:80' ? 'http://app.localhost' : origin,
      ])
      const preflight = await server.send(`OPTIONS ${line.split(' ')[1]!}`, {
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      expect(preflight.headers['access-control-allow-credentials']).toBe('true')
    }
  })

  it.each(['http://localhost.evil.example', 'http://evil.example:3000', 'https://other.example.com', 'null'])(
    'pages of %s may not',
    async (origin) => {
      for (const line of lines) expect(await ask(line, origin)).toEqual([line, false, undefined])
    },
  )

  it('pages that are only allowed are none of the sandbox itself', async () => {
    for (const origin of ['http://localhost:49152', named]) {
      const { status } = await server.send('POST /sandbox/reset', { headers: { origin } })
      expect([origin, status]).toEqual([origin, 403])
    }
  })
})
