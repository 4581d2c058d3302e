// npm run bench:scale: what the service's answers cost as its database grows.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { asker } from './scale/ask.ts'
import { fill, sessionsOfEach, sizeOf } from './scale/fill.ts'
import { type Kind, apiKey, makeTenant, openPostgresPlace, openSqlitePlace, startService } from './scale/places.ts'
import { type Line, type Measured, toLine, toTable } from './scale/table.ts'
import { workOn } from './scale/work.ts'

const usage = `usage: npm run bench:scale -- [--users N,N,...] [--on postgres|sqlite] [--rounds N] [--only TEXT]... [--quick] [--out FILE]

Fills databases of several sizes by SQL, starts the service of production on each, and asks all of them the same, taking turns. Prints a table for
each kind of database: the medians, their ratios to the smallest size, and the slowest answer; on SQLite also how long the event loop stood still.

  --users N,N   sizes, smallest first (PostgreSQL 10,10000,1000000; SQLite 10,10000,200000); three sessions each, an organization for every hundred
  --on KIND     only PostgreSQL, or only SQLite
  --rounds N    how often each is asked at each size (30)
  --only TEXT   only work whose name has this in it; may be given again
  --quick       small sizes and one round: shows that it works
  --out FILE    where the numbers go, as JSON

Exit code 0: all goals are met; 1: some are missed, or it broke; 2: wrong usage. PostgreSQL has to be installed.
`

interface Options {
  readonly sizes: Readonly<Partial<Record<Kind, readonly number[]>>>
  readonly rounds: number
  readonly only: readonly string[]
  readonly out: string | undefined
}

const readOptions = (): Options | string => {
  try {
    const { values } = parseArgs({
      options: {
        users: { type: 'string' },
        on: { type: 'string' },
        rounds: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        quick: { type: 'boolean', default: false },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help) return ''
    const given = values.users ?? (values.quick ? '10,200' : undefined)
    const users = given?.split(',').map(Number)
    const rounds = Number(values.rounds ?? (values.quick ? 1 : 30))
    if (![rounds, ...(users ?? [])].every((value) => Number.isInteger(value) && value > 0)) return 'Numbers are whole.'
    if (users?.some((value) => value < 10)) return 'At least 10 users are asked about.'
    if (values.on !== undefined && !['postgres', 'sqlite'].includes(values.on)) return 'It is --on postgres or sqlite.'
    const isOn = (kind: Kind) => values.on === undefined || values.on === kind
    const sizes = {
      ...(isOn('postgres') && { postgres: users ?? [10, 10_000, 1_000_000] }),
      ...(isOn('sqlite') && { sqlite: users ?? [10, 10_000, 200_000] }),
    }
    return { sizes, rounds, only: values.only, out: values.out }
  } catch (error) {
    return (error as Error).message
  }
}

const begun = performance.now()
const say = (text: string) =>
  process.stderr.write(`${`${Math.round((performance.now() - begun) / 1000)} s`.padStart(7)} ${text}\n`)

/** Says how far something is, each tenth of the way, and how long it will take. */
const progress = (what: string) => {
  const start = performance.now()
  let said = 0
  return (done: number) => {
    if (done < said + 0.1 && done < 1) return
    said = done
    const left = ((performance.now() - start) * (1 - done)) / done
    say(`${what}: ${Math.round(done * 100)} %, ${Math.round(left / 1000)} s left`)
  }
}

const measure = async (folder: string, kind: Kind, users: readonly number[], options: Options): Promise<Measured[]> => {
  const place = await (kind === 'postgres' ? openPostgresPlace(folder) : openSqlitePlace(join(folder, 'files')))
  const stages = []
  try {
    for (const one of users) {
      const size = sizeOf(one)
      const name = `users_${one}`
      const url = await place.create(name)
      const tenant = await makeTenant(url)
      const filledAt = Date.now()
      const what = `${kind}, ${one} users and ${one * sessionsOfEach} sessions`
      await fill(url, tenant, size, { now: filledAt, tell: progress(what) })
      say(`${what}: ${Math.round(await place.megabytes(name))} MB`)
      const service = await startService(url, tenant)
      const asks = asker(service.url)
      stages.push({ users: one, service, asks, work: await workOn(asks.ask, { tenant, size, filledAt, apiKey }) })
    }
    const measured: Measured[] = []
    const [smallest] = stages
    const chosen = smallest!.work.filter(
      ({ name }) => options.only.length === 0 || options.only.some((text) => name.includes(text)),
    )
    const tell = progress(`${kind}, asking`)
    for (const [done, { name, ratio }] of chosen.entries()) {
      const runs = stages.map(({ users, service, work }) => ({
        users,
        service,
        run: work.find((one) => one.name === name)!.run,
        ms: [] as number[],
      }))
      // What is first is what a process and a database do once.
      for (const { run } of runs) for (let warmUp = 0; warmUp < 3; warmUp++) await run()
      for (const { service } of runs) await service.stoodStill()
      for (let round = 0; round < options.rounds; round++) for (const { run, ms } of runs) ms.push(await run())
      const sizes = []
      for (const { users, service, ms } of runs) sizes.push({ users, ms, stoodStillMs: await service.stoodStill() })
      measured.push({ kind, name, ratio, sizes })
      tell((done + 1) / chosen.length)
    }
    return measured
  } finally {
    for (const { service, asks } of stages) {
      asks.close()
      await service.stop()
    }
    await place.end()
  }
}

const main = async (): Promise<number> => {
  const options = readOptions()
  if (typeof options === 'string') {
    process.stderr.write(options === '' ? usage : `${options}\n\n${usage}`)
    return options === '' ? 0 : 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-scale-'))
  chmodSync(folder, 0o755)
  // Whoever ends it early finds nothing left of it either: processes that it started end when it does.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  process.once('exit', remove)
  const lines: Line[] = []
  try {
    for (const kind of ['postgres', 'sqlite'] as const) {
      const users = options.sizes[kind]
      if (!users) continue
      const found = (await measure(folder, kind, users, options)).map(toLine)
      lines.push(...found)
      process.stdout.write(`${toTable(kind, users, found)}\n\n`)
    }
  } finally {
    remove()
  }
  const machine = `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown kind'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`
  process.stdout.write(`${machine}\n`)
  if (options.out) {
    const { sizes, rounds } = options
    writeFileSync(
      options.out,
      `${JSON.stringify({ machine, at: new Date().toISOString(), sizes, rounds, lines }, null, 2)}\n`,
    )
  }
  const missed = lines.filter(({ misses }) => misses.length > 0)
  for (const { kind, name, misses } of missed) say(`${kind}, ${name}: ${misses.join(', ')}`)
  return missed.length > 0 ? 1 : 0
}

process.exitCode = await main()
