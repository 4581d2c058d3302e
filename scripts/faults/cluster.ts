// A PostgreSQL that can be killed, stopped, frozen and failed over: everything on the disk, as in production.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort, identity, systemBinaries } from '../../tests/storage/postgres-for-tests.ts'

export interface Server {
  readonly port: number
  start(): Promise<void>
  /** Ends it as `signal` does; with SIGKILL every process of it. Resolves once all are gone. */
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<void>
  /** Every process of it stands still. */
  freeze(): void
  thaw(): void
  /** A standby becomes the one that takes writes. */
  promote(): Promise<void>
  query(text: string): Promise<Record<string, unknown>[]>
}

const settings = [
  ...['shared_buffers=32MB', 'max_connections=100', 'listen_addresses=127.0.0.1', 'unix_socket_directories='],
  ...['wal_level=replica', 'max_wal_senders=4', 'hot_standby=on', 'log_min_messages=fatal'],
].flatMap((setting) => ['-c', setting])

/** The programs of PostgreSQL. Throws with a sentence where there are none. */
export const binaries = (): string => {
  const folder = systemBinaries()
  if (!folder) throw new Error("There is no PostgreSQL here: install it, such as by the system's package postgresql.")
  return folder
}

/** Whether a standby can be made here. */
export const canReplicate = (): boolean => existsSync(join(systemBinaries() ?? '', 'pg_basebackup'))

const asPostgres = async (program: string, args: readonly string[]): Promise<void> => {
  await promisify(execFile)(join(binaries(), program), args, { ...identity(), cwd: '/' })
}

const ownedFolder = (path: string): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const { uid, gid } = identity()
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
  return path
}

/**
 * A new server with its tables in `folder` and its log of changes in another: a full disk is one of tables. `more` are
 * settings of PostgreSQL such as `shared_buffers=1GB`.
 */
export const createServer = async (
  folder: string,
  walFolder: string,
  more: readonly string[] = [],
): Promise<Server> => {
  const data = ownedFolder(join(folder, 'data'))
  const wal = ownedFolder(walFolder)
  await asPostgres('initdb', ['-D', data, '-X', wal, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'])
  return serverOn(data, await freePort(), more)
}

/** A copy that follows `primary` and has each of its commits before it is answered. */
export const createStandby = async (folder: string, primary: Server): Promise<Server> => {
  const data = ownedFolder(join(folder, 'standby'))
  const from = `postgres://postgres@127.0.0.1:${primary.port}/postgres?application_name=standby`
  await asPostgres('pg_basebackup', ['-D', data, '-d', from, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'])
  const standby = serverOn(data, await freePort())
  await standby.start()
  await primary.query("alter system set synchronous_standby_names = 'standby'")
  await primary.query('select pg_reload_conf()')
  return standby
}

const serverOn = (data: string, port: number, more: readonly string[] = []): Server => {
  let running: ChildProcess | undefined
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const processes = (): number[] => {
    const head = running?.pid
    if (head === undefined) return []
    const below = execFileSync('ps', ['-o', 'pid=,ppid=', '-A'], { encoding: 'utf8' })
    const children = below.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
    return [head, ...children.flatMap(([pid, parent]) => (parent === head && pid !== undefined ? [pid] : []))]
  }
  const signalAll = (signal: NodeJS.Signals) => {
    for (const pid of processes()) {
      try {
        process.kill(pid, signal)
      } catch {
        // It has ended by itself.
      }
    }
  }
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 5000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return (await client.query<Record<string, unknown>>(text)).rows
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  process.once('exit', () => signalAll('SIGKILL'))
  return {
    port,
    query,
    start: async () => {
      const args = ['-D', data, '-p', String(port), ...settings, ...more.flatMap((setting) => ['-c', setting])]
      const launch = () => spawn(join(binaries(), 'postgres'), args, { ...identity(), cwd: data, stdio: 'ignore' })
      running = launch()
      for (let left = 600; left > 0; left--) {
        if (await query('select 1').then(Boolean, () => false)) return
        // The one before leaves its memory behind until its last process is gone.
        if (running.exitCode !== null) running = launch()
        await pause(50)
      }
      throw new Error(`PostgreSQL on port ${port} does not answer.`)
    },
    end: async (signal) => {
      const child = running
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (signal === 'SIGKILL') signalAll('SIGKILL')
      else child.kill(signal)
      await ended
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    promote: () => asPostgres('pg_ctl', ['promote', '-D', data, '-w']),
  }
}

/** Removes what it has left behind. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
