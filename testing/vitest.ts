// Vitest: a sandbox in the memory of each worker, and calls of its own for each test.
import { test as base } from 'vitest'
import { type Sandbox, openSandbox } from './sandbox.ts'
import type { SandboxCalls } from './sandbox-calls.ts'

export * from './sandbox.ts'

/** `test` with the fixture `sandbox`. What a test leaves behind ends with it. */
export const test = base.extend<{ readonly worker: Sandbox; readonly sandbox: SandboxCalls }>({
  worker: [
    // Vitest reads from the first parameter which other fixtures are needed: none.

    async ({}, use) => {
      const opened = await openSandbox()
      await use(opened)
      await opened.close()
    },
    { scope: 'worker' },
  ],
  sandbox: async ({ worker }, use) => {
    const sandbox = worker.forTest()
    await use(sandbox)
    await sandbox.end()
  },
})
