import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** A global setup, once its file is there. */
const setupAt = (file: string): string[] => (existsSync(join(import.meta.dirname, file)) ? [file] : [])

/** Files that say nothing about another server, which the conformance kit leaves out: clients of others, and what the negatives are made of. */
const leftOut = process.env.CONFORM_AGAIN
  ? ['contract-tests/published-clients/**', 'contract-tests/negatives/{faults,snapshot,verdict}.test.ts']
  : []

export default defineConfig({
  test: {
    env: { NODE_ENV: 'test' },
    // Passwords are hashed and processes started in earnest, which takes its time on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Kinds of tests run one after another: some have one worker and others several, and by a URL they share a world.
    projects: [
      {
        extends: true,
        test: {
          name: 'contract',
          sequence: { groupOrder: 1 },
          include: ['contract-tests/**/*.test.ts'],
          exclude: ['contract-tests/{coverage,harness,negatives,mutants}/**', ...leftOut],
          globalSetup: setupAt('contract-tests/harness/global-setup.ts'),
          setupFiles: ['contract-tests/harness/setup.ts'],
          // One worker that keeps its modules: the server starts once and every file talks to it.
          pool: 'threads',
          isolate: false,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'negatives',
          sequence: { groupOrder: 2 },
          include: ['contract-tests/negatives/*.test.ts'],
          exclude: leftOut,
          globalSetup: setupAt('contract-tests/harness/global-setup.ts'),
          setupFiles: ['contract-tests/harness/setup.ts'],
          pool: 'threads',
          isolate: false,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'coverage',
          include: ['contract-tests/coverage/*.test.ts'],
          // After all others: it reads what they have tried.
          sequence: { groupOrder: 3 },
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
