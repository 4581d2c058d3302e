// The run as JUnit XML: one suite an operation, as CI systems read it.
import type { Outcome, Report } from './report.ts'

/** What XML cannot carry is left out. */
const escape = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('')

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3)

const testCase = (suite: string, { name, file, result, reason, milliseconds, isKnown }: Outcome): string => {
  const start = `    <testcase${attributes({ name, classname: suite, file, time: seconds(milliseconds) })}`
  if (result === 'passed') return `${start}/>`
  const inner =
    result === 'failed' && isKnown
      ? `<skipped${attributes({ message: `known break: ${reason.split('\n')[0] ?? ''}` })}/>`
      : result === 'failed'
        ? `<failure${attributes({ message: reason.split('\n')[0] ?? '' })}>${escape(reason)}</failure>`
        : `<skipped${attributes({ message: reason })}/>`
  return `${start}>${inner}</testcase>`
}

const suiteOf = (name: string, tests: readonly Outcome[]): string => {
  const known = tests.filter(({ isKnown }) => isKnown).length
  const count = (result: Outcome['result']) => tests.filter((test) => test.result === result).length
  const time = seconds(tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0))
  const counts = {
    tests: tests.length,
    failures: count('failed') - known,
    skipped: count('skipped') + known,
    errors: 0,
    time,
  }
  const cases = tests.map((test) => testCase(name, test)).join('\n')
  return `  <testsuite${attributes({ name, ...counts })}>\n${cases}\n  </testsuite>`
}

/** An operation that is not there is one failed test of its own. */
const absences = ({ absent, isAbsenceFine }: Report): Outcome[] =>
  absent.map((id) => ({
    file: '',
    name: `${id} is there`,
    operation: id,
    result: isAbsenceFine ? 'skipped' : 'failed',
    reason: `${id} is absent: it answers as a path that the server does not know.`,
    milliseconds: 0,
  }))

/** The whole document. */
export const toJunit = (report: Report): string => {
  const tests = [...absences(report), ...report.tests]
  const suites = [...Map.groupBy(tests, ({ operation, file }) => operation ?? file)]
  const { failed, skipped, passed } = report.totals
  const known = tests.filter(({ isKnown }) => isKnown).length
  const [fine, missing] = report.isAbsenceFine ? [report.absent.length, 0] : [0, report.absent.length]
  const counts = {
    name: 'countersign conformance',
    tests: passed + failed + skipped + report.absent.length,
    failures: failed - known + missing,
    skipped: skipped + known + fine,
    time: report.seconds.toFixed(3),
  }
  const body = suites.map(([name, some]) => suiteOf(name, some)).join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(counts)}>\n${body}\n</testsuites>\n`
}
