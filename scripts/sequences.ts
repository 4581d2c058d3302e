// Random, seeded sequences over the real operations, against the sandbox in memory: `npm run sequences`.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import type { Surface } from './sequences/model.ts'
import { type Round, throwRound } from './sequences/run.ts'
import { startServer } from './sequences/server.ts'
import { shrink, testOf } from './sequences/shrink.ts'

const usage = `usage: npm run sequences -- [--steps N] [--seed N] [--parallel N] [--length N] [--surface NAME]... [--jobs N]

People sign up, sign in, refresh, sign out, are mailed links, share accounts, switch a second factor on and take keys back: at random, against
the sandbox in this process, with its database in memory. After each step what was ended is dead, what is good once was good once, nobody saw
another's, no refusal wrote anything, and every answer keeps the contract. What is found is shrunk and printed as a test.

  --steps N      how many steps in all (10000): half of them one sequence alone, half several at once
  --seed N       another one finds other things (1)
  --parallel N   how many sequences at once in the second half; 1: all alone (8)
  --length N     how many steps a sequence has (150)
  --surface NAME only steps of this surface; may be given again (account, app, platform, project)
  --jobs N       how many processes, each with a server of its own (one a core)

Exit code 0: nothing found; 1: something found, and its test is in .data/sequences; 2: wrong usage.
`

const surfaces: readonly Surface[] = ['account', 'app', 'platform', 'project']

interface Options {
  readonly steps: number
  readonly seed: number
  readonly parallel: number
  readonly length: number
  readonly surfaces: readonly Surface[]
  readonly jobs: number
}

const readOptions = (): Options | string => {
  try {
    const { values } = parseArgs({
      options: {
        steps: { type: 'string', default: '10000' },
        seed: { type: 'string', default: '1' },
        parallel: { type: 'string', default: '8' },
        length: { type: 'string', default: '150' },
        surface: { type: 'string', multiple: true },
        jobs: { type: 'string', default: String(availableParallelism()) },
        help: { type: 'boolean' },
      },
    })
    if (values.help) return ''
    const numbers = [values.steps, values.seed, values.parallel, values.length, values.jobs].map(Number)
    if (!numbers.every((one) => Number.isInteger(one) && one > 0)) return 'Numbers are whole and above 0.'
    const [steps = 1, seed = 1, parallel = 1, length = 1, jobs = 1] = numbers
    const strange = values.surface?.find((name) => !(surfaces as readonly string[]).includes(name))
    if (strange) return `There is no surface ${strange}: ${surfaces.join(', ')}.`
    return { steps, seed, parallel, length, jobs, surfaces: (values.surface as Surface[] | undefined) ?? surfaces }
  } catch (error) {
    return (error as Error).message
  }
}

/** What a process is asked to throw. */
interface Task {
  readonly seed: number
  readonly lanes: number
  readonly length: number
  readonly surfaces: readonly Surface[]
}

/** The seed of a run's first round: those of one run are far from those of the next. */
const seedOf = ({ seed }: { readonly seed: number }): number => Math.imul(seed, 1_000_003)

/** The rounds of a run, alone and at once by turns: the first of them are the run with fewer steps. */
const tasksOf = ({ steps, seed, parallel, length, surfaces: some }: Options): Task[] => {
  const tasks: Task[] = []
  let [alone, atOnce, left] = [0, 0, steps]
  while (left > 0) {
    const lanes = parallel > 1 && atOnce < alone ? parallel : 1
    const each = Math.max(1, Math.min(length, Math.ceil(left / lanes)))
    tasks.push({ seed: seedOf({ seed }) + tasks.length, lanes, length: each, surfaces: some })
    if (lanes === 1) alone += each
    else atOnce += each * lanes
    left -= each * lanes
  }
  return tasks
}

type Done = { readonly task: Task; readonly round: Round }

/** The command that comes to the same round again. */
const commandOf = ({ steps, seed, parallel, length, surfaces: some }: Options): string => {
  const named = some.length < surfaces.length ? some.map((surface) => ` --surface ${surface}`).join('') : ''
  return `npm run sequences -- --steps ${steps} --seed ${seed} --parallel ${parallel} --length ${length}${named}`
}

/** As a child: throws what it is sent. */
const serve = async (): Promise<void> => {
  const server = await startServer()
  process.on('message', (task: Task) => {
    void throwRound(server, task).then((round) => process.send!({ task, round } satisfies Done))
  })
  process.send!('ready')
}

const progressOf = (all: number) => {
  const start = performance.now()
  let told = 0
  return (done: number, rounds: string): void => {
    const seconds = (performance.now() - start) / 1000
    const rest = Math.round((seconds / Math.max(1, done)) * (all - done))
    const line = `${done} of ${all} steps, ${rounds}, ${Math.round(done / seconds)} a second, about ${rest} s left`
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line.slice(0, process.stdout.columns - 1)}`)
    else if (seconds >= told + 20 || done >= all) {
      told = seconds
      process.stdout.write(`${line}\n`)
    }
  }
}

/** Hands the tasks to processes until one finds something. */
const throwAll = async (options: Options): Promise<{ found: Done | undefined; steps: number; calls: number }> => {
  const tasks = tasksOf(options)
  const tell = progressOf(options.steps)
  const sum = { alone: 0, atOnce: 0, calls: 0 }
  let next = 0
  let found: Done | undefined
  const work = async (child: ChildProcess): Promise<void> => {
    await once(child, 'message')
    while (!found && next < tasks.length) {
      const task = tasks[next]!
      next += 1
      child.send(task)
      const [done] = (await once(child, 'message')) as [Done]
      const steps = done.round.steps.flat().length
      if (task.lanes === 1) sum.alone += steps
      else sum.atOnce += steps
      sum.calls += done.round.calls
      if (done.round.finding) found ??= done
      tell(sum.alone + sum.atOnce, `${sum.alone} alone and ${sum.atOnce} at once`)
    }
  }
  const children = Array.from({ length: Math.min(options.jobs, tasks.length) }, () =>
    fork(import.meta.filename, [], { env: { ...process.env, SEQUENCES_WORKER: '1' } }),
  )
  try {
    await Promise.all(
      children.map((child) =>
        Promise.race([
          work(child),
          once(child, 'exit').then(([code]) =>
            Promise.reject(new Error(`a process of the run ended with ${String(code)}`)),
          ),
        ]),
      ),
    )
  } finally {
    for (const child of children) child.kill()
  }
  if (process.stdout.isTTY) process.stdout.write('\n')
  return { found, steps: sum.alone + sum.atOnce, calls: sum.calls }
}

const folder = join(import.meta.dirname, '../.data/sequences')

const tellFinding = async ({ task, round }: Done, options: Options): Promise<void> => {
  const finding = round.finding!
  const number = task.seed - seedOf(options) + 1
  console.log(
    `\nFound: ${finding.sentence}\nRound ${number} of ${commandOf(options)}, ${task.lanes} at once. Shrinking …`,
  )
  const lanes = await shrink(round.steps, finding)
  if (!lanes) console.log('It did not come again: it needs turns that only this run had. All of its steps are kept.')
  const text = testOf(lanes ?? round.steps, finding.sentence).replace(
    "'./shrink.ts'",
    "'../../scripts/sequences/shrink.ts'",
  )
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `found-${task.seed}.test.ts`)
  writeFileSync(path, text)
  console.log(
    `\n${text}\nThis is ${relative('', path)}: npx vitest run --root ${relative('', folder)} found-${task.seed}`,
  )
}

const main = async (): Promise<number> => {
  const options = readOptions()
  if (typeof options === 'string') {
    if (options) console.error(`${options}\n`)
    console.log(usage)
    return options ? 2 : 0
  }
  const start = performance.now()
  const { found, steps, calls } = await throwAll(options)
  const seconds = (performance.now() - start) / 1000
  console.log(
    `${steps} steps (${calls} calls) in ${seconds.toFixed(0)} s, seed ${options.seed}: ${found ? 'something' : 'nothing'} found.`,
  )
  if (found) await tellFinding(found, options)
  return found ? 1 : 0
}

if (process.env.SEQUENCES_WORKER) await serve()
else process.exit(await main())
