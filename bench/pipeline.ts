// This server's whole pipeline, with another contract and handlers that do nothing.
import type { Server } from 'node:http'
import { readConfig } from '../server/config.ts'
import { readContract } from '../server/http/contract.ts'
import { compileContract } from '../spec/generate/compile-checks.ts'
import { createApp } from '../server/http/create-app.ts'
import { createLog } from '../server/outside/log.ts'
import { createLines } from '../server/outside/log-lines.ts'
import { listen } from '../server/http/listen.ts'
import { surfaces } from '../server/surfaces/surfaces.ts'
import { openWorld } from '../server/world.ts'
import { syntheticContract, thing } from './synthetic-contract.ts'

export interface Pipeline {
  readonly operations: number
  readonly answers: 'declared' | 'anything'
  readonly level: 'info' | 'silent'
}

export const servePipeline = async ({ operations, answers, level }: Pipeline, port: number): Promise<Server> => {
  const read = readConfig({ DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: level })
  if ('problems' in read) throw new Error(read.problems.join(' '))
  const { world } = await openWorld(read.config, createLog({ level, destination: createLines(1) }))
  const { document, table } = syntheticContract(operations, answers)
  const handlers = Object.fromEntries(
    Object.entries(table).map(([id, { method }]) => {
      const reply = { status: method === 'post' ? 201 : 200, body: thing }
      return [id.slice('account.'.length), async () => reply]
    }),
  )
  // The contract has one surface; the others have nothing to answer.
  const silent = Object.fromEntries(
    Object.keys(surfaces).map((name) => [name, { handlers: {}, schemes: {}, origins: surfaces.account.origins }]),
  ) as typeof surfaces
  const app = createApp({
    world: { ...world, contract: { document, etag: '' } },
    operations: table,
    checks: readContract(compileContract(document as never, table), table),
    surfaces: { ...silent, account: { handlers, schemes: {}, origins: surfaces.account.origins } },
    assets: new Map(),
    isUnavailable: () => false,
    refusalPage: ({ title }) => ({ body: title }),
    spendCall: () => undefined,
  })
  return listen(app, { port, host: '127.0.0.1' })
}
