// The real service in this process, on a free port, with an empty world of its own.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/outside/log.ts'
import { listen } from '../server/http/listen.ts'
import { openWorld } from '../server/world.ts'
import { closeServer } from './scripted-server-for-tests.ts'

export const openService = async (environment: Record<string, string> = {}) => {
  const port = await freePort()
  const read = readConfig({
    PORT: String(port),
    DATABASE_URL: 'sqlite::memory:',
    LOG_LEVEL: 'silent',
    ...environment,
  })
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  const opened = await openWorld(read.config, createLog({ level: 'silent' }))
  const server = await listen(opened.app, read.config)
  return {
    world: opened.world,
    baseUrl: read.config.publicUrl,
    close: async () => {
      await closeServer(server)
      await opened.close()
    },
  }
}

/** The service's own address stands in its tokens, so the port must be known before it listens. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
