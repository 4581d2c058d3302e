// The faults, each done to a stage under load. What is said of one ends its line of the table.
import { closeSync, openSync, readFileSync, statfsSync, truncateSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { canReplicate, createStandby } from './cluster.ts'
import type { Counts } from './counts.ts'
import { isRoot } from './instances.ts'
import type { Stage } from './stage.ts'

/** How much of each: a run by itself, or the short form that is run with the tests. */
export interface Amount {
  /** How often something is killed. */
  readonly kills: number
  /** How long something is away, ms. */
  readonly awayMs: number
}

const means = { root: isRoot, pg_basebackup: canReplicate }

export interface Fault {
  readonly name: string
  /** Without it this fault cannot be tried. */
  readonly needs?: keyof typeof means
  /** What was done, in a few words. */
  run(stage: Stage, amount: Amount, counts: Counts): Promise<string>
}

const readiness = (url: string): Promise<number> => fetch(`${url}/health/ready`).then(({ status }) => status)

/** Until `holds`, for half a minute; else a break. */
const until = async (counts: Counts, sentence: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  const begun = performance.now()
  while (!(await holds())) {
    if (performance.now() - begun > 30_000) return void counts.breaks.push(sentence)
    await pause(100)
  }
}

const killInstances: Fault = {
  name: 'kill -9 of instances',
  run: async ({ instances }, { kills }) => {
    for (let round = 0; round < kills; round += 1) {
      const instance = instances[round % instances.length]!
      await instance.kill()
      await instance.start()
      await pause(200 + Math.random() * 300)
    }
    return `${kills} times`
  },
}

const killDatabase: Fault = {
  name: 'kill -9 of PostgreSQL',
  run: async (stage, { kills }) => {
    for (let round = 0; round < kills; round += 1) {
      await stage.database.end('SIGKILL')
      await stage.database.start()
      await pause(500 + Math.random() * 500)
    }
    return `${kills} times`
  },
}

const stopDatabase: Fault = {
  name: 'PostgreSQL stopped',
  run: async (stage, { awayMs }) => {
    await stage.database.end('SIGINT')
    await pause(awayMs)
    await stage.database.start()
    return `${awayMs / 1000} s`
  },
}

const freezeDatabase: Fault = {
  name: 'PostgreSQL frozen',
  run: async (stage, { awayMs }) => {
    stage.database.freeze()
    await pause(awayMs)
    stage.database.thaw()
    return `${awayMs / 1000} s, by SIGSTOP`
  },
}

const failOver: Fault = {
  name: 'PostgreSQL failed over',
  needs: 'pg_basebackup',
  run: async (stage) => {
    const standby = await createStandby(stage.folder, stage.database)
    await pause(1000)
    await stage.database.end('SIGKILL')
    await standby.promote()
    await standby.query('alter system reset synchronous_standby_names')
    await standby.query('select pg_reload_conf()')
    stage.database = standby
    stage.line.leadTo(standby.port)
    return 'to a standby that has each commit before it is answered'
  },
}

const stopMail: Fault = {
  name: 'SMTP down and back',
  run: async ({ mail, crowd }, { awayMs }, counts) => {
    await mail.stop()
    await pause(awayMs)
    const waiting = [...crowd.promised]
    await mail.start()
    const isThere = (to: string) => !crowd.promised.has(to) || mail.mails.some((one) => one.to === to)
    await until(counts, 'Mails that were promised have not come.', () => waiting.every(isThere))
    return `${awayMs / 1000} s; ${waiting.length} mails that waited came`
  },
}

/** Fills a disk to its last byte; what is given back empties it. */
const fill = (folder: string): (() => void) => {
  const path = join(folder, 'ballast')
  const file = openSync(path, 'w')
  const { bavail, bsize } = statfsSync(folder)
  const block = Buffer.alloc(bsize)
  try {
    for (let left = bavail + 16; left > 0; left -= 1) writeSync(file, block)
  } catch {
    // It is full.
  }
  closeSync(file)
  return () => unlinkSync(path)
}

const fillDatabase: Fault = {
  name: 'disk of the database full',
  needs: 'root',
  run: async ({ tables, instances }, { awayMs }, counts) => {
    const empty = fill(tables)
    const saidNo = async () =>
      (await Promise.all(instances.map(({ url }) => readiness(url)))).every((one) => one === 503)
    await until(counts, 'An instance is ready while nothing can be written.', saidNo)
    await pause(awayMs)
    if (!(await saidNo())) counts.breaks.push('An instance became ready while nothing can be written.')
    empty()
    return 'ready said no'
  },
}

const fillLog: Fault = {
  name: 'disk of the log full',
  needs: 'root',
  run: async ({ logged }, _amount, counts) => {
    const { instance, disk } = logged!
    const lost = () => instance.metric('countersign_log_lines_lost')
    const before = await lost()
    const empty = fill(disk)
    await until(counts, 'No line of the log is counted as lost.', async () => (await lost()) > before)
    if ((await readiness(instance.url)) !== 200) counts.breaks.push('A full disk of the log stops an instance.')
    const dropped = (await lost()) - before
    empty()
    truncateSync(join(disk, 'log'))
    const isTold = () => readFileSync(join(disk, 'log'), 'utf8').includes('Lines of the log were lost')
    await until(counts, 'The log does not say that lines were lost.', isTold)
    return `${dropped} lines dropped and counted`
  },
}

const hourMs = 60 * 60_000

const stepClocks: Fault = {
  name: 'clock steps of an hour',
  run: async ({ instances, crowd }, { awayMs }) => {
    crowd.asksForLinks = false
    for (const ms of [hourMs, 0, -hourMs, 0]) {
      for (const instance of instances) instance.stepClock(ms)
      await pause(awayMs / 4)
    }
    crowd.asksForLinks = true
    return 'ahead, back, behind and back again'
  },
}

const breakNames: Fault = {
  name: 'DNS slow, then dead',
  needs: 'root',
  run: async ({ names, line }, { awayMs }) => {
    names!.delay = 700
    line.cut()
    await pause(awayMs)
    names!.delay = null
    line.cut()
    await pause(awayMs)
    names!.delay = 0
    return '700 ms for an answer, then none; each time with all connections cut'
  },
}

export const faults: readonly Fault[] = [
  killInstances,
  killDatabase,
  stopDatabase,
  freezeDatabase,
  stopMail,
  fillDatabase,
  fillLog,
  stepClocks,
  breakNames,
  // Last: what takes over has its tables elsewhere.
  failOver,
]

/** Whether this machine has what it needs. */
export const isPossible = ({ needs }: Fault): boolean => needs === undefined || means[needs]()
