// The real server on a fresh database of either kind: `describe.each(kinds)`.
import { afterAll, beforeAll } from 'vitest'
import { type TestServer, startServer } from './server-for-tests.ts'
import { type Kind, migratedDatabase } from './storage/databases-for-tests.ts'

export { kinds } from './storage/databases-for-tests.ts'

/** Several of one list share the database, as instances do. `close` of the last one removes it. */
export const startServersOn = async (
  kind: Kind,
  environments: readonly Record<string, string>[],
): Promise<TestServer[]> => {
  const { url, remove } = await migratedDatabase(kind)
  let open = environments.length
  return Promise.all(
    environments.map(async (environment) => {
      const server = await startServer({ DATABASE_URL: url, ...environment })
      const { close: end } = server
      const close = async () => {
        await end()
        open -= 1
        if (open === 0) remove()
      }
      return Object.assign(server, { close })
    }),
  )
}

export const startServerOn = async (kind: Kind, environment: Record<string, string> = {}): Promise<TestServer> =>
  (await startServersOn(kind, [environment]))[0]!

/** Two instances with one database, as long as the tests around run. `advance` moves the clock of both. */
export const runTwoInstances = (kind: Kind, environment: Record<string, string> = {}) => {
  let servers: readonly TestServer[] = []
  beforeAll(async () => {
    servers = await startServersOn(kind, [environment, {}])
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
  })
  return {
    get server() {
      return servers[0]!
    },
    get other() {
      return servers[1]!
    },
    advance: (seconds: number) => {
      for (const { world } of servers) world.sandbox?.clock.advance(seconds)
    },
  }
}
