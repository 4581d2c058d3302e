// How good are your own tests? Seeds one defect at a time before a server, and runs your command against it.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { relative } from 'node:path'
import type { OperationId } from '../../generated/operations.ts'
import { whyNobody } from '../harness/requests/reach.ts'
import { quoted } from '../harness/words/curl.ts'
import { marksOf } from '../mutants/lenient.ts'
import type { Exchange } from '../mutants/exchange.ts'
import type { Mutant } from '../mutants/mutant.ts'
import { collectSamples, mutantsOf } from '../mutants/mutants.ts'
import { front, putInFront } from '../mutants/proxy.ts'
import { type SuiteReport, type TriedDefect, scoreOf, tableOf, writeSuiteReport } from '../mutants/suite-report.ts'
import { wordsOf } from '../mutants/words.ts'
import { shuffled } from '../negatives/random.ts'
import { declared } from '../harness/contract/contract.ts'
import { exitCodes } from './options.ts'
import { createProgress, say } from './progress.ts'
import { plural } from './start.ts'
import { type Options, readOptions, stop, usage } from './mutant-options.ts'

interface Ran {
  readonly passed: boolean
  readonly isCutOff: boolean
  /** Where there is no such program. */
  readonly isUnstarted: boolean
  readonly seconds: number
  readonly said: string
}

/** What ends a command from outside. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Longer output is nobody's to read. */
const longest = 1_000_000

/** Runs the tests once. They find the server in TARGET_URL, and in `{url}` of the command. */
const runTests = (command: readonly string[], url: string, seconds: number): Promise<Ran> => {
  const [program = '', ...args] = command.map((part) => part.replaceAll('{url}', url))
  const start = performance.now()
  // A group of its own, so that what it starts ends with it.
  const tests = spawn(program, args, {
    env: { ...process.env, TARGET_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  let said = ''
  for (const stream of [tests.stdout, tests.stderr]) {
    stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-longest)))
  }
  let isCutOff = false
  const end = () => {
    isCutOff = true
    try {
      process.kill(process.platform === 'win32' ? tests.pid! : -tests.pid!, 'SIGKILL')
    } catch {
      // It has ended by itself meanwhile.
    }
  }
  const timer = setTimeout(end, seconds * 1000)
  // In a group of their own they do not hear what ends this command: it ends them.
  const leave = (signal: NodeJS.Signals) => {
    end()
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of endings) process.once(signal, leave)
  return new Promise((done) => {
    const finish = (passed: boolean, problem?: string) => {
      clearTimeout(timer)
      for (const signal of endings) process.off(signal, leave)
      const isUnstarted = problem !== undefined
      const seconds = (performance.now() - start) / 1000
      done({ passed: passed && !isCutOff, isCutOff, isUnstarted, seconds, said: said + (problem ?? '') })
    }
    tests.on('error', (error) => finish(false, error.message))
    tests.on('close', (code) => finish(code === 0))
  })
}

/** What arranges a sandbox for the tests is not what they are about. */
const isArranging = (id: OperationId): boolean => declared.get(id)!.path.startsWith('/sandbox')

const marked = (exchanges: readonly Exchange[]): Exchange[] =>
  exchanges.map((one, index) => ({ ...one, marks: marksOf(one, exchanges.slice(0, index)) }))

/** Some of them, by chance that can be repeated: one of each operation in turn. */
const someOf = (mutants: readonly Mutant[], { sample, seed }: Options): Mutant[] => {
  const groups = [...Map.groupBy(shuffled(mutants, `suite ${seed}`), ({ mutation }) => mutation.operation).values()]
  const chosen: Mutant[] = []
  for (let turn = 0; chosen.length < Math.min(sample, mutants.length); turn += 1) {
    chosen.push(...groups.flatMap((group) => group[turn] ?? []))
  }
  return chosen.slice(0, sample)
}

/** Which defects there are for what the tests touch, once they pass without any. */
const findMutants = async (options: Options, proxy: string) => {
  const first = await runTests(options.command, proxy, options.commandTimeout ?? options.timeout)
  if (!first.passed) {
    const why = first.isCutOff ? 'do not end' : first.isUnstarted ? 'cannot be started' : 'fail'
    say(first.said.trimEnd().split('\n').slice(-20).join('\n'))
    return stop(
      `Your tests ${why}${first.isUnstarted ? '' : ' without a defect'} (${options.command.map(quoted).join(' ')}): they have to pass before they can judge.`,
    )
  }
  const samples = collectSamples(marked(front.exchanges))
  const touched = new Set(front.exchanges.flatMap(({ asked }) => asked.operation ?? []))
  const ids = [...touched].filter((id) => (options.operations ? options.operations.includes(id) : !isArranging(id)))
  if (ids.length === 0) {
    return stop(
      'Your tests asked for no operation of the contract there: have them ask the address in TARGET_URL, or in {url} of the command.',
    )
  }
  return { first, ids, all: mutantsOf(ids, samples) }
}

const tryDefect = async (
  mutant: Mutant,
  command: readonly string[],
  proxy: string,
  bound: number,
): Promise<TriedDefect> => {
  Object.assign(front, { mutation: mutant.mutation, exchanges: [], changes: 0 })
  const { passed, seconds } = await runTests(command, proxy, bound)
  front.mutation = undefined
  const outcome = front.changes === 0 ? 'unseen' : passed ? 'survived' : 'noticed'
  const { id, kind, mutation } = mutant
  return { id, operation: mutation.operation, kind, sentence: wordsOf(mutant), outcome, seconds }
}

/** Returns the exit code. */
export const mutants = async (args: readonly string[]): Promise<number> => {
  // Behind -- it is a word of theirs.
  if (args.slice(0, args.includes('--') ? args.indexOf('--') : undefined).includes('--help')) {
    process.stdout.write(usage)
    return exitCodes.kept
  }
  const options = readOptions(args)
  const { url, command, seed } = options
  const why = await whyNobody(url)
  if (why) return stop(why)
  const started = Date.now()
  const proxy = await putInFront(url)
  const { first, ids, all } = await findMutants(options, proxy)
  const chosen = someOf(all, options)
  // A defect may have tests wait for what does not come.
  const bound = options.commandTimeout ?? Math.max(30, 5 * first.seconds)
  say(
    `Your tests pass in ${first.seconds.toFixed(1)} s and ask for ${plural(ids.length, 'operation')}: ${chosen.length} of ${plural(all.length, 'defect')}, about ${Math.ceil(chosen.length * first.seconds)} s.`,
  )
  const progress = createProgress(chosen.length)
  const defects: TriedDefect[] = []
  let survived = 0
  let isOver = false
  for (const mutant of chosen) {
    isOver = (Date.now() - started) / 1000 > options.timeout
    if (isOver || (options.bail && survived > 0)) break
    const tried = await tryDefect(mutant, command, proxy, bound)
    defects.push(tried)
    if (tried.outcome === 'survived') {
      survived += 1
      say(`survived  ${tried.operation}: ${tried.sentence}`)
    }
    progress.tell(defects.length, `${defects.length} of ${chosen.length} defects, ${survived} survived`)
  }
  const seconds = (Date.now() - started) / 1000
  const isWhole = defects.length === all.length
  const report: SuiteReport = {
    url,
    command,
    seed,
    startedAt: new Date(started).toISOString(),
    seconds,
    all: all.length,
    isWhole,
    defects,
  }
  say(`\n${tableOf(report)}\n`)
  const score = scoreOf(defects)
  say(`Report: ${relative('', writeSuiteReport(options.report, report))}`)
  if (score === undefined) return stop('No defect changed an answer that your tests saw, so nothing is known of them.')
  say(`${score} % of the defects are noticed, ${survived} survived.`)
  if (isOver && score >= options.least) return exitCodes.unfinished
  return score >= options.least ? exitCodes.kept : exitCodes.broken
}
