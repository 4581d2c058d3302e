// One run of the suite against a server: what it is told first, the runner, and the exit code.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type OperationId, operations as surfaceOf } from '../../generated/operations.ts'
import { type Break, createGate, writeBaseline } from '../report/baseline.ts'
import { findPublicUrl } from '../harness/targets/probe.ts'
import { loadWorld } from '../harness/worlds/index.ts'
import { answersTwoAtOnce, whyOf } from '../harness/requests/reach.ts'
import { quoted } from '../harness/words/curl.ts'
import { type Instance, namesOf } from '../harness/targets/instances.ts'
import { emptySandbox, findShared } from './instances.ts'
import { look } from './look.ts'
import { type Options, exitCodes, surfaces } from './options.ts'
import type { Reporter, Vitest } from 'vitest/node'
import { LongestFirst } from './order.ts'
import { type ConformReporter, createReporter } from './output.ts'
import { isTerminal } from './progress.ts'
import { name, plural, stop } from './start.ts'
import { foldersOf, kitProject, suiteRoot } from './suite.ts'

/** What has to be so before the first case: the world of each instance can be emptied. Returns what is absent. */
const prepare = async (options: Options): Promise<readonly OperationId[]> => {
  const { url, urls, world, operations } = options
  const inWorld = `--world ${quoted(String(world))}:`
  const resets = new Map<string, () => Promise<void>>()
  for (const one of urls) {
    const { reset } = await loadWorld(world, one).catch((error: Error) => stop(`${inWorld} ${error.message}`))
    if (reset) resets.set(one, reset)
  }
  // Who empties the world otherwise, or not at all, has not asked for what would empty it.
  const isSpared = resets.size > 0 && !operations.includes('service.resetSandbox')
  const absent = await look({ ...options, spared: isSpared ? ['service.resetSandbox'] : [] })
  if (resets.size === 0 && absent.includes('service.resetSandbox')) {
    stop(
      `${url} has no POST /sandbox/reset: start it in sandbox mode, or say by --world how its world is made. ${name} init writes such a file.`,
    )
  }
  const empty = async (one: string): Promise<void> => {
    const reset = resets.get(one)
    if (!reset) return emptySandbox(one)
    const where = urls.length > 1 ? ` for ${one}` : ''
    await reset().catch((error: unknown) => stop(`${inWorld} reset() failed${where}: ${whyOf(error)}`))
  }
  if (resets.size > 0) for (const one of urls) await empty(one)
  const shared = await findShared(urls, absent, empty)
  if (shared) {
    stop(
      `${namesOf(shared)} share their world, and each case empties it: give each instance a database of its own, or say one --url.`,
    )
  }
  return absent
}

/** A run keeps its records to itself: the suite may be running beside it. */
const withRecords = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-'))
  process.env.CONFORM_RECORDS = folder
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The beginning of the command that repeats a case. */
const againIn = ({ url, world }: Options): string => {
  return [name, '--url', quoted(url), ...(world ? ['--world', quoted(relative('', world))] : [])].join(' ')
}

/** Ends the run in order, with its report. */
const endOnSignals = (runner: Vitest, reporter: ConformReporter): void => {
  let isEnding = false
  const end = (signal: NodeJS.Signals) => {
    // Only who asks twice by the keyboard wants it now.
    if (isEnding && signal === 'SIGINT') process.exit(130)
    if (isEnding) return
    isEnding = true
    reporter.end()
    void runner.cancelCurrentRun('keyboard-input')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // The runner would end at once, and leave no report.
    process.removeAllListeners(signal)
    process.on(signal, end)
  }
  // A terminal that is gone must not end it before its report.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

const ask = async (options: Options, known: readonly Break[], records: string): Promise<number> => {
  const { url, urls, bail, report, world, operations, isPartial, only, seed, timeout, caseTimeout, rate } = options
  Object.assign(process.env, {
    CONFORM_UNTIL: String(Date.now() + timeout * 1000),
    CONFORM_CASE_TIMEOUT: String(caseTimeout * 1000),
    CONFORM_ANSWER_TIMEOUT: String(Math.ceil((Math.min(caseTimeout, 30) * 1000) / 3)),
    ...(rate !== undefined && { CONFORM_RATE: String(rate) }),
  })
  const { baseline, updateBaseline, onlyImplemented } = options
  const gate = createGate(known)
  // Read already. What looks at it takes itself for a part of the suite, which has not begun.
  delete process.env.TARGET_URL
  const everywhere = await prepare(options)
  const absent = operations.filter((id) => everywhere.includes(id))
  const asked = new Set<string>(operations.map((id) => surfaceOf[id].surface))
  const negatives = options.negatives && absent.length < operations.length
  const publicUrls = await Promise.all(urls.map(findPublicUrl))
  const twoAtOnce = (await Promise.all(urls.map(answersTwoAtOnce))).every(Boolean)
  // The suite runs in workers of the runner's, which get what they have to know by the environment; so do its projects.
  Object.assign(process.env, {
    NODE_ENV: 'test',
    TARGET_URL: url,
    CONFORM_PUBLIC_URL: publicUrls[0],
    ...(urls.length > 1 && {
      CONFORM_INSTANCES: JSON.stringify(urls.map((one, at): Instance => ({ url: one, publicUrl: publicUrls[at]! }))),
    }),
    CONFORM_REPORT: report,
    CONFORM_ABSENT: everywhere.join(','),
    ...(isPartial && { CONFORM_OPERATIONS: operations.join(',') }),
    ...(world && { CONFORM_WORLD: world }),
    ...(only && { CONFORM_CASE: only }),
    CONFORM_AGAIN: againIn(options),
    ...(baseline && { CONFORM_BASELINE: baseline }),
    ...(onlyImplemented && { CONFORM_ONLY_IMPLEMENTED: '1' }),
    NEGATIVES_SEED: String(seed),
    // What is the last request of a run, or has a time of its own, goes alone.
    ...(!bail && !only && rate === undefined && twoAtOnce && { CONFORM_AHEAD: '1' }),
  })
  const reporter = createReporter({
    url: namesOf(urls),
    gate,
    operations,
    absent,
    only,
    write: (text) => void process.stdout.write(text),
    isTerminal: isTerminal(),
    isUpdating: updateBaseline,
  })
  let runner: Vitest | undefined
  // Once the runner is ready for the first case, and listens to signals itself.
  const watcher: Reporter = {
    onInit: (vitest) => void (runner = vitest),
    onTestRunStart: () => endOnSignals(runner!, reporter),
  }
  // Not before the server was looked at: it is long to load.
  const { startVitest } = await import('vitest/node')
  const vitest = await startVitest(
    'test',
    [],
    {
      root: suiteRoot,
      // Of the folder that one is in nothing counts.
      config: false,
      watch: false,
      reporters: [watcher, reporter],
      bail: bail ? 1 : 0,
      // A matrix over the contract may find nothing to ask of a part of it.
      passWithNoTests: true,
      sequence: { sequencer: LongestFirst },
      ...(only && { testNamePattern: only.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') }),
    },
    {
      // Where the kit is installed is not for it to write to.
      cacheDir: records,
      test: {
        projects: [kitProject(foldersOf(surfaces.filter((one) => !asked.has(one))), negatives, urls.length)],
      },
    },
  )
  await vitest.close()
  if (only && !reporter.hasAsked()) {
    process.stderr.write(`No case that was asked for has "${only}" in its name.\n`)
    return exitCodes.unusable
  }
  if (baseline && updateBaseline) {
    const broken = gate.now()
    writeBaseline(baseline, broken)
    process.stdout.write(`${relative('', baseline)} holds ${plural(broken.length, 'known break')} now.\n`)
  } else if (reporter.hasFailed()) return exitCodes.broken
  if (reporter.wasCutShort()) return exitCodes.unfinished
  if (!reporter.hasVerdict()) {
    process.stderr.write('No case could be asked, so nothing is known of the server.\n')
    return exitCodes.unusable
  }
  return absent.length > 0 && !onlyImplemented ? exitCodes.absent : exitCodes.kept
}

/** Asks a server, of which these breaks are known. Returns the exit code. */
export const run = (options: Options, known: readonly Break[]): Promise<number> =>
  withRecords((records) => ask(options, known, records))
