// What others make, as their documentation sets it up. Only the benchmark installs it.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { load, requestBytes } from './load.ts'
import { type Running, startServer } from './processes.ts'
import { say } from './race.ts'

const folder = join(import.meta.dirname, 'rivals')

export interface BetterAuth extends Pick<Running, 'child' | 'stop'> {
  /** Reads of the session by its cookie, each asking the database, a second. */
  readonly session: (ms: number) => Promise<number>
}

export const startBetterAuth = async (connections: number): Promise<BetterAuth> => {
  if (!existsSync(join(folder, 'node_modules', 'better-auth'))) {
    say('Better Auth is installed, for this benchmark alone.')
    await promisify(execFile)('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder })
  }
  const data = mkdtempSync(join(tmpdir(), 'bench-'))
  const running = await startServer('bench/rivals/better-auth.mjs', '/api/auth/ok', {
    args: (port) => [String(port), join(data, 'rows.db')],
  })
  const people = Array.from({ length: connections }, (_, number) => signUp(running.url, number))
  const requests = (await Promise.all(people)).map((cookie) => requestBytes('GET', '/api/auth/get-session', { cookie }))
  return {
    child: running.child,
    stop: async () => {
      await running.stop()
      rmSync(data, { recursive: true, force: true })
    },
    session: async (ms) =>
      (await load({ url: running.url, connections, ms, next: (at) => requests[at]!, onAnswer: requireSession }))
        .perSecond,
  }
}

/** It answers 200 with null, too, where there is none. */
const requireSession = (_: number, body: string) => {
  if (!body.includes('"session"')) throw new Error(`Better Auth finds no session: ${body.slice(0, 200)}`)
}

const signUp = async (url: string, number: number): Promise<string> => {
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: `bench+${number}@example.test`, password: 'correct horse battery', name: 'Bench' }),
  })
  if (!answer.ok) throw new Error(`Better Auth signs nobody up: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])[0]!
}

/** Prism without anything of ours, on our contract. */
export const startPrism = (): Promise<Running> =>
  startServer('node_modules/@stoplight/prism-cli/dist/index.js', '/health/live', {
    args: (port) => ['mock', 'generated/openapi.json', '--port', String(port), '--verboseLevel', 'fatal'],
  })
