// npm run bench: what the service costs beside the least that its work could cost, and beside what others make.
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { raceMock } from './mock.ts'
import { racePostgres } from './postgres.ts'
import type { Plan } from './race.ts'
import { raceRequests } from './requests.ts'
import { type Result, toTable } from './results.ts'
import { raceSessions } from './sessions.ts'
import { measureStarts } from './starts.ts'
import { openTree } from './trees.ts'

const usage = `usage: npm run bench -- [--compare REV]... [--only GROUP]... [--quick] [--out FILE]

Contenders of a group take turns in many short rounds. The table has medians, and the medians of each round's ratio to the first of the group:
read those. The load comes from this process, every contender runs in one of its own, and an answer that is not 2xx ends the run.

  requests   checked against contracts of 12 and of 120 operations, and logged, beside bare Express
  sessions   sign-in beside argon2id alone, refresh beside SQLite's commits, the live check beside bare Express and Better Auth; a crowd
  starts     from nothing to the first answer, and memory then
  postgres   processor time of the service's process, on SQLite and on PostgreSQL
  mock       beside plain Prism

  --compare REV  that commit takes its turns beside this one; may be given again
  --only GROUP   one of those above; may be given again
  --quick        shows that it works
  --out FILE     where the numbers go, as JSON (bench/results.json)
`

const groups = ['requests', 'sessions', 'starts', 'postgres', 'mock'] as const

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        compare: { type: 'string', multiple: true, default: [] },
        only: { type: 'string', multiple: true, default: [...groups] },
        quick: { type: 'boolean', default: false },
        out: { type: 'string', default: join(import.meta.dirname, 'results.json') },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return ''
    const strange = values.only.find((name) => !(groups as readonly string[]).includes(name))
    return strange === undefined ? values : `There is no group ${strange}: ${groups.join(', ')}.`
  } catch (error) {
    return (error as Error).message
  }
}

const planOf = (isQuick: boolean): Plan =>
  isQuick
    ? { sizes: [12], rounds: 1, ms: 100, warmUpMs: 50, starts: 1, connections: 4, crowd: 40 }
    : { sizes: [12, 120], rounds: 50, ms: 200, warmUpMs: 2000, starts: 5, connections: 32, crowd: 200 }

const options = readOptions()
if (typeof options === 'string') {
  process.stderr.write(options === '' ? usage : `${options}\n\n${usage}`)
  process.exit(options === '' ? 0 : 2)
}
const plan = planOf(options.quick)
const trees = []
for (const revision of options.compare) trees.push(await openTree(revision))
try {
  const results: Result[] = []
  const isWanted = (group: (typeof groups)[number]) => options.only.includes(group)
  if (isWanted('requests')) for (const size of plan.sizes) results.push(...(await raceRequests(plan, size, trees)))
  if (isWanted('sessions')) results.push(...(await raceSessions(plan, trees)))
  if (isWanted('starts')) results.push(...(await measureStarts(plan, trees)))
  if (isWanted('postgres')) results.push(...(await racePostgres(plan)))
  if (isWanted('mock')) results.push(...(await raceMock(plan)))
  const [processor] = cpus()
  const machine = `${availableParallelism()} cores of ${processor?.model ?? 'unknown make'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`
  process.stdout.write(`${toTable(results)}\n${machine}\n`)
  writeFileSync(options.out, `${JSON.stringify({ machine, results }, null, 2)}\n`)
} finally {
  for (const tree of trees) await tree.remove()
}
