// What became of the defects that somebody's own tests were asked to notice: for people and for machines.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TriedDefect {
  readonly id: string
  readonly operation: string
  readonly kind: string
  /** What the server did wrong. */
  readonly sentence: string
  /** `unseen`: no answer was changed by it, so it was none. */
  readonly outcome: 'noticed' | 'survived' | 'unseen'
  readonly seconds: number
}

export interface SuiteReport {
  readonly url: string
  readonly command: readonly string[]
  readonly seed: number
  readonly startedAt: string
  readonly seconds: number
  /** How many there would have been. */
  readonly all: number
  readonly isWhole: boolean
  readonly defects: readonly TriedDefect[]
}

const count = (defects: readonly TriedDefect[], outcome: TriedDefect['outcome']): number =>
  defects.filter((one) => one.outcome === outcome).length

/** The share that was noticed, rounded down, of those that changed an answer; undefined where none did. */
export const scoreOf = (defects: readonly TriedDefect[]): number | undefined => {
  const noticed = count(defects, 'noticed')
  const seen = noticed + count(defects, 'survived')
  return seen === 0 ? undefined : Math.floor((100 * noticed) / seen)
}

const byOperation = (defects: readonly TriedDefect[]) =>
  [...Map.groupBy(defects, ({ operation }) => operation)].sort(([a], [b]) => a.localeCompare(b))

const figuresOf = (some: readonly TriedDefect[]): readonly string[] => {
  const score = scoreOf(some)
  const [noticed, survived] = [count(some, 'noticed'), count(some, 'survived')]
  return [String(noticed + survived), String(noticed), String(survived), score === undefined ? '' : `${score} %`]
}

/** A line for each operation, and all of them. */
export const tableOf = ({ defects }: Pick<SuiteReport, 'defects'>): string => {
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(36)}${cells.map((cell) => cell.padStart(10)).join('')}`
  return [
    row('operation', ['defects', 'noticed', 'survived', 'score']),
    ...byOperation(defects).map(([operation, some]) => row(operation, figuresOf(some))),
    row('all', figuresOf(defects)),
  ].join('\n')
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1d21;background:#fff}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #d6dae0}
td+td,th+th{text-align:right}li{margin:.3rem 0}code{font-size:.9em}@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#16181b}td,th{border-color:#3a3f45}}`

/** One file that needs no network. */
export const toPage = (report: SuiteReport): string => {
  const score = scoreOf(report.defects)
  const survived = report.defects.filter(({ outcome }) => outcome === 'survived')
  const rows = byOperation(report.defects).map(
    ([operation, some]) =>
      `<tr><td><code>${escaped(operation)}</code></td>${figuresOf(some)
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  )
  const survivors = byOperation(survived).map(
    ([operation, some]) =>
      `<h3><code>${escaped(operation)}</code></h3><ul>${some.map(({ sentence }) => `<li>${escaped(sentence)}</li>`).join('')}</ul>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What your tests notice</title><style>${style}</style>
<h1>${score === undefined ? 'No defect changed an answer' : `${score} % of the defects are noticed`}</h1>
<p><code>${escaped(report.command.join(' '))}</code> against ${escaped(report.url)}, ${escaped(report.startedAt)}: ${report.defects.length} of ${report.all} defects tried, seed ${report.seed}, ${Math.round(report.seconds)} s.</p>
<h2>What no test notices</h2>${survivors.join('\n') || '<p>Nothing of what was tried.</p>'}
<h2>By operation</h2><table><tr><th>operation</th><th>defects</th><th>noticed</th><th>survived</th><th>score</th></tr>
${rows.join('\n')}</table></html>
`
}

/** Writes mutants.json and mutants.html; returns the page's path. */
export const writeSuiteReport = (folder: string, report: SuiteReport): string => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'mutants.json'),
    `${JSON.stringify({ ...report, score: scoreOf(report.defects) ?? null }, undefined, 1)}\n`,
  )
  const page = join(folder, 'mutants.html')
  writeFileSync(page, toPage(report))
  return page
}
