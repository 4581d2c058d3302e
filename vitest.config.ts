import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { suiteProject } from './contract-tests/cli/suite.ts'
import { skippedTests } from './scripts/skipped-tests.ts'

/** A global setup, once its file is there. */
const setupAt = (file: string): string[] => (existsSync(join(import.meta.dirname, file)) ? [file] : [])

const units = ['{tests,spec,client,scripts,examples,contract-tests/{harness,report}}/**/*.test.ts']

/** What measures the memory or the time that its own process takes. */
const measured = [
  'tests/http/{bodies,content-types}.test.ts',
  'tests/identity/passwords/passwords.test.ts',
  'tests/outside/password-strength.test.ts',
  'tests/testing/sandbox.test.ts',
]

/** One waits for what it has broken, the other computes: side by side they take no longer than either. */
const faults = ['scripts/{faults,interleavings}/*.test.ts']

export default defineConfig({
  test: {
    env: { NODE_ENV: 'test' },
    reporters: ['default', skippedTests],
    // Passwords are hashed, and processes and browsers started in earnest, which takes its time on a busy machine: a test waits for
    // what it needs, and a minute more costs nobody anything but where something hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
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
          include: units,
          exclude: ['**/node_modules/**', ...measured, ...faults],
          globalSetup: setupAt('tests/storage/postgres-global-setup.ts'),
          setupFiles: setupAt('tests/environment-as-found.ts'),
          // A worker keeps its modules: reading them again for each file is a quarter of the work.
          isolate: false,
          // Many a test waits for a browser or a process: twice as many as a small machine has cores keep it busy.
          maxWorkers: 4,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'measured',
          include: measured,
          globalSetup: setupAt('tests/storage/postgres-global-setup.ts'),
          // They ask what their own process uses: each has one to itself, and the machine.
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: faults,
          // Nothing else runs beside them: what is refused has to be refused in time.
          maxWorkers: 2,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
