// Starts the mock once for the whole run; the real server starts inside the worker (target.ts).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { clearRecords } from './records.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    mockUrl: string | null
  }
}

export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  clearRecords()
  // Another implementation is tested by its URL, and it alone.
  project.provide('mockUrl', null)
  if (process.env.TARGET_URL) return undefined

  const port = await freePort()
  const mock = spawn(process.execPath, ['scripts/mock.ts'], {
    env: { ...process.env, MOCK_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([
    once(mock.stdout, 'data'),
    once(mock, 'exit').then(() => Promise.reject(new Error('The mock did not start: run npm run mock to see why.'))),
  ])
  mock.stdout.resume()
  project.provide('mockUrl', `http://127.0.0.1:${port}`)
  return async () => {
    mock.kill()
    await once(mock, 'exit')
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
