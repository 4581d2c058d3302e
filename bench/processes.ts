// The processes that are measured: started, waited for, weighed and ended.
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const here = join(import.meta.dirname, '..')
const patienceMs = 60_000

export interface Running {
  readonly child: ChildProcess
  readonly url: string
  /** From the start of the process to its first answer. */
  readonly readyMs: number
  stop(): Promise<void>
}

export interface Start {
  /** What the script is called with; it has to take that port. */
  readonly args?: (port: number) => string[]
  readonly env?: (port: number) => NodeJS.ProcessEnv
  /** Node's own arguments. */
  readonly execArgv?: readonly string[]
  /** The work tree that the script is of; absent: this one. */
  readonly root?: string | undefined
  /** Sees its log as it comes; absent: that goes nowhere, as cheaply as to a file. */
  readonly onLog?: (text: string) => void
}

/** Starts a server and waits until it answers at `path`. */
export const startServer = async (script: string, path: string, how: Start = {}): Promise<Running> => {
  const { args = () => [], env = () => ({}), execArgv = [], root = here, onLog } = how
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const begin = performance.now()
  const child = start(join(root, script), args(port), { root, env: env(port), execArgv, onLog })
  while (!(await answers(url + path))) {
    if (child.exitCode !== null) throw new Error(`${script} ${args(port).join(' ')} ended with ${child.exitCode}.`)
    if (performance.now() - begin > patienceMs) throw new Error(`${script} does not answer at ${path}.`)
    await pause(5)
  }
  return { child, url, readyMs: performance.now() - begin, stop: () => stop(child) }
}

/** Starts a process that measures itself; each call runs one round of it. */
export const startRate = (
  script: string,
  kind: string,
): { perSecond(ms: number): Promise<number>; stop(): Promise<void> } => {
  const child = start(join(here, script), [kind], { root: here, env: {}, execArgv: [] })
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${script} ${kind} ended.`)))
  failed.catch(() => undefined)
  return {
    perSecond: async (ms) => {
      child.send(ms)
      const [answer] = (await Promise.race([once(child, 'message'), failed])) as [number]
      return answer
    },
    stop: () => stop(child),
  }
}

const start = (
  script: string,
  args: string[],
  {
    root,
    env,
    execArgv,
    onLog,
  }: Pick<Start, 'onLog'> & {
    readonly root: string
    readonly env: NodeJS.ProcessEnv
    readonly execArgv: readonly string[]
  },
): ChildProcess => {
  const child = fork(script, args, {
    cwd: root,
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ['ignore', onLog ? 'pipe' : 'ignore', 'inherit', 'ipc'],
  })
  if (onLog) child.stdout?.setEncoding('utf8').on('data', onLog)
  started.add(child)
  child.once('exit', () => started.delete(child))
  return child
}

// Whatever ends this, nothing that it started goes on.
const started = new Set<ChildProcess>()
process.once('exit', () => started.forEach((child) => child.kill('SIGKILL')))

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

/** Memory that the process holds now, in MB. */
export const residentMegabytes = async ({ pid }: ChildProcess): Promise<number> => {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
  return Number(stdout) / 1024
}

const answers = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(url, { headers: { connection: 'close' } })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
