// The real service under load: people who sign in, refresh and ask who they are.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Wire } from '../generated/operations.ts'
import { load, requestBytes } from './load.ts'
import { type Running, startServer } from './processes.ts'

const clientId = 'cid_inbox_manager'
const password = 'correct horse battery'

/** Starts the service as `npm start` does, on a database file of its own. Tries are not limited: they are all ours. */
export const startService = async (): Promise<Running> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const running = await startServer(
    'server/main.ts',
    '/health/ready',
    () => [],
    (port) => ({
      NODE_ENV: 'development',
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATABASE_URL: `sqlite:${join(folder, 'bench.db')}`,
      LOG_LEVEL: 'info',
      LIMITS: 'signInPerUser=100000/1,signInPerIp=100000/1,signUpPerIp=100000/1,callsPerUser=100000/1',
    }),
  )
  const stop = async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...running, stop }
}

/** Signs people up, then offers each kind of work as a function of how long to do it: answers per second. */
export const workOf = async ({ url }: Running, connections: number) => {
  const signUpAll = (name: string) =>
    Promise.all(Array.from({ length: connections }, (_, number) => signUp(url, `${name}+${number}@example.test`)))
  // Who signs in again and again loses the sessions of before.
  await signUpAll('signs-in')
  const people = await signUpAll('refreshes')
  const refreshTokens = people.map(({ tokens }) => tokens.refresh_token)
  const signIns = people.map((_, number) =>
    requestBytes('POST', '/auth/sign-in', { body: credentials(`signs-in+${number}@example.test`) }),
  )
  const mes = people.map(({ tokens }) => requestBytes('GET', '/auth/me', { bearer: tokens.access_token }))
  return {
    signIn: (ms: number) => load({ url, connections, ms, next: (at) => signIns[at]! }),
    me: (ms: number) => load({ url, connections, ms, next: (at) => mes[at]! }),
    refresh: (ms: number) =>
      load({
        url,
        connections,
        ms,
        next: (at) => requestBytes('POST', '/auth/refresh', { body: { refresh_token: refreshTokens[at]! } }),
        onAnswer: (at, body) => (refreshTokens[at] = (JSON.parse(body) as Wire['SessionTokens']).refresh_token),
      }),
  }
}

const credentials = (email: string) => ({ client_id: clientId, email, password })

const signUp = async (url: string, email: string): Promise<Wire['AuthenticationResult']> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/auth/sign-up`, {
    method: 'POST',
    headers,
    body: JSON.stringify(credentials(email)),
  })
  if (!answer.ok) throw new Error(`Nobody signed up: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Wire['AuthenticationResult']
}
