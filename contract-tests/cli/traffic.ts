// Holds traffic to the contract, recorded or live, and says what it breaks and how much of the contract it shows.
import { relative } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Break, createGate, writeBaseline } from '../report/baseline.ts'
import { declared } from '../harness/contract/contract.ts'
import { harmless, tellGitHub } from '../report/github.ts'
import type { Report } from '../report/report.ts'
import { writeReport } from '../report/write.ts'
import type { Seen } from '../traffic/exchange.ts'
import { readHar } from '../traffic/har.ts'
import { type Proxy, startProxy } from '../traffic/proxy.ts'
import { type Found, createTraffic } from '../traffic/traffic.ts'
import type { Heard, Told, WorkerData } from '../traffic/worker.ts'
import { quoted } from '../harness/words/curl.ts'
import { type Options, exitCodes } from './options.ts'
import { plural, readKnown, stop, whyUnread } from './start.ts'

const say = (text: string) => void process.stdout.write(text)

const tell = ({ name, reason, isKnown }: Found): void => {
  if (isKnown) return say(`known   ${harmless(name)}\n`)
  const lines = reason.split('\n').map((line) => `${harmless(`          ${line}`)}\n`)
  say(`broken  ${harmless(name)}\n${lines.join('')}`)
}

interface Sum {
  readonly report: Report
  /** The breaks as a baseline has them. */
  readonly now: readonly Break[]
  readonly held: number
  readonly leftOut: Iterable<readonly [reason: string, times: number]>
}

/** Says the sum, and writes what was told to be written. Returns the exit code. */
const end = ({ report, now, held, leftOut }: Sum, { report: folder, baseline, updateBaseline }: Options): number => {
  for (const [reason, times] of leftOut) say(`left out  ${plural(times, 'exchange')}: ${harmless(reason)}\n`)
  for (const one of report.mended) say(`mended  ${harmless(`${one.case}: ${one.problem}`)}\n`)
  const broken = report.tests.filter(({ result }) => result === 'failed')
  const fresh = broken.filter(({ isKnown }) => !isKnown)
  const statuses = report.operations.flatMap(({ id, statuses: all }) =>
    all.filter(({ status }) => declared.get(id)!.responses.has(status)),
  )
  const seen = statuses.filter(({ squares }) => squares.some(({ state }) => state === 'kept' || state === 'broken'))
  const operations = report.operations.filter((one) => one.statuses.some(({ exchanges }) => exchanges.length > 0))
  const accepted = broken.length > fresh.length ? `, ${broken.length - fresh.length} of them known` : ''
  say(
    `${plural(held, 'exchange')} held, ${plural(broken.length, 'break')}${accepted}; ${operations.length} of ${report.operations.length} operations and ${seen.length} of ${statuses.length} statuses seen.\n`,
  )
  say(`Report: ${relative('', writeReport(folder, report))}\n`)
  tellGitHub(report)
  if (held === 0) {
    process.stderr.write('Nothing of the contract was in it, so nothing is known of the server.\n')
    return exitCodes.unusable
  }
  if (baseline && updateBaseline) {
    writeBaseline(baseline, now)
    say(`${relative('', baseline)} holds ${plural(now.length, 'known break')} now.\n`)
    return exitCodes.kept
  }
  return fresh.length > 0 ? exitCodes.broken : exitCodes.kept
}

/** Of a HAR file. */
export const holdRecorded = (options: Options, file: string): number => {
  const startedAt = Date.now()
  const gate = createGate(readKnown(options))
  const traffic = createTraffic(options.operations, gate)
  const read = () => {
    try {
      return readHar(file, options.url || undefined)
    } catch (error) {
      return stop(`--har ${quoted(file)}: ${whyUnread(error)}`)
    }
  }
  for (const one of read()) {
    if ('lack' in one) traffic.leaveOut(one.lack)
    else {
      const found = traffic.hold(one)
      if (found) tell(found)
    }
  }
  const report = traffic.report(options.url || file, startedAt)
  return end({ report, now: gate.now(), ...traffic.counted() }, options)
}

/** Characters of bodies. More would only wait, and fill the memory. */
const mostWaiting = 100_000_000

const lengthOf = ({ body, answer, url }: Seen): number => url.length + (body?.length ?? 0) + answer.text.length + 1000

/** Of whoever goes through a proxy, until it is ended by a signal. */
export const holdLive = async (options: Options): Promise<number> => {
  // A terminal that is gone must not end this before its report.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const data: WorkerData = { operations: options.operations, known: readKnown(options), startedAt: Date.now() }
  const beside = new URL(`../traffic/worker${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
  const worker = new Worker(beside, { workerData: data })
  let waiting = 0
  const lengths: number[] = []
  const unheld = new Map<string, number>()
  const ended = Promise.withResolvers<Sum>()
  worker.on('error', (error) => stop(`The kit itself has failed: ${error.stack ?? error.message}`))
  worker.on('message', (heard: Heard) => {
    if ('report' in heard) return ended.resolve({ ...heard, leftOut: [...heard.leftOut, ...unheld] })
    // They are held in the order in which they were handed over.
    waiting -= lengths.shift() ?? 0
    if (heard.found) tell(heard.found)
  })
  const post = (told: Told) => worker.postMessage(told)
  const leftOut = (reason: string) => void unheld.set(reason, (unheld.get(reason) ?? 0) + 1)
  const passed = (seen: Seen) => {
    if (waiting >= mostWaiting) return leftOut('too many were waiting to be held')
    const length = lengthOf(seen)
    waiting += length
    lengths.push(length)
    post({ seen })
  }
  const proxy: Proxy = await startProxy(options.url, options, { passed, leftOut }).catch((error: Error) =>
    stop(`The proxy cannot listen at ${options.host}:${options.port}: ${error.message}`),
  )
  say(`${proxy.url} leads to ${options.url}. Ctrl+C ends it with its report.\n`)
  const signal = await signalled()
  say(signal === 'SIGINT' && process.stdout.isTTY ? '\n' : '')
  await proxy.close()
  post({ end: options.url })
  return end(await ended.promise, options)
}

/** The first that ends it. A later one finds it ending; only who asks twice by the keyboard wants it now. */
const signalled = async (): Promise<NodeJS.Signals> => {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve)
  const first = await promise
  process.on('SIGINT', () => process.exit(130))
  return first
}
