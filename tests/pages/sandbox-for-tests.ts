// A sandbox that a browser is led through.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type TestServer, startReachableServer } from '../server-for-tests.ts'

/** Runs as long as the tests around do; the browser ends before it. */
export const runSandbox = (browser: Browser | undefined) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startReachableServer()
  })
  afterAll(async () => {
    await browser?.close()
    await server.close()
  })
  return {
    get server() {
      return server
    },
  }
}
