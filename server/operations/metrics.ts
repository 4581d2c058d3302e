// What is counted, on a port of its own: strangers reach the other one.
import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { World } from '../context.ts'
import { createServer } from '../model/node-http.ts'
import { findLongestDue } from '../storage/outbox.ts'
import type { OpenDatabase } from '../storage/database.ts'

/** How long whoever looks waits for what the database has to say, ms. */
const patienceMs = 1000

interface Watched {
  readonly world: World
  readonly states: OpenDatabase['states']
  readonly lostLines: () => number
}

/** Serves `/metrics`, also while the database is out of reach or the service drains. Resolves once it listens. */
export const serveMetrics = async (
  { world, states, lostLines }: Watched,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Server> => {
  const outboxAge = async () => {
    const now = world.clock.now()
    const since = await Promise.race([
      findLongestDue(world.db, now).then(
        (due) => due ?? now,
        () => undefined,
      ),
      pause(patienceMs, undefined, { ref: false }),
    ])
    return since === undefined ? NaN : Math.max(0, now - since) / 1000
  }
  const hashesWaiting = () => world.passwords.waiting
  const server = createServer((req, res) => {
    if (req.url !== '/metrics' || req.method !== 'GET') return void res.writeHead(404).end()
    world.metrics
      .read({ hashesWaiting, pools: states, outboxAge, lostLines })
      .then(({ type, text }) => res.writeHead(200, { 'Content-Type': type }).end(text))
      .catch((error: unknown) => {
        world.log.error({ err: error }, 'Metrics could not be read')
        res.writeHead(500).end()
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, resolve)
  })
  return server
}
