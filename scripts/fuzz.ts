// A second opinion: Schemathesis asks the real server whatever it can think of, as everybody who may ask. `npm run fuzz`.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type Kind,
  type Outcome,
  type Round,
  entries,
  hasLink,
  isFor,
  kinds,
  linkedOf,
  startSchemathesis,
  tryRound,
} from './fuzz-round.ts'
import { startServer } from './fuzz-server.ts'
import { endings, states } from './fuzz-states.ts'
import { schemathesis } from './tools.ts'

const usage = `usage: npm run fuzz -- [--state NAME]... [--kind KIND]... [--operation ID]... [--seed N] [--examples N] [--jobs N]

Starts the server with an empty database and has Schemathesis try the whole contract on it, once for each kind of
credential. An operation that a credential is not for is tried with every fifth of them: which ones, the seed decides. Then who may
call goes step by step by the contract's links. The same seed tries the same.

  --state      only as ${Object.keys(states).join(', ')}
  --kind       only as ${kinds.join(', ')}: in one world, what ends it, along the links
  --operation  only this operation, such as account.signIn
  --seed       another one finds other things (1)
  --examples   how many made-up requests an operation gets from who may call it, positive and negative (5)
  --everywhere every operation with every credential
  --jobs       how many servers and runs side by side (one a core)

Exit code 0: nothing found; 1: something found, with the command that repeats it; 2: wrong usage; 3: Schemathesis is not installed.
`

interface Options {
  readonly seed: number
  readonly examples: number
  readonly states: readonly string[]
  readonly kinds: readonly Kind[]
  readonly operations: readonly string[]
  readonly jobs: number
  readonly everywhere: boolean
}

const readOptions = (): Options | string => {
  try {
    const { values } = parseArgs({
      options: {
        state: { type: 'string', multiple: true },
        kind: { type: 'string', multiple: true },
        operation: { type: 'string', multiple: true },
        seed: { type: 'string', default: '1' },
        examples: { type: 'string', default: '5' },
        jobs: { type: 'string', default: String(availableParallelism()) },
        everywhere: { type: 'boolean', default: false },
        help: { type: 'boolean' },
      },
    })
    if (values.help) return ''
    const numbers = [values.seed, values.examples, values.jobs].map(Number)
    if (!numbers.every((number) => Number.isInteger(number) && number > 0)) return 'Numbers are whole and above 0.'
    const [seed = 1, examples = 1, jobs = 1] = numbers
    const unknownState = values.state?.find((name) => !(name in states))
    if (unknownState) return `There is no state ${unknownState}.`
    const unknownKind = values.kind?.find((name) => !kinds.some((kind) => kind === name))
    if (unknownKind) return `There is no kind ${unknownKind}.`
    const unknownOperation = values.operation?.find((id) => !entries.some((entry) => entry.id === id))
    if (unknownOperation) return `There is no operation ${unknownOperation}.`
    return {
      states: values.state ?? Object.keys(states),
      kinds: kinds.filter((kind) => values.kind?.includes(kind) ?? true),
      operations: values.operation ?? entries.map(({ id }) => id),
      seed,
      examples,
      jobs,
      // Whoever names some wants those.
      everywhere: values.everywhere || values.state !== undefined || values.operation !== undefined,
    }
  } catch (error) {
    return (error as Error).message
  }
}

/** Refused before it is read, such a request finds little: the contract suite asks each operation with each wrong credential too. */
const share = 5

const roundsOf = ({ states: names, kinds: wanted, operations, seed, everywhere }: Options): Round[] =>
  names
    .flatMap((state, at): Round[] => {
      const tried = entries
        .filter((entry, index) => everywhere || isFor(state, entry.operation) || (index + at + seed) % share === 0)
        .map(({ id }) => id)
        .filter((id) => operations.includes(id))
      return [
        { state, kind: 'whole', operations: tried.filter((id) => !endings.includes(id)), seed },
        { state, kind: 'endings', operations: tried.filter((id) => endings.includes(id)), seed },
        ...linkedSeeds(seed).map((own): Round => {
          return {
            state,
            kind: 'linked',
            operations: linkedOf(state).filter((id) => operations.includes(id)),
            seed: own,
          }
        }),
      ]
    })
    .filter(({ kind }) => wanted.includes(kind))
    .filter(({ kind, operations: ids }) => (kind === 'linked' ? hasLink(ids) : ids.length > 0))

/** A run along the links ends where a name that was taken before changes what comes next, so there are two. */
const linkedSeeds = (seed: number): number[] => [seed, seed + 1000]

const say = ({ round, code, cases, seconds }: Outcome, done: number, all: number): void =>
  console.log(
    [
      `${done}/${all}`.padEnd(6),
      round.state.padEnd(23),
      round.kind.padEnd(8),
      `${round.operations.length} operations`.padStart(14),
      `${cases} requests`.padStart(15),
      `${seconds.toFixed(0)} s`.padStart(6),
      code === 0 ? '  nothing found' : '  FAILED',
    ].join(' '),
  )

/** Operation ids of those that Schemathesis reports, by the headings `____ POST /auth/sign-in ____`. */
const blamed = (output: string): string[] => {
  const lines = [...output.matchAll(/^_+ ([A-Z]+) (\/\S*) _+$/gm)].map(([, method, path]) => ({ method, path }))
  const found = lines.flatMap(({ method, path }) => {
    const there = entries.filter((entry) => entry.path === path)
    const exact = there.filter((entry) => entry.method.toUpperCase() === method)
    // A method that the path does not take is tried with any operation of the path.
    return exact.length > 0 ? exact : there.slice(0, 1)
  })
  return [...new Set(found.map(({ id }) => id))]
}

const explain = ({ round, output, log }: Outcome, { examples }: Options): void => {
  console.log(`\n${output.trim()}\n`)
  if (log) console.log(`The server logged:\n${log.slice(0, 10_000)}`)
  const again = blamed(output).flatMap((id) => ['--operation', id])
  const words = ['--state', round.state, '--kind', round.kind, ...again, '--seed', round.seed, '--examples', examples]
  console.log(`Again: npm run fuzz -- ${words.join(' ')}\n`)
}

const fuzz = async (options: Options): Promise<number> => {
  const start = performance.now()
  const rounds = roundsOf(options)
  const waiting = [...rounds]
  const outcomes: Outcome[] = []
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  const worker = async () => {
    const server = await startServer()
    const runner = startSchemathesis()
    try {
      for (let round = waiting.shift(); round; round = waiting.shift()) {
        const outcome = await tryRound(round, server, runner, options.examples, folder)
        outcomes.push(outcome)
        say(outcome, outcomes.length, rounds.length)
      }
    } finally {
      runner.stop()
      server.stop()
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(options.jobs, rounds.length) }, worker))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const failed = outcomes.filter(({ code }) => code !== 0)
  for (const outcome of failed) explain(outcome, options)
  const reached = new Set(outcomes.flatMap((outcome) => outcome.reached))
  const never = entries.filter(
    ({ id, method, path }) => options.operations.includes(id) && !reached.has(`${method.toUpperCase()} ${path}`),
  )
  // In some states alone most are refused, and should be.
  if (never.length > 0 && options.kinds.length === kinds.length && options.states.length === Object.keys(states).length)
    console.log(`Only refused: ${never.map(({ id }) => id).join(', ')}`)
  const cases = outcomes.reduce((sum, outcome) => sum + outcome.cases, 0)
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(
    `${cases} requests in ${seconds} s, seed ${options.seed}: ${failed.length} of ${rounds.length} runs failed`,
  )
  return failed.length > 0 ? 1 : 0
}

const options = readOptions()
if (typeof options === 'string') {
  process.stdout.write(options ? `${options}\n\n${usage}` : usage)
  process.exitCode = options ? 2 : 0
} else if (!existsSync(schemathesis)) {
  console.error('Schemathesis is not installed: npm run tools puts it into .tools/.')
  process.exitCode = 3
} else {
  process.exitCode = await fuzz(options)
}
