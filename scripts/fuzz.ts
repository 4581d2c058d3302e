// A second opinion: Schemathesis asks the real server whatever it can think of, as everybody who may ask. `npm run fuzz`.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { resetWorld, seedsOf } from '../contract-tests/harness/seeds.ts'
import { limits } from '../server/model/limits.ts'
import { type Contract, type Operation, entriesOf } from '../spec/generate/contract.ts'
import { root } from '../spec/generate/run.ts'
import { type Standing, type State, endings, states } from './fuzz-states.ts'
import { schemathesis } from './tools.ts'

const usage = `usage: npm run fuzz -- [--state NAME]... [--operation ID]... [--seed N] [--examples N] [--jobs N]

Starts the server with an empty database and has Schemathesis try the whole contract on it, once for each kind of
credential. The same seed tries the same.

  --state      only as ${Object.keys(states).join(', ')}
  --operation  only this operation, such as account.signIn
  --seed       another one finds other things (1)
  --examples   how many made-up requests an operation gets from who may call it, positive and negative (8)
  --jobs       how many servers and runs side by side (one a core)

Exit code 0: nothing found; 1: something found, with the command that repeats it; 2: wrong usage; 3: Schemathesis is not installed.
`

interface Options {
  readonly states: readonly string[]
  readonly operations: readonly string[]
  readonly seed: number
  readonly examples: number
  readonly jobs: number
}

/** One run of Schemathesis. */
interface Round {
  readonly state: string
  /** All operations in one world, or one that is ended by what is tried. */
  readonly kind: 'whole' | 'endings'
  readonly operations: readonly string[]
}

interface Outcome {
  readonly round: Round
  readonly code: number
  readonly cases: number
  readonly seconds: number
  readonly output: string
  /** What the server logged as an error. */
  readonly log: string
  /** Operations, by method and path, that answered with a success or a redirect. */
  readonly reached: readonly string[]
}

const contractFile = join(root, 'generated/openapi.json')
const entries = entriesOf(JSON.parse(readFileSync(contractFile, 'utf8')) as Contract)

const readOptions = (): Options | string => {
  try {
    const { values } = parseArgs({
      options: {
        state: { type: 'string', multiple: true },
        operation: { type: 'string', multiple: true },
        seed: { type: 'string', default: '1' },
        examples: { type: 'string', default: '8' },
        jobs: { type: 'string', default: String(availableParallelism()) },
        help: { type: 'boolean' },
      },
    })
    if (values.help) return ''
    const numbers = [values.seed, values.examples, values.jobs].map(Number)
    if (!numbers.every((number) => Number.isInteger(number) && number > 0)) return 'Numbers are whole and above 0.'
    const [seed = 1, examples = 1, jobs = 1] = numbers
    const unknownState = values.state?.find((name) => !(name in states))
    if (unknownState) return `There is no state ${unknownState}.`
    const unknownOperation = values.operation?.find((id) => !entries.some((entry) => entry.id === id))
    if (unknownOperation) return `There is no operation ${unknownOperation}.`
    return {
      states: values.state ?? Object.keys(states),
      operations: values.operation ?? entries.map(({ id }) => id),
      seed,
      examples,
      jobs,
    }
  } catch (error) {
    return (error as Error).message
  }
}

const roundsOf = ({ states: names, operations }: Options): Round[] =>
  names
    .flatMap((state): Round[] => [
      { state, kind: 'whole', operations: operations.filter((id) => !endings.includes(id)) },
      { state, kind: 'endings', operations: operations.filter((id) => endings.includes(id)) },
    ])
    .filter((round) => round.operations.length > 0)

/** Whether it is this credential that the operation asks for; nobody's are those that ask for none. */
const isFor = (state: State, { security = [] }: Operation): boolean => {
  const schemes = security.flatMap((requirement) => Object.keys(requirement))
  const isOpen = security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)
  return state.schemes.some((scheme) => schemes.includes(scheme)) || (isOpen && state === states.nobody)
}

/** schemathesis.toml, with how hard each operation is tried in this state and what exists for it to hit. */
const configOf = (round: Round, standing: Standing, { examples }: Options): string => {
  const state = states[round.state]!
  const strange = entries.filter(({ id, operation }) => round.operations.includes(id) && !isFor(state, operation))
  const known = Object.entries(standing.known).filter(([, value]) => value !== undefined)
  return [
    readFileSync(join(root, 'schemathesis.toml'), 'utf8').replace(
      '[generation]',
      `[generation]\nmax-examples = ${examples}`,
    ),
    ...(strange.length > 0
      ? [
          '[[operations]]',
          `include-operation-id = ${JSON.stringify(strange.map(({ id }) => id))}`,
          'generation.max-examples = 1',
          'phases.coverage.enabled = false',
        ]
      : []),
    ...known.flatMap(([place, value]) => [`[dictionaries."${place}"]`, `values = ${JSON.stringify([value].flat())}`]),
    ...(known.length > 0 ? ['[parameters]'] : []),
    ...known.map(([place]) => `"${place}" = { dictionary = "${place}", probability = 0.7 }`),
    '',
  ].join('\n')
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

interface Server {
  readonly url: string
  /** What it has logged since the last time. */
  takeLog(): string
  stop(): void
}

/** The program as it is run, with an empty database in memory and limits that nobody reaches. */
const startServer = async (): Promise<Server> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child: ChildProcess = spawn(process.execPath, [join(root, 'server/main.ts')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: 'http://localhost:3000',
      DATABASE_URL: 'sqlite::memory:',
      LOG_LEVEL: 'error',
      HASH_QUEUE: '1000',
      LIMITS: Object.keys(limits)
        .map((name) => `${name}=100000/3600`)
        .join(','),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr!.on('data', (chunk) => (log += String(chunk)))
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The server did not start. ${log}`)))
    child.stdout!.on('data', (chunk) => {
      const text = String(chunk)
      if (/^Countersign /m.test(text)) resolve()
      else log += text
    })
  })
  return {
    url,
    takeLog: () => {
      const taken = log
      log = ''
      return taken
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

const run = async (round: Round, { url, takeLog }: Server, options: Options, folder: string): Promise<Outcome> => {
  const target = { name: 'remote', baseUrl: url } as const
  await resetWorld(target)
  const standing = await states[round.state]!.enter(seedsOf(target))
  const files = mkdtempSync(join(folder, `${round.state}-`))
  const config = join(files, 'schemathesis.toml')
  const report = join(files, 'report.json')
  writeFileSync(config, configOf(round, standing, options))
  const args = [
    ...['--config-file', config, 'run', contractFile, '--url', url, '--seed', String(options.seed)],
    ...['--phases', 'examples,coverage,fuzzing', '--continue-on-failure', '--no-color', '--warnings', 'off'],
    ...['--report', 'json', '--report-json-path', report],
    ...Object.entries(standing.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...round.operations.flatMap((id) => ['--include-operation-id', id]),
  ]
  const start = performance.now()
  const answers = join(files, 'answers')
  const child = spawn(schemathesis, args, {
    cwd: root,
    env: { ...process.env, FUZZ_ANSWERS: answers },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise<number>((done) => {
    child.on('error', (error) => {
      output += error.message
      done(1)
    })
    child.on('close', (exit) => done(exit ?? 1))
  })
  const cases = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as { test_cases: { generated: number } }).test_cases.generated
    : 0
  const seconds = (performance.now() - start) / 1000
  return { round, code, cases, seconds, output, log: takeLog(), reached: reachedIn(answers) }
}

/** The hooks write a line an answer: `POST /auth/sign-in 200`. */
const reachedIn = (file: string): string[] => {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  return [...new Set(lines.filter((line) => / [23]\d\d$/.test(line)).map((line) => line.slice(0, -4)))]
}

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

const explain = ({ round, output, log }: Outcome, { seed, examples }: Options): void => {
  console.log(`\n${output.trim()}\n`)
  if (log) console.log(`The server logged:\n${log.slice(0, 10_000)}`)
  const again = blamed(output).flatMap((id) => ['--operation', id])
  const words = ['--state', round.state, ...again, '--seed', seed, '--examples', examples]
  console.log(`Again: npm run fuzz -- ${words.join(' ')}\n`)
}

const fuzz = async (options: Options): Promise<number> => {
  const start = performance.now()
  const rounds = roundsOf(options)
  const waiting = [...rounds]
  const outcomes: Outcome[] = []
  mkdirSync(join(root, '.data'), { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  const worker = async () => {
    const server = await startServer()
    try {
      for (let round = waiting.shift(); round; round = waiting.shift()) {
        const outcome = await run(round, server, options, folder)
        outcomes.push(outcome)
        say(outcome, outcomes.length, rounds.length)
      }
    } finally {
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
  if (never.length > 0) console.log(`Only refused: ${never.map(({ id }) => id).join(', ')}`)
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
