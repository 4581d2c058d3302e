// The whole of it: a database, names, mail, instances and people, made anew for a run and gone after it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Server, createServer, removeFolder } from './cluster.ts'
import { type Counts, newCounts } from './counts.ts'
import { type Instance, createInstance, makeTenant, isRoot } from './instances.ts'
import { type Crowd, createCrowd } from './people.ts'
import {
  type Line,
  type MailServer,
  type Names,
  nameServerAddress,
  openLine,
  startMailServer,
  startNames,
} from './surroundings.ts'

export interface Stage {
  readonly folder: string
  /** Where the tables are: a small disk of its own, as root. */
  readonly tables: string
  database: Server
  readonly line: Line
  /** Null without root. */
  readonly names: Names | null
  readonly mail: MailServer
  readonly instances: readonly Instance[]
  /** One whose log goes to a small disk of its own; null without root. */
  readonly logged: { readonly instance: Instance; readonly disk: string } | null
  readonly crowd: Crowd
  /** Under load, and after it everything is well again within half a minute; so many people are then asked what they have. */
  underLoad(name: string, asked: number, fault: (counts: Counts) => Promise<void>): Promise<Counts>
  close(): Promise<void>
}

const origin = 'https://shop.example.com'
const recoveryMs = 30_000

/** A disk of its own, of so many megabytes, in memory. */
const mountSmall = (path: string, size: string): void => {
  mkdirSync(path, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', path])
}

const settingsOf = (port: number, mail: MailServer, host: string) => ({
  NODE_ENV: 'production',
  DATABASE_URL: `postgres://postgres@${host}:${port}/countersign`,
  COUNTERSIGN_SECRET: 'nW4k/0Qd2m9Vx7Zp1RtY5sUcB8eLgJ3h',
  PUBLIC_URL: 'https://auth.example.com',
  SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
  MAIL_FROM: 'no-reply@example.com',
  PROJECT_ENVIRONMENT: 'none',
  TRUSTED_PROXIES: 'loopback',
  DRAIN_SECONDS: '0',
  LIMITS: ['signUpPerIp', 'signInPerIp', 'mailsPerIp', 'mailsOfOneKind', 'mailsPerMailbox', 'callsPerUser']
    .map((name) => `${name}=100000/1`)
    .join(','),
})

/** Makes it all. `say` hears what it is about. */
export const openStage = async (say: (text: string) => void): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'))
  execFileSync('chmod', ['755', folder])
  const mounts: string[] = []
  const mount = (name: string, size: string) => {
    const path = join(folder, name)
    mountSmall(path, size)
    mounts.push(path)
    return path
  }
  say('starting PostgreSQL')
  const tables = isRoot() ? mount('tables', '200m') : folder
  const database = await createServer(tables, join(folder, 'wal'))
  await database.start()
  await database.query('create database countersign')
  const line = await openLine(database.port)
  const mail = await startMailServer()
  const names = isRoot() ? await startNames() : null
  say('making tables, a tenant and a client')
  const clientId = await makeTenant(settingsOf(line.port, mail, '127.0.0.1'), origin)
  say('starting instances')
  const resolvFile = names && join(folder, 'resolv.conf')
  if (resolvFile) writeFileSync(resolvFile, `nameserver ${nameServerAddress}\n`)
  const environment = settingsOf(line.port, mail, names ? 'db.faults.example' : '127.0.0.1')
  const place = { folder, resolvFile, environment }
  const disk = isRoot() ? mount('log', '64k') : null
  const instances = await Promise.all([
    createInstance(place, 'one'),
    createInstance(place, 'two', disk === null ? undefined : join(disk, 'log')),
  ])
  await Promise.all(instances.map((one) => one.start()))
  const crowd = createCrowd(instances, { clientId, origin, mail })

  const untilReady = async (counts: Counts): Promise<void> => {
    const begun = performance.now()
    for (const { url } of instances) {
      while (
        !(await fetch(`${url}/health/ready`).then(
          (answer) => answer.ok,
          () => false,
        ))
      ) {
        if (performance.now() - begun > recoveryMs) {
          counts.breaks.push(`${url} is not ready ${recoveryMs} ms after the fault was over.`)
          return
        }
        await pause(50)
      }
    }
  }
  const stage: Stage = {
    folder,
    tables,
    database,
    line,
    names,
    mail,
    instances,
    logged: disk === null ? null : { instance: instances[1]!, disk },
    crowd,
    underLoad: async (name, asked, fault) => {
      const counts = newCounts()
      crowd.count(counts)
      say(`${name}: load`)
      const stop = crowd.start(6)
      await pause(500)
      crowd.isCalm = false
      await fault(counts)
      say(`${name}: recovery`)
      await untilReady(counts)
      await pause(300)
      await stop()
      crowd.isCalm = true
      say(`${name}: asking whether anything is lost`)
      await crowd.verify(asked)
      return counts
    },
    close: async () => {
      await Promise.all(instances.map((one) => one.kill()))
      line.close()
      names?.close()
      await mail.stop()
      await stage.database.end('SIGKILL')
      for (const path of mounts) execFileSync('umount', ['-l', path])
      removeFolder(folder)
    },
  }
  return stage
}
