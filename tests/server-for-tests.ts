// The real server, in this process on a free port, and a client that sends exactly what it is told.
import { once } from 'node:events'
import { type IncomingHttpHeaders, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Express } from 'express'
import { type Wire, operations } from '../generated/operations.ts'
import { type Config, readConfig } from '../server/config.ts'
import { readContract } from '../server/http/contract.ts'
import { compileContract } from '../spec/generate/compile-checks.ts'
import type { Context } from '../server/context.ts'
import type { AppParts } from '../server/http/app-parts.ts'
import { createApp } from '../server/http/create-app.ts'
import { spendCall } from '../server/identity/limits/call-limits.ts'
import { createLimiter } from '../server/identity/limits/limits.ts'
import { sandboxCredentials } from '../server/model/sandbox-credentials.ts'
import { createLog } from '../server/outside/log.ts'
import { isUnavailable } from '../server/storage/database.ts'
import type { Document } from '../server/http/document.ts'
import { listen } from '../server/http/listen.ts'
import { refusalPage } from '../server/surfaces/refusal-pages.ts'
import type { TimeLimits } from '../server/storage/time-limits.ts'
import { surfaces } from '../server/surfaces/surfaces.ts'
import { type Opened, openWorld } from '../server/world.ts'
import { patientLimits } from './patient-limits-for-tests.ts'

const { client_id, ...registered } = sandboxCredentials.account
export const clientId: string = client_id
export const origin: string = registered.origin
export const audience: string = registered.audience
export const password = 'correct horse battery'

/** What production has to be told at least; nobody takes its mail. */
export const productionSettings = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://auth.example.com',
  COUNTERSIGN_SECRET: 'nW4k/0Qd2m9Vx7Zp1RtY5sUcB8eLgJ3h',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'no-reply@example.com',
  PROJECT_ENVIRONMENT: 'none',
} as const

/** Every field that some answer has: a test reads those of the answer it asked for. */
type Body = Wire['AuthenticationResult'] &
  Wire['SessionTokens'] &
  Wire['AccountCsrfToken'] &
  Omit<Wire['AccountSignIn403Problem'], 'status' | 'code'> & { readonly code: string }

export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The parsed body; empty where it is not JSON. */
  readonly body: Body
  /** `Set-Cookie`, by the cookie's name: the value alone, and the whole line. */
  readonly cookies: ReadonlyMap<string, { readonly value: string; readonly line: string }>
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Text and bytes go as they are; anything else as JSON with its content type. */
  readonly body?: string | Buffer | object
  readonly bearer?: string
  readonly cookies?: Readonly<Record<string, string>>
  /** The address it seems to come from; needs TRUSTED_PROXIES=loopback. */
  readonly ip?: string
}

export type Send = (line: `${string} ${string}`, sending?: Sending) => Promise<Received>

/** Sends to a base URL. The path goes as it is: no client tidies it up. */
export const sender =
  (base: string): Send =>
  (line, { headers = {}, body, bearer, cookies, ip } = {}) =>
    new Promise((resolve, reject) => {
      const [method, path] = line.split(/ (.*)/s)
      const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
      const payload = isRaw ? (body as string | Buffer | undefined) : JSON.stringify(body)
      const { hostname, port } = new URL(base)
      const outgoing = request({
        hostname,
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(!isRaw && { 'content-type': 'application/json' }),
          ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
          ...(cookies && {
            cookie: Object.entries(cookies)
              .map(([name, value]) => `${name}=${value}`)
              .join('; '),
          }),
          ...(ip && { 'x-forwarded-for': ip }),
          ...headers,
        },
      })
      outgoing.on('error', reject)
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const isJson = /json/.test(incoming.headers['content-type'] ?? '')
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            body: (isJson && text !== '' ? JSON.parse(text) : {}) as Body,
            cookies: new Map((incoming.headers['set-cookie'] ?? []).map(toCookie)),
          })
        })
      })
      outgoing.end(payload)
    })

const toCookie = (line: string) => {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  return [name, { value, line }] as const
}

export type LogLine = Readonly<Record<string, unknown>>

export interface TestServer extends Opened {
  readonly url: string
  readonly send: Send
  /** What was logged so far. */
  readonly logs: LogLine[]
  /** The same, as it was written. */
  readonly logText: () => string
  /** Takes the database away; the server goes on. */
  readonly closeDatabase: () => Promise<void>
  /** Serves another app too, on a port of its own. */
  readonly serve: (app: Express) => Promise<Send>
  /** Serves the same world, in other parts of it changed. */
  readonly serveWith: (parts: Partial<AppParts<Context>>) => Promise<Send>
}

/** Settings of a test server: its database is in memory and its log is at debug, unless told otherwise. */
export const configForTests = (environment: Record<string, string> = {}): Config => {
  const read = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: 'sqlite::memory:',
    LOG_LEVEL: 'debug',
    // Hundreds of people are made in tests: what their hashes cost is tried where a test is about it.
    ...(environment.NODE_ENV !== 'production' && { HASH_COST: 'low' }),
    HASH_QUEUE: '1000',
    TRUSTED_PROXIES: 'loopback',
    ...environment,
  })
  if ('problems' in read) throw new Error(read.problems.join(' '))
  return read.config
}

/** Starts the server as `main.mjs` does, without the background's rounds. */
export const startServer = async (
  environment: Record<string, string> = {},
  { limits = patientLimits }: { readonly limits?: TimeLimits } = {},
): Promise<TestServer> => {
  const config = configForTests(environment)
  const written: string[] = []
  const log = createLog({
    level: config.logLevel,
    destination: { write: (line) => void written.push(line) },
  })
  const opened = await openWorld(config, log, { limits })
  const ends: (() => Promise<unknown>)[] = []
  const serve = async (app: Express) => {
    const server = await listen(app, config)
    ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const url = await serve(opened.app)
  return {
    ...opened,
    url,
    send: sender(url),
    get logs() {
      return written.map((line) => JSON.parse(line) as LogLine)
    },
    logText: () => written.join(''),
    serve: async (app) => sender(await serve(app)),
    serveWith: async (parts) => {
      const { world = opened.world } = parts
      const { contract } = world
      const isOwn = contract === opened.world.contract
      const checks = isOwn ? opened.checks : readContract(compileContract(contract.document as Document, operations))
      const limiter = createLimiter(world)
      const same = { world, surfaces, checks, assets: new Map(), isUnavailable, limiter, spendCall, refusalPage }
      return sender(await serve(createApp({ ...same, ...parts })))
    },
    closeDatabase: () => opened.close(),
    close: async () => {
      await Promise.all(ends.map((end) => end()))
      await opened.close()
    },
  }
}

/** The same at an address that a browser can follow its links to. */
export const startReachableServer = async (environment: Record<string, string> = {}): Promise<TestServer> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  const PUBLIC_URL = `http://localhost:${port}`
  return Object.assign(await startServer({ PORT: String(port), PUBLIC_URL, ...environment }), { url: PUBLIC_URL })
}

let people = 0

/** An address that nobody has yet. */
export const newEmail = (name = 'person'): string => `${name}-${process.pid}-${(people += 1)}@example.test`

/** Signs a new person up. Answers their address and what the sign-up answered. */
export const signUp = async (send: Send, more: { email?: string; password?: string; sending?: Sending } = {}) => {
  const email = more.email ?? newEmail()
  const body = { client_id: clientId, email, password: more.password ?? password }
  const answer = await send('POST /auth/sign-up', { ...more.sending, body })
  if (answer.status !== 201) throw new Error(`Nobody signed up: ${answer.status} ${answer.text}`)
  return { email, answer, ...answer.body.tokens, profile: answer.body.profile }
}

/** Proves an address by the link that a sign-up mailed to it. */
export const prove = async (send: Send, email: string): Promise<void> => {
  const { text } = await send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
  const { messages } = JSON.parse(text) as { messages: { kind: string; token: string | null }[] }
  const token = messages.find(({ kind }) => kind === 'verify_email_link')?.token
  const answer = await send('POST /auth/verify', { body: { token } })
  if (answer.status !== 200) throw new Error(`Nobody proved ${email}: ${answer.status} ${answer.text}`)
}

export const signIn = (send: Send, email: string, secret = password, sending: Sending = {}) =>
  send('POST /auth/sign-in', { ...sending, body: { client_id: clientId, email, password: secret } })

export const refresh = (send: Send, token: string, sending: Sending = {}) =>
  send('POST /auth/refresh', { ...sending, body: { refresh_token: token } })

/** Bytes that this process holds on to, after everything else was collected. */
export const memoryInUse = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What the first collection finds is freed beside it; only the second takes it off the count of `external`.
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
