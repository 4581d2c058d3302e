// The program as it is really run: a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Send, sender } from './server-for-tests.ts'

const main = join(import.meta.dirname, '../server/main.mjs')

export interface Program {
  readonly port: number
  readonly send: Send
  /** Resolves once it says where it listens, or has ended. */
  readonly ready: Promise<void>
  readonly ended: Promise<{ code: number | null; signal: string | null; ms: number }>
  readonly output: () => string
  readonly errors: () => string
  kill(signal: NodeJS.Signals): void
}

const running = new Set<ChildProcess>()

/** Ends every program that a test left behind. */
export const endPrograms = async (): Promise<void> => {
  const ends = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve).kill('SIGKILL')))
  await Promise.all(ends)
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

export const startProgram = async (
  environment: Record<string, string>,
  args: readonly string[] = [],
): Promise<Program> => {
  const port = Number(environment.PORT ?? (await freePort()))
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  let errors = ''
  let signalledAt = 0
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<{ code: number | null; signal: string | null; ms: number }>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child)
      resolve({ code, signal, ms: performance.now() - signalledAt })
    })
  })
  const said = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (/^Countersign .*\n|"msg":"listening"/m.test(output)) resolve()
    })
  })
  return {
    port,
    send: sender(`http://127.0.0.1:${port}`),
    ready: Promise.race([said, ended.then(() => undefined)]),
    ended,
    output: () => output,
    errors: () => errors,
    kill: (signal) => {
      signalledAt = performance.now()
      child.kill(signal)
    },
  }
}

/** Sends each request on a connection of its own: all are there in one turn of the program's event loop, and a signal with them. */
export const sendInOneTurn = async (
  program: Program,
  requests: readonly string[],
  signal?: NodeJS.Signals,
): Promise<Socket[]> => {
  const sockets = await Promise.all(
    requests.map(async () => {
      const socket = connect(program.port, '127.0.0.1')
      await once(socket, 'connect')
      return socket
    }),
  )
  // Until the program has taken all of them, and then until all that was sent has arrived.
  await pause(100)
  program.kill('SIGSTOP')
  for (const [index, request] of requests.entries()) sockets[index]!.write(request)
  await pause(100)
  if (signal) program.kill(signal)
  program.kill('SIGCONT')
  return sockets
}

/** A database file in a folder of its own. */
export const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-program-'))
  const path = join(folder, 'test.db')
  return { path, url: `sqlite:${path}`, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
