// Instances of the service in production, each a process of its own that can be killed and started again.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../tests/storage/postgres-for-tests.ts'

const root = join(import.meta.dirname, '../..')

export const isRoot = (): boolean => process.getuid?.() === 0

export interface Instance {
  readonly url: string
  /** Whether its process runs. */
  readonly isAlive: () => boolean
  /** Whether it has answered since it was started: from then on it is asked. */
  readonly isUp: () => boolean
  start(): Promise<void>
  kill(): Promise<void>
  /** Its clock is so many ms ahead from now on. */
  stepClock(ms: number): void
  /** A number that it counts; NaN where it has none. */
  metric(name: string): Promise<number>
}

export interface Place {
  /** Settings that all of them have. */
  readonly environment: Record<string, string>
  /** What names are asked by instead of the machine's own file; null without root. */
  readonly resolvFile: string | null
  readonly folder: string
}

/** Makes tables and a client whose pages are at `origin`; its id. */
export const makeTenant = async (environment: Record<string, string>, origin: string): Promise<string> => {
  const program = join(import.meta.dirname, 'make-tenant.ts')
  const env = { PATH: process.env.PATH, ...environment }
  return (await promisify(execFile)(process.execPath, [program, origin], { env })).stdout.trim()
}

/** Not started yet. `logFile` is where its log goes. */
export const createInstance = async (
  { environment, resolvFile, folder }: Place,
  name: string,
  logFile = join(folder, `${name}.log`),
): Promise<Instance> => {
  const [port, metricsPort] = [await freePort(), await freePort()]
  const clockFile = join(folder, `${name}.clock`)
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let up = false

  const launch = (): ChildProcess => {
    const log = openSync(logFile, 'a')
    const clock = join(import.meta.dirname, 'stepped-clock.ts')
    const program = [process.execPath, '--import', clock, join(root, 'server/main.mjs'), '--no-migrate']
    // Names are asked in a mount namespace of its own: nobody else's are touched.
    const own = ['-m', 'sh', '-c', 'mount --bind "$0" /etc/resolv.conf && exec "$@"', resolvFile ?? '', ...program]
    const [command = '', ...args] = resolvFile === null ? program : ['unshare', ...own]
    const started = spawn(command, args, {
      env: {
        PATH: process.env.PATH,
        ...environment,
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        FAULTS_CLOCK: clockFile,
      },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    return started
  }
  const isAlive = () => child !== undefined && child.exitCode === null && child.signalCode === null
  process.once('exit', () => child?.kill('SIGKILL'))
  return {
    url,
    isAlive,
    isUp: () => up && isAlive(),
    start: async () => {
      child = launch()
      for (let left = 1200; left > 0 && isAlive(); left--) {
        up = await fetch(`${url}/health/live`).then(
          ({ ok }) => ok,
          () => false,
        )
        if (up) return
        await pause(25)
      }
      throw new Error(`${name} did not start: look into ${logFile}.`)
    },
    kill: async () => {
      up = false
      if (!child || !isAlive()) return
      const ended = new Promise((resolve) => child!.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
    stepClock: (ms) => {
      writeFileSync(clockFile, String(ms))
      child?.kill('SIGUSR2')
    },
    metric: async (metric) => {
      const text = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((answer) => answer.text())
      return Number(new RegExp(`^${metric} (\\S+)$`, 'm').exec(text)?.[1])
    },
  }
}
