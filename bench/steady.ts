// npm run bench:steady: what the service's process holds while people go on using it.
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { residentMegabytes } from './processes.ts'
import { say } from './race.ts'
import { startService, workOf } from './service.ts'

const usage = `usage: npm run bench:steady -- [--minutes N] [--database URL]

People sign up, sign in, refresh and ask who they are, at an even pace, and the memory of the service's process is asked for forty times.
The first tenth of the time warms it up; the median of the third after that is held against the median of the last third.

  --minutes N     how long (10)
  --database URL  postgres://… of an empty database (a SQLite file of its own)

Exit code 0: the last third holds at most a tenth more; 1: more; 2: wrong usage.
`

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      database: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const ms = Number(values.minutes) * 60_000
  if (values.help || !(ms > 0)) {
    process.stderr.write(usage)
    return values.help ? 0 : 2
  }
  const service = await startService(values.database === undefined ? {} : { databaseUrl: values.database })
  const work = await workOf(service, 8)
  const warmUp = await work.steady(ms / 10)
  say(`${Math.round(warmUp.perSecond)} answers a second`)
  const held: number[] = []
  let isDone = false
  const loaded = work.steady((ms * 9) / 10).finally(() => (isDone = true))
  const every = (ms * 9) / 10 / 40
  while (!isDone && held.length < 40) {
    await Promise.race([pause(every), loaded])
    held.push(await residentMegabytes(service.child))
    say(`${Math.round((held.length * every) / 1000)} s  ${Math.round(held.at(-1)!)} MB`)
  }
  const { count, perSecond } = await loaded
  await service.stop()
  const third = Math.floor(held.length / 3)
  const [before, after] = [median(held.slice(0, third)), median(held.slice(-third))]
  const growth = after / before
  console.log(`${count} answers, ${Math.round(perSecond)} a second`)
  console.log(`first third ${Math.round(before)} MB, last third ${Math.round(after)} MB, ratio ${growth.toFixed(2)}`)
  return growth <= 1.1 ? 0 : 1
}

process.exitCode = await main()
