// This server in the process of the suite, where a test can reach inside. Not part of the published kit.
import type { ErrorCode } from '../../../generated/errors.ts'
import type { OperationId } from '../../../generated/operations.ts'
import { readConfig } from '../../../server/config.ts'
import { Failure } from '../../../server/model/failure.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { createLog } from '../../../server/outside/log.ts'
import { allTables } from '../../../server/storage/all-tables.ts'
import { findEnvironment, updateEnvironment } from '../../../server/storage/environments.ts'
import type { SurfaceModule } from '../../../server/surfaces/surface.ts'
import { listen } from '../../../server/http/listen.ts'
import { surfaces } from '../../../server/surfaces/surfaces.ts'
import { openWorld } from '../../../server/world.ts'
import type { Bounded } from '../seeds/seed-words.ts'
import type { Target } from '../seeds/world.ts'

const faults = new Map<OperationId, ErrorCode | Error>()

/** Each handler, unless a test told it to fail. */
const failing = <S extends SurfaceModule>(surface: string, module: S): S => ({
  ...module,
  handlers: Object.fromEntries(
    Object.entries(module.handlers as Record<string, (...input: never[]) => unknown>).map(([verb, handler]) => [
      verb,
      (...input: never[]) => {
        const id = `${surface}.${verb}` as OperationId
        const fault = faults.get(id)
        faults.delete(id)
        if (fault instanceof Error) throw fault
        if (fault) throw new Failure(fault)
        return handler(...input)
      },
    ]),
  ),
})

export const startReal = async (): Promise<Target> => {
  const read = readConfig({
    PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: 'sqlite::memory:',
    LOG_LEVEL: 'silent',
    HASH_QUEUE: '1000',
    // The suite makes thousands of people: what their hashes cost is no part of the contract (tests/outside/passwords.test.ts).
    HASH_COST: 'low',
    // Reached in fewer calls than in earnest.
    LIMITS: 'keyCallsPerIp=150/60,mailsPerIp=40/3600,invitationsPerInviter=20/3600',
  })
  if ('problems' in read) throw new Error(read.problems.join(' '))
  const wrapped = Object.fromEntries(Object.entries(surfaces).map(([name, module]) => [name, failing(name, module)]))
  const { app, world } = await openWorld(read.config, createLog({ level: 'silent' }), {
    surfaces: wrapped as typeof surfaces,
  })
  const meter = world.calls
  const server = await listen(app, { port: 0, host: '127.0.0.1' })
  const { port } = server.address() as { port: number }
  server.unref()
  return {
    name: 'real',
    baseUrl: `http://127.0.0.1:${port}`,
    fail: (id, how) => faults.set(id, how),
    rows: async () => {
      const tables = allTables.filter((table) => table !== 'rateLimits' && table !== 'auditEvents')
      const found = await Promise.all(
        tables.map(async (table) => ({ table, rows: await world.db.selectFrom(table).selectAll().execute() })),
      )
      return found.flatMap(({ table, rows }) => rows.map((row) => `${table} ${JSON.stringify(row)}`)).sort()
    },
    settings: async (changed) => {
      const { settings } = (await findEnvironment(world.db, sandboxEnvironmentId))!
      const patch = { settings: { ...settings, ...changed }, updatedAt: world.clock.now() }
      await updateEnvironment(world.db, sandboxEnvironmentId, patch)
    },
    calls: (fit) => {
      const calls = fit ? meter : { take: () => ({ fits: false, remaining: 0, waitSeconds: 7 }) }
      Object.assign(world, { calls } satisfies Partial<typeof world>)
    },
    allow: (changed = {}) => {
      const withMax = <Bounds extends object>(bounds: Bounds): Bounds =>
        Object.fromEntries(
          Object.entries(bounds).map(([name, bound]) => [
            name,
            name in changed ? { ...bound, max: changed[name as Bounded] } : bound,
          ]),
        ) as Bounds
      const { limits, quotas } = read.config
      const config = { ...read.config, limits: withMax(limits), quotas: withMax(quotas) }
      Object.assign(world, { config } satisfies Partial<typeof world>)
    },
  }
}
