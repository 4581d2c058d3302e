// Asks two servers the same, one after the other, and says where they answer otherwise.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type Comparison, compare } from '../against/compare.ts'
import type { Printed } from '../harness/recorder/print.ts'
import { harmless } from '../report/github.ts'
import type { Report } from '../report/report.ts'
import { type Options, exitCodes } from './options.ts'
import { clearLine, createTicker, say } from './progress.ts'
import { plural } from './start.ts'

const program = join(import.meta.dirname, `conform${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`)

/** The same run for either of them. */
const argumentsOf = (options: Options, url: string, report: string): string[] => [
  ...['--url', url, '--report', report, '--only-implemented'],
  ...(options.isPartial ? options.operations.flatMap((id) => ['--operation', id]) : []),
  ...(options.only ? ['--case', options.only] : []),
  ...(options.negatives ? ['--negatives-seed', String(options.seed)] : ['--no-negatives']),
  ...(options.world ? ['--world', options.world] : []),
  ...(options.rate === undefined ? [] : ['--rate', String(options.rate)]),
  ...['--timeout', String(options.timeout), '--case-timeout', String(options.caseTimeout)],
]

interface Asked {
  readonly code: number
  readonly printed: readonly Printed[]
  readonly absent: readonly string[]
}

/** How far the kit is that asks one of them, by what it says. */
const tellProgress = (said: Readable): void => {
  const tick = createTicker()
  let asked = 0
  createInterface({ input: said }).on('line', (line) => {
    const [, subject, cases] = /^(?:kept|broken) +(\S+) +(?:\d+ of )?(\d+) (?:case|negative)s?$/.exec(line) ?? []
    if (subject !== undefined) tick(`  ${plural((asked += Number(cases)), 'case')} asked, at ${subject}`)
    else if (/^\d+ of \d+ operations, /.test(line)) tick(`  ${line}`)
    else if (/: that is about \d+ \w+ more\. |^Looked at /.test(line)) say(`  ${line}`)
  })
}

/** What one server answered; a sentence where not all of it can be known. */
const askOne = async (options: Options, url: string, name: string, folder: string): Promise<Asked | string> => {
  const prints = join(folder, `${name}.ndjson`)
  const report = join(options.report, name)
  // What another run has left there would be taken for this one's.
  rmSync(report, { recursive: true, force: true })
  process.stdout.write(`Asking the ${name}, ${url}\n`)
  const kit = spawn(process.execPath, [program, ...argumentsOf(options, url, report)], {
    env: { ...process.env, CI: 'true', GITHUB_ACTIONS: '', CONFORM_PRINTS: prints },
    // It ends once the channel is closed, also where this was killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const chunks: Buffer[] = []
  for (const stream of [kit.stdout!, kit.stderr!]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  tellProgress(kit.stdout!)
  const [code] = (await once(kit, 'close')) as [number | null]
  clearLine()
  const lines = Buffer.concat(chunks).toString().trimEnd().split('\n')
  if (code === null || code === exitCodes.unusable || !existsSync(prints)) {
    return `The ${name}, ${url}, could not be asked:\n${lines.slice(-12).map(harmless).join('\n')}`
  }
  const sum = lines.find((line) => / not asked.*\.$/.test(line)) ?? lines.at(-1)
  process.stdout.write(`  ${harmless(sum ?? '')}\n`)
  return {
    code,
    absent: (JSON.parse(readFileSync(join(report, 'report.json'), 'utf8')) as Report).absent,
    printed: readFileSync(prints, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Printed),
  }
}

/** As many as somebody reads. */
const most = 20

const tell = ({ differences, alone, compared }: Comparison, absences: readonly string[]): void => {
  for (const line of absences) say(`differs  ${line}`)
  for (const { operation, what, test, times } of differences) {
    say(`differs  ${operation}: ${what} (${plural(times, 'answer')}; ${test})`)
  }
  for (const test of alone.slice(0, most)) say(`apart    ${test}`)
  if (alone.length > most) say(`apart    and ${alone.length - most} more`)
  const operations = new Set(differences.map(({ operation }) => operation)).size
  say(
    `${plural(compared, 'answer')} compared: ${plural(differences.length + absences.length, 'difference')} in ${plural(operations + absences.length, 'operation')}; ${plural(alone.length, 'case')} asked of one alone, or in another way.`,
  )
}

const tellUnasked = (sentence: string): number => {
  process.stderr.write(`${sentence}\n`)
  return exitCodes.unusable
}

/** Returns the exit code. */
export const against = async (options: Options, other: string): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'against-'))
  try {
    // One after the other: two deployments may share their database.
    const first = await askOne(options, options.url, 'first', folder)
    if (typeof first === 'string') return tellUnasked(first)
    const second = await askOne(options, other, 'second', folder)
    if (typeof second === 'string') return tellUnasked(second)
    const gone = (one: Asked, than: Asked) => one.absent.filter((id) => !than.absent.includes(id))
    const absences = [
      ...gone(first, second).map((id) => `${id}: is absent at the first`),
      ...gone(second, first).map((id) => `${id}: is absent at the second`),
    ]
    const comparison = compare(first.printed, second.printed)
    tell(comparison, absences)
    const path = join(options.report, 'against.json')
    mkdirSync(options.report, { recursive: true })
    writeFileSync(path, JSON.stringify({ first: options.url, second: other, absences, ...comparison }, undefined, 2))
    process.stdout.write(`Both reports and all differences: ${relative('', path)}\n`)
    if (comparison.differences.length + absences.length > 0) return exitCodes.broken
    if (comparison.compared === 0) {
      process.stderr.write('No case could be asked of both, so nothing is known of how they differ.\n')
      return exitCodes.unusable
    }
    return [first, second].some(({ code }) => code === exitCodes.unfinished) ? exitCodes.unfinished : exitCodes.kept
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
