// npm run bench:blocks: how long the event loop stands still on SQLite while the sweep, deletions, searches, an import and an export go on.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { readConfig } from '../server/config.ts'
import type { World } from '../server/context.ts'
import type { User } from '../server/model/user.ts'
import { clearDeletedApplications } from '../server/operations/deleted-applications.ts'
import { sweep } from '../server/operations/sweep.ts'
import { createLog } from '../server/outside/log.ts'
import { transaction } from '../server/storage/database.ts'
import { markApplicationDeleted } from '../server/storage/deleted-applications.ts'
import { countDirectoryUsers, listDirectoryUsers } from '../server/storage/directory-users.ts'
import { insertNewUsers, listUsersAfter } from '../server/storage/many-users.ts'
import { countOrganizations, listOrganizations } from '../server/storage/organizations.ts'
import { countUsers, deleteUsers, listUsers } from '../server/storage/users.ts'
import { openWorldOnly } from '../server/world.ts'
import { fill, idOf, sizeOf } from './scale/fill.ts'
import { makeTenant, openSqlitePlace, settingsFor } from './scale/places.ts'

const { values } = parseArgs({ options: { users: { type: 'string', default: '200000' } } })
const users = Number(values.users)
const resolutionMs = 5
const dayMs = 86_400_000

/** The most that this thread had the processor for between two turns of its event loop, ms: what others do on the machine is not in it. */
const busiestTurn = () => {
  let [busiest, isOver] = [0, false]
  let before = process.threadCpuUsage()
  const look = () => {
    const { user, system } = process.threadCpuUsage(before)
    busiest = Math.max(busiest, (user + system) / 1000)
    before = process.threadCpuUsage()
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  return () => {
    isOver = true
    return busiest
  }
}

/** What goes on, and the longest that nothing else could meanwhile. */
const watch = async (name: string, work: () => Promise<unknown>): Promise<void> => {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  await pause(50)
  delays.enable()
  const turns = busiestTurn()
  const begun = performance.now()
  await work()
  await pause(2 * resolutionMs)
  delays.disable()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const longest = Math.max(0, delays.max / 1e6 - resolutionMs)
  process.stdout.write(`| ${name} | ${seconds} | ${longest.toFixed(0)} | ${turns().toFixed(0)} |\n`)
}

/** One that many have, that some have, that the oldest alone have, that one has, that nobody has, and two letters. */
const texts = ['example', 'person12', 'person123', 'person1@', 'first99', 'zebra', 'person 1', 'zz', '12']

const searches = async ({ db }: World, environmentId: string): Promise<void> => {
  const some = Array.from({ length: 20 }, (_, at) => `person${at * 37}`)
  const scope = { environmentId, organizationId: null, place: 'bench' }
  for (const search of [...texts, ...some]) {
    await Promise.all([
      listUsers(db, environmentId, { limit: 100, search }),
      countUsers(db, environmentId, { search }),
      listOrganizations(db, [environmentId], { limit: 100, search }),
      countOrganizations(db, [environmentId], search),
    ])
    const filter = { kind: 'compare', attribute: 'userName', operator: 'co', value: search } as const
    await countDirectoryUsers(db, scope, filter)
    await listDirectoryUsers(db, scope, { filter, offset: 0, limit: 100 })
  }
}

const exportAll = async ({ db }: World, environmentId: string): Promise<void> => {
  let last: User | undefined
  for (;;) {
    const page = await listUsersAfter(db, environmentId, last, 100)
    last = page.at(-1)
    if (!last) return
    await nextTurn()
  }
}

const importSome = async ({ db, clock }: World, environmentId: string): Promise<void> => {
  const [someone] = await listUsers(db, environmentId, { limit: 1 })
  if (!someone) throw new Error('There is nobody to bring in others like.')
  for (let batch = 0; batch < 100; batch++) {
    const many = Array.from({ length: 100 }, (_, more) => {
      const name = `brought-${batch * 100 + more}`
      return { ...someone, id: name, email: `${name}@example.org`, externalId: null, createdAt: clock.now() }
    })
    await insertNewUsers(db, many)
    await nextTurn()
  }
}

/** As the service deletes many at once: ten with a statement, a hundred in a transaction. */
const deletions = async ({ db }: World, environmentId: string, from: number): Promise<void> => {
  for (let at = from; at < from + 2000; at += 100) {
    await transaction(db, async (trx) => {
      for (let some = at; some < at + 100; some += 10) {
        const ids = Array.from({ length: 10 }, (_, more) => idOf('user', some + more))
        await deleteUsers(trx, environmentId, ids)
        await nextTurn()
      }
    })
  }
}

/** A quarter of all sessions ended long ago, and as many counters ran out. */
const age = async ({ db, clock }: World): Promise<void> => {
  await sql`update sessions set ended_at = ${clock.now() - 40 * dayMs} where id like '%0' or id like '%4' or id like '%8' or id like '%c'`.execute(
    db,
  )
  await sql`insert into rate_limits (key, count, resets_at) select id, 1, 1 from sessions limit ${users}`.execute(db)
}

const main = async (folder: string): Promise<void> => {
  const url = await openSqlitePlace(folder).create('blocks')
  const tenant = await makeTenant(url)
  await fill(url, tenant, sizeOf(users), { now: Date.now(), tell: () => undefined })
  const read = readConfig(settingsFor(url))
  if ('problems' in read) throw new Error(read.problems.join(' '))
  const log = createLog({ level: 'error', destination: process.stderr })
  const { world, close } = await openWorldOnly(read.config, log, { migrating: false })
  const { applicationId, environmentId } = tenant
  const half = Math.floor(users / 2)
  try {
    await age(world)
    process.stdout.write(`${users} users, SQLite, ${availableParallelism()} cores of ${cpus()[0]?.model}\n\n`)
    process.stdout.write(
      '| what goes on | seconds | longest block, ms | of the processor, ms |\n| --- | ---: | ---: | ---: |\n',
    )
    await watch('searches', () => searches(world, environmentId))
    await watch('an export of all users', () => exportAll(world, environmentId))
    await watch('an import of 10,000 users', () => importSome(world, environmentId))
    await watch('20 deletions of 100 users', () => deletions(world, environmentId, half))
    await watch('the sweep', () => sweep(world))
    await age(world)
    await watch('all of these together', () =>
      Promise.all([
        sweep(world),
        searches(world, environmentId),
        exportAll(world, environmentId),
        deletions(world, environmentId, half + 5000),
      ]),
    )
    await markApplicationDeleted(world.db, applicationId, world.clock.now())
    await watch('the deletion of the application', () => clearDeletedApplications(world))
  } finally {
    await close()
  }
}

const folder = mkdtempSync(join(tmpdir(), 'bench-blocks-'))
chmodSync(folder, 0o755)
try {
  await main(folder)
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}
