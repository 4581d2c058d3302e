import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** A global setup, once its file is there. */
const setupAt = (file: string): string[] => (existsSync(join(import.meta.dirname, file)) ? [file] : [])

// Told to all projects alike: the runner has those side by side that have as many workers, and refuses others. Its own choice
// is one less than there are cores, so that two would work one after the other. One world for all takes one worker.
const workers = process.env.TARGET_URL ? 1 : Math.max(2, availableParallelism() - 1)

export default defineConfig({
  test: {
    env: { NODE_ENV: 'test' },
    // Passwords are hashed and processes started in earnest, which takes its time on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: workers,
    projects: [
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['contract-tests/**/*.test.ts'],
          exclude: ['contract-tests/{coverage,harness,negatives,mutants}/**'],
          globalSetup: setupAt('contract-tests/harness/global-setup.ts'),
          setupFiles: ['contract-tests/harness/setup.ts'],
          // A worker keeps its modules: its server starts once and every file that it runs talks to it.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'negatives',
          include: ['contract-tests/negatives/*.test.ts'],
          globalSetup: setupAt('contract-tests/harness/global-setup.ts'),
          setupFiles: ['contract-tests/harness/setup.ts'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'coverage',
          include: ['contract-tests/coverage/*.test.ts'],
          // After all others: it reads what they have tried.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'units',
          include: ['{server,spec,client,scripts,examples,contract-tests/harness}/**/*.test.ts'],
          globalSetup: setupAt('server/storage/postgres-global-setup.ts'),
        },
      },
    ],
  },
})
