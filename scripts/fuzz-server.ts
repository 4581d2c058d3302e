// The program as it is run, for `npm run fuzz` to ask.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { limits } from '../server/model/limits.ts'
import { root } from '../spec/generate/run.ts'

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

export interface Server {
  readonly url: string
  /** What it has logged since the last time. */
  takeLog(): string
  stop(): void
}

/** With an empty database in memory and limits that nobody reaches. */
export const startServer = async (): Promise<Server> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child: ChildProcess = spawn(process.execPath, [join(root, 'server/main.mjs')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: 'http://localhost:3000',
      DATABASE_URL: 'sqlite::memory:',
      LOG_LEVEL: 'error',
      HASH_QUEUE: '1000',
      HASH_COST: 'low',
      LIMITS: Object.keys(limits)
        .map((name) => `${name}=100000/3600`)
        .join(','),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr!.on('data', (chunk) => (log += String(chunk)))
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The server did not start. ${log}`)))
    child.stdout!.on('data', (chunk) => {
      const text = String(chunk)
      if (/^Countersign /m.test(text)) resolve()
      else log += text
    })
  })
  return {
    url,
    takeLog: () => {
      const taken = log
      log = ''
      return taken
    },
    stop: () => void child.kill('SIGKILL'),
  }
}
