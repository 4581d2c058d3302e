// Everything that fails in production, done to real instances on a real PostgreSQL, under load: `npm run test:faults`.
import { parseArgs } from 'node:util'
import { type Counts, tableHead, tableLine } from './faults/counts.ts'
import { type Amount, faults, isPossible } from './faults/faults.ts'
import { openStage } from './faults/stage.ts'

const usage = `usage: npm run test:faults -- [--short] [--only TEXT]... [--kills N] [--away SECONDS]

Starts two instances of the service in production on a PostgreSQL of its own, lets people use them, and breaks what they stand on. All the while
no acknowledged write is lost or acknowledged twice, nobody is signed out who did not ask for it, the key set and discovery are answered from
memory, and a refusal comes within two seconds more than the slowest answer took while nothing failed (time in which this process itself stands still
is not counted). Prints a table of what was done and counted.

  --short        one or two of each, and seconds instead of half a minute
  --only TEXT    only faults whose name has this in it; may be given again
  --kills N      how often something is killed (20)
  --away SECONDS how long something is away (30)

Full disks and names need root, and failing over needs pg_basebackup: without it they are named, and the exit code is 3.
Exit code 0: all held; 1: something broke; 2: wrong usage; 3: all held, and some faults could not be tried.
`

interface Options extends Amount {
  readonly only: readonly string[]
  /** How many people are asked what they have, after each fault. */
  readonly asked: number
}

const readOptions = (): Options | string => {
  try {
    const { values } = parseArgs({
      options: {
        short: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        kills: { type: 'string' },
        away: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help) return ''
    const kills = Number(values.kills ?? (values.short ? 1 : 20))
    const awayMs = Number(values.away ?? (values.short ? 2 : 30)) * 1000
    if (!Number.isInteger(kills) || kills < 1 || !(awayMs > 0)) return 'Numbers are whole and above 0.'
    return { kills, awayMs, only: values.only, asked: values.short ? 8 : 100 }
  } catch (error) {
    return (error as Error).message
  }
}

const begun = performance.now()
const say = (text: string) => console.error(`${Math.round((performance.now() - begun) / 1000)} s`.padStart(6), text)

const main = async (): Promise<number> => {
  const options = readOptions()
  if (typeof options === 'string') {
    console.error(options === '' ? usage : `${options}\n\n${usage}`)
    return options === '' ? 0 : 2
  }
  const chosen = faults.filter(
    ({ name }) => options.only.length === 0 || options.only.some((text) => name.includes(text)),
  )
  if (chosen.length === 0) {
    console.error(`No fault is called so.\n\n${usage}`)
    return 2
  }
  const possible = chosen.filter(isPossible)
  const missing = chosen.filter((fault) => !isPossible(fault))
  const sayMissing = () => {
    for (const { name, needs } of missing) console.log(`Not tried, for it needs ${needs}: ${name}.`)
  }
  if (possible.length === 0) {
    sayMissing()
    return 3
  }
  const stage = await openStage(say)
  const done: [name: string, counts: Counts, said: string][] = []
  try {
    for (const { name, run } of possible) {
      let said = ''
      const counts = await stage.underLoad(
        name,
        options.asked,
        async (now) => void (said = await run(stage, options, now)),
      )
      done.push([name, counts, said])
      say(tableLine(name, counts, said))
    }
  } finally {
    await stage.close()
  }
  console.log([tableHead(), ...done.map((one) => tableLine(...one))].join('\n'))
  const breaks = done.flatMap(([name, counts]) => [...new Set(counts.breaks)].map((text) => `${name}: ${text}`))
  for (const text of breaks) console.log(text)
  sayMissing()
  if (breaks.length > 0) return 1
  return missing.length > 0 ? 3 : 0
}

process.exitCode = await main()
