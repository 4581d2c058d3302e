import { expect, it } from 'vitest'
import { countTests } from './test-counts.ts'

const report = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }

it('counts what passed and what failed', () => {
  expect(countTests(JSON.stringify({ ...report, numFailedTests: 2 }))).toEqual({
    failed: 2,
    line: '7 passed, 2 failed',
  })
})

it('counts a file that broke before its first test', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }]
  expect(countTests(JSON.stringify({ ...report, testResults }))).toEqual({ failed: 1, line: '7 passed, 1 failed' })
})

it('tells skipped tests only when there are any', () => {
  expect(countTests(JSON.stringify({ ...report, numPendingTests: 1, numTodoTests: 1 }))).toEqual({
    failed: 0,
    line: '7 passed, 0 failed, 2 skipped',
  })
})
