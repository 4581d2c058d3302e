// Starts the mock once for the whole run; the real server starts inside the worker (target.ts).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { leaveReport } from '../../report/from-run.ts'
import { namesOf, readInstances } from '../targets/instances.ts'
import { findPublicUrl } from '../targets/probe.ts'
import { clearRecords } from '../recorder/records.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    mockUrl: string | null
  }
}

interface Mock {
  readonly address: string
  stop(): Promise<void>
}

/** Each project of the runner loads this file for itself: what they share lies where all of them see it. */
const shared = globalThis as { countersignMock?: Promise<Mock> | undefined; countersignMockUsers?: number }

const takeMock = (): Promise<Mock> => {
  shared.countersignMockUsers = (shared.countersignMockUsers ?? 0) + 1
  return (shared.countersignMock ??= startMock())
}

const leaveMock = async (): Promise<void> => {
  shared.countersignMockUsers = (shared.countersignMockUsers ?? 1) - 1
  if (shared.countersignMockUsers > 0) return
  await (await shared.countersignMock)?.stop()
  shared.countersignMock = undefined
}

export default async (project: TestProject): Promise<() => Promise<void>> => {
  clearRecords()
  const startedAt = Date.now()
  const remote = process.env.TARGET_URL
  if (remote) {
    // Another implementation is tested by its URL, and it alone. The conformance kit has asked for its public address already.
    process.env.CONFORM_PUBLIC_URL ??= await findPublicUrl(remote.replace(/\/+$/, ''))
    project.provide('mockUrl', null)
    const address = namesOf(readInstances(process.env).map(({ url }) => url)) || remote
    return async () => leaveReport(project, [{ name: 'remote', address }], startedAt)
  }

  const { address } = await takeMock()
  project.provide('mockUrl', address)
  return async () => {
    await leaveMock()
    const real = { name: 'real', address: 'in process' } as const
    await leaveReport(project, [{ name: 'mock', address }, real], startedAt)
  }
}

const startMock = async (): Promise<Mock> => {
  const port = await freePort()
  const mock = spawn(process.execPath, ['server/bin/countersign.mjs', 'mock'], {
    env: { ...process.env, MOCK_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([
    once(mock.stdout, 'data'),
    once(mock, 'exit').then(() => Promise.reject(new Error('The mock did not start: run npm run mock to see why.'))),
  ])
  mock.stdout.resume()
  const stop = async () => {
    mock.kill()
    await once(mock, 'exit')
  }
  return { address: `http://127.0.0.1:${port}`, stop }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
