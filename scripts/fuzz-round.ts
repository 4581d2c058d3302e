// One run of Schemathesis: one kind of credential, in one world.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { resetWorld, seedsOf } from '../contract-tests/harness/seeds/seeds.ts'
import { type Contract, type Operation, entriesOf } from '../spec/generate/contract.ts'
import { root } from '../spec/generate/run.ts'
import type { Server } from './fuzz-server.ts'
import { endings, states } from './fuzz-states.ts'
import type { Credential } from './fuzz-people.ts'
import { schemathesisPython } from './tools.ts'

/** All operations in one world, or what ends one, or from one to the next by the contract's links. */
export const kinds = ['whole', 'endings', 'linked'] as const
export type Kind = (typeof kinds)[number]

/** One run of Schemathesis. */
export interface Round {
  readonly state: string
  readonly kind: Kind
  readonly operations: readonly string[]
  readonly seed: number
}

export interface Outcome {
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
/** Every operation of the contract. */
export const entries = entriesOf(JSON.parse(readFileSync(contractFile, 'utf8')) as Contract)

/** Whether it is this credential that the operation asks for; nobody's are those that ask for none. */
export const isFor = (name: string, { security = [] }: Operation): boolean => {
  const state = states[name]!
  const schemes = security.flatMap((requirement) => Object.keys(requirement))
  const isOpen = security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)
  return state.schemes.some((scheme) => schemes.includes(scheme)) || (isOpen && state === states.nobody)
}

/** Whoever may go from one to the next: what ends something stays where its path says what, and that is not the session that asks. */
export const linkedOf = (state: string): string[] =>
  entries
    .filter(
      ({ id, operation, path }) => isFor(state, operation) && (!endings.includes(id) || /\{(?!session)/.test(path)),
    )
    .map(({ id }) => id)

/** Whether a link leads from one of these to another. */
export const hasLink = (ids: readonly string[]): boolean =>
  entries
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ responses }) => [...responses.values()].flatMap(({ links }) => Object.keys(links ?? {})))
    .some((id) => ids.includes(id))

/** Where some link brings a value: `path.account_id`. */
const linkedPlaces = new Set(
  entries
    .flatMap(({ responses }) => [...responses.values()].flatMap(({ links }) => Object.values(links ?? {})))
    .flatMap(({ parameters = {}, 'x-request-body': fields = {} }) => [
      ...Object.keys(parameters),
      ...Object.keys(fields).map((name) => `body.${name}`),
    ]),
)

/** How many ways through the links are gone for each made-up request that an operation gets. */
const waysPerExample = 4

/** schemathesis.toml, with how hard each operation is tried in this state and what exists for it to hit. */
const configOf = (round: Round, credential: Credential, effort: number): string => {
  const strange = entries.filter(({ id, operation }) => round.operations.includes(id) && !isFor(round.state, operation))
  const isLinked = round.kind === 'linked'
  const examples = isLinked ? effort * waysPerExample : effort
  // A way through the links goes on with what it met, and ends nothing that was there before.
  const known = Object.entries(credential.known).filter(
    ([place, value]) => value !== undefined && !(isLinked && linkedPlaces.has(place)),
  )
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

/** These and no others, as one filter: each filter is asked about each operation, several times a run. */
const exactly = (ids: readonly string[]): string => `^(${ids.map((id) => id.replaceAll('.', '[.]')).join('|')})$`

export interface Schemathesis {
  /** Runs it with these words behind its name. What it says goes into a file. */
  run(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    file: string,
  ): Promise<{ readonly code: number; readonly output: string }>
  stop(): void
}

/** One process that has Schemathesis loaded, for one run after the other. */
export const startSchemathesis = (): Schemathesis => {
  const child = spawn(schemathesisPython, [join(root, 'scripts/schemathesis_runs.py')], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const codes = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  failed.catch(() => undefined)
  return {
    run: async (args, env, file) => {
      child.stdin.write(`${JSON.stringify({ args, env, output: file })}\n`)
      const { value } = (await Promise.race([codes.next(), failed])) as { value?: string }
      if (value === undefined) throw new Error('The process that runs Schemathesis has ended.')
      return { code: Number(value), output: existsSync(file) ? readFileSync(file, 'utf8') : '' }
    },
    stop: () => child.stdin.end(),
  }
}

/** Makes the world and has it tried, with as many made-up requests for an operation from who may call it. Files go into `folder`. */
export const tryRound = async (
  round: Round,
  { url, takeLog }: Server,
  { run }: Schemathesis,
  effort: number,
  folder: string,
): Promise<Outcome> => {
  const target = { name: 'remote', baseUrl: url } as const
  await resetWorld(target)
  const credential = await states[round.state]!.enter(seedsOf(target))
  const files = mkdtempSync(join(folder, `${round.state}-`))
  const config = join(files, 'schemathesis.toml')
  const report = join(files, 'report.json')
  writeFileSync(config, configOf(round, credential, effort))
  const args = [
    ...['--config-file', config, 'run', contractFile, '--url', url, '--seed', String(round.seed)],
    ...[
      '--phases',
      round.kind === 'linked' ? 'stateful' : 'examples,coverage,fuzzing',
      '--continue-on-failure',
      '--no-color',
      '--warnings',
      'off',
    ],
    ...['--report', 'json', '--report-json-path', report],
    ...Object.entries(credential.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...['--include-operation-id-regex', exactly(round.operations)],
  ]
  const start = performance.now()
  const answers = join(files, 'answers')
  const { code, output } = await run(args, { FUZZ_ANSWERS: answers }, join(files, 'output'))
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
