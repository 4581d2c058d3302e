// The mock against Prism without anything of ours, on the same contract.
import { load, requestBytes } from './load.ts'
import { startServer } from './processes.ts'
import { type Plan, race } from './race.ts'
import type { Result } from './results.ts'
import { startPrism } from './rivals.ts'

export const raceMock = async (plan: Plan): Promise<Result[]> => {
  const servers = [
    { name: 'plain Prism', running: await startPrism() },
    {
      name: 'the mock',
      running: await startServer('server/bin/countersign.mjs', '/health/live', {
        args: (port) => ['mock', '--port', String(port)],
      }),
    },
  ]
  const body = { client_id: 'cid_inbox_manager', email: 'alice@example.test', password: 'correct horse battery' }
  const bytes = requestBytes('POST', '/auth/sign-in', { body })
  const contenders = servers.map(({ name, running: { url } }) => ({
    name,
    turn: async (ms: number) => (await load({ url, connections: plan.connections, ms, next: () => bytes })).perSecond,
  }))
  const results = await race('POST /auth/sign-in of a mock', '/s', contenders, {
    ...plan,
    rounds: Math.ceil(plan.rounds / 5),
  })
  for (const { running } of servers) await running.stop()
  return results
}
