// The real service under load: people who sign in, refresh and ask who they are.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Wire } from '../generated/operations.ts'
import { type Load, type Loaded, askAtOnce, load, requestBytes } from './load.ts'
import { type Running, type Start, freePort, startServer } from './processes.ts'

const clientId = 'cid_inbox_manager'
const password = 'correct horse battery'

export interface Service extends Running {
  /** Processor time that it has taken so far, ms. */
  processorMs(): Promise<number>
}

/**
 * Starts the service as `npm start` does, on a database file of its own or on the one that is given. Tries are not limited: they
 * are all ours.
 */
export const startService = async ({
  databaseUrl,
  level = 'info',
  hashQueue,
  ...how
}: Pick<Start, 'root' | 'onLog'> & {
  readonly databaseUrl?: string
  readonly level?: 'info' | 'debug'
  /** How many passwords may wait to be hashed. */
  readonly hashQueue?: number
} = {}): Promise<Service> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const metricsPort = await freePort()
  const env = (port: number) => ({
    NODE_ENV: 'development',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: databaseUrl ?? `sqlite:${join(folder, 'bench.db')}`,
    LOG_LEVEL: level,
    METRICS_PORT: String(metricsPort),
    ...(hashQueue && { HASH_QUEUE: String(hashQueue) }),
    LIMITS:
      'signInPerUser=100000/1,signInPerIp=100000/1,signUpPerIp=100000/1,mailsPerIp=100000/1,callsPerUser=100000/1',
  })
  const { script, execArgv } = startOf(how.root)
  const running = await startServer(script, '/health/ready', { ...how, env, execArgv })
  const stop = async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const processorMs = async () => {
    const text = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((answer) => answer.text())
    return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]) * 1000
  }
  return { ...running, stop, processorMs }
}

/** What `npm start` of that tree runs, and what it tells Node. */
const startOf = (root = join(import.meta.dirname, '..')): { readonly script: string; readonly execArgv: string[] } => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const [, ...words] = scripts.start.split(' ')
  return { script: words.at(-1)!, execArgv: words.slice(0, -1) }
}

export interface Work {
  readonly signIn: (ms: number) => Promise<Loaded>
  readonly refresh: (ms: number) => Promise<Loaded>
  readonly me: (ms: number) => Promise<Loaded>
  /** The same question by two people who take their time. */
  readonly calmMe: (ms: number) => Promise<Loaded>
  /** All of these and sign-ups side by side, at the pace of people: far from what the service could do. */
  readonly steady: (ms: number) => Promise<{ readonly count: number; readonly perSecond: number }>
  /** Signs that many in at once, and gives the status of each answer and how long it took, ms. */
  readonly crowd: (people: number) => Promise<readonly { readonly status: number; readonly ms: number }[]>
}

/** Signs people up, then offers each kind of work as a function of how long to do it. */
export const workOf = async ({ url }: Running, connections: number): Promise<Work> => {
  // One after the other: a service whose queue is short would refuse some of them.
  const signUpAll = async (name: string) => {
    const people: Wire['AuthenticationResult'][] = []
    for (let number = 0; number < connections; number++)
      people.push(await signUp(url, `${name}+${number}@example.test`))
    return people
  }
  // Who signs in again and again loses the sessions of before.
  await signUpAll('signs-in')
  const people = await signUpAll('refreshes')
  const refreshTokens = people.map(({ tokens }) => tokens.refresh_token)
  const signIns = people.map((_, number) => credentials(`signs-in+${number}@example.test`))
  const signInBytes = signIns.map((body) => requestBytes('POST', '/auth/sign-in', { body }))
  const mes = people.map(({ tokens }) => requestBytes('GET', '/auth/me', { bearer: tokens.access_token }))
  const refreshing: Pick<Load, 'next' | 'onAnswer'> = {
    next: (at) => requestBytes('POST', '/auth/refresh', { body: { refresh_token: refreshTokens[at]! } }),
    onAnswer: (at, body) => (refreshTokens[at] = (JSON.parse(body) as Wire['SessionTokens']).refresh_token),
  }
  let newcomers = 0
  const newcomer = () =>
    requestBytes('POST', '/auth/sign-up', { body: credentials(`newcomer+${++newcomers}@example.test`) })
  return {
    signIn: (ms) => load({ url, connections, ms, next: (at) => signInBytes[at]! }),
    me: (ms) => load({ url, connections, ms, next: (at) => mes[at]! }),
    calmMe: (ms) => load({ url, connections: 2, ms, next: (at) => mes[at]!, pauseMs: 5 }),
    refresh: (ms) => load({ url, connections, ms, ...refreshing }),
    steady: async (ms) => {
      const loads = await Promise.all([
        load({ url, connections: 2, ms, next: (at) => signInBytes[at]!, pauseMs: 100 }),
        load({ url, connections, ms, ...refreshing, pauseMs: 50 }),
        load({ url, connections, ms, next: (at) => mes[at]!, pauseMs: 20 }),
        load({ url, connections: 1, ms, next: newcomer, pauseMs: 200 }),
      ])
      const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
      return {
        count: sum(loads.map(({ count }) => count)),
        perSecond: sum(loads.map(({ perSecond }) => perSecond)),
      }
    },
    crowd: (crowd) =>
      askAtOnce(
        url,
        Array.from({ length: crowd }, (_, number) => signInBytes[number % signInBytes.length]!),
      ),
  }
}

const credentials = (email: string) => ({ client_id: clientId, email, password })

const post = async (url: string, path: string, body: object) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, text: await answer.text() }
}

const signUp = async (url: string, email: string): Promise<Wire['AuthenticationResult']> => {
  const { status, text } = await post(url, '/auth/sign-up', credentials(email))
  if (status !== 200 && status !== 201) throw new Error(`Nobody signed up: ${status} ${text}`)
  return JSON.parse(text) as Wire['AuthenticationResult']
}
