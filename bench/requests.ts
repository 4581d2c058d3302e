// What checking against the contract costs: bare Express with the same routes and answers against the whole pipeline.
import { load, requestBytes } from './load.ts'
import { type Running, startServer } from './processes.ts'
import { type Contender, type Plan, race } from './race.ts'
import type { Result } from './results.ts'
import { newThing, pathsOf } from './synthetic-contract.ts'
import type { Tree } from './trees.ts'

export const startContender = (kind: string, operations: number, root?: string): Promise<Running> =>
  startServer('bench/contender.ts', pathsOf(operations).item, {
    args: (port) => [kind, String(operations), String(port)],
    root,
  })

const kinds = {
  express: 'bare Express',
  requests: 'requests checked',
  both: 'requests and answers checked',
  logged: 'requests and answers checked, and logged',
}

export const raceRequests = async (plan: Plan, operations: number, others: readonly Tree[]): Promise<Result[]> => {
  const servers = await Promise.all([
    ...Object.entries(kinds).map(async ([kind, name]) => ({ name, running: await startContender(kind, operations) })),
    ...others.map(async ({ name, root }) => ({
      name: `${kinds.logged}, ${name}`,
      running: await startContender('logged', operations, root),
    })),
  ])
  const { collection, item } = pathsOf(operations)
  const contendersFor = (bytes: Buffer): Contender[] =>
    servers.map(({ name, running: { url } }) => ({
      name,
      turn: async (ms) => (await load({ url, connections: plan.connections, ms, next: () => bytes })).perSecond,
    }))
  const get = contendersFor(requestBytes('GET', item))
  const post = contendersFor(requestBytes('POST', collection, { body: newThing }))
  const results = [
    ...(await race(`GET, ${operations} operations`, '/s', get, plan)),
    ...(await race(`POST, ${operations} operations`, '/s', post, plan)),
  ]
  for (const { running } of servers) await running.stop()
  return results
}
