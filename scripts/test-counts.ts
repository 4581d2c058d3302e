/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

export interface Counts {
  /** A file that broke before its first test counts as one. */
  readonly failed: number
  /** One plain line, `N passed, N failed`. */
  readonly line: string
}

export const countTests = (json: string): Counts => {
  const report = JSON.parse(json) as Report
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const skipped = report.numPendingTests + report.numTodoTests
  const failed = report.numFailedTests + broken.length
  const line = `${report.numPassedTests} passed, ${failed} failed`
  return { failed, line: skipped > 0 ? `${line}, ${skipped} skipped` : line }
}
