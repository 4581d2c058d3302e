import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { suiteProject } from './contract-tests/cli/suite.ts'
import { skippedTests } from './scripts/skipped-tests.ts'

/** A global setup, once its file is there. */
const setupAt = (file: string): string[] => (existsSync(join(import.meta.dirname, file)) ? [file] : [])

export default defineConfig({
  test: {
    env: { NODE_ENV: 'test' },
    reporters: ['default', skippedTests],
    // Passwords are hashed and processes started in earnest, which takes its time on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      suiteProject('contract'),
      suiteProject('negatives'),
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
