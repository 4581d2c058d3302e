import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { skippedTests } from './scripts/skipped-tests.ts'

/** A global setup, once its file is there. */
const setupAt = (file: string): string[] => (existsSync(join(import.meta.dirname, file)) ? [file] : [])

/** Files that the conformance kit leaves out: clients of others, and what the negatives are made of. */
const leftOut = process.env.CONFORM_AGAIN
  ? ['contract-tests/published-clients/**', 'contract-tests/negatives/{faults,snapshot,verdict}.test.ts']
  : []

// Each worker has a server of its own: one waits for the mock while the other one asks. A remote world takes one worker.
const suiteWorkers = process.env.TARGET_URL ? 1 : 2

export default defineConfig({
  test: {
    env: { NODE_ENV: 'test' },
    reporters: ['default', skippedTests],
    // Passwords are hashed and processes started in earnest, which takes its time on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Of a part of the contract a matrix may have nothing to ask: that is no fault of the server that is asked.
    passWithNoTests: Boolean(process.env.CONFORM_AGAIN),
    projects: [
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['contract-tests/**/*.test.ts'],
          exclude: ['contract-tests/{coverage,harness,negatives,mutants}/**', ...leftOut],
          globalSetup: setupAt('contract-tests/harness/global-setup.ts'),
          setupFiles: ['contract-tests/harness/setup.ts'],
          // A worker keeps its modules: its server starts once and every file that it runs talks to it.
          pool: 'threads',
          isolate: false,
          maxWorkers: suiteWorkers,
        },
      },
      {
        extends: true,
        test: {
          name: 'negatives',
          include: ['contract-tests/negatives/*.test.ts'],
          exclude: leftOut,
          globalSetup: setupAt('contract-tests/harness/global-setup.ts'),
          setupFiles: ['contract-tests/harness/setup.ts'],
          pool: 'threads',
          isolate: false,
          maxWorkers: suiteWorkers,
        },
      },
      {
        extends: true,
        test: {
          name: 'coverage',
          include: ['contract-tests/coverage/*.test.ts'],
          // After the suite: it reads what that has tried.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'units',
          include: ['{tests,spec,client,scripts,examples,contract-tests/harness}/**/*.test.ts'],
          globalSetup: setupAt('tests/storage/postgres-global-setup.ts'),
          // By themselves: browsers, processes and stopwatches want the machine.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
