// What a call costs the service's own process: on SQLite, where the database is part of it, and on PostgreSQL.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemBinaries } from '../tests/storage/postgres-for-tests.ts'
import { type Contender, type Plan, race, say } from './race.ts'
import type { Result } from './results.ts'
import { openPostgresPlace } from './scale/places.ts'
import { type Service, type Work, startService, workOf } from './service.ts'

export const racePostgres = async (plan: Plan): Promise<Result[]> => {
  if (!systemBinaries()) {
    say('There is no PostgreSQL here: nothing is measured on it.')
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-postgres-'))
  // PostgreSQL may run as another user than this.
  chmodSync(folder, 0o755)
  const place = await openPostgresPlace(folder)
  const services = [
    { name: 'SQLite', service: await startService() },
    { name: 'PostgreSQL', service: await startService({ databaseUrl: await place.create('bench') }) },
  ]
  const working = await Promise.all(
    services.map(async (one) => ({ ...one, work: await workOf(one.service, plan.connections) })),
  )
  const results: Result[] = []
  const calls = { me: 'GET /auth/me', refresh: 'POST /auth/refresh', signIn: 'POST /auth/sign-in' } as const
  for (const kind of ['me', 'refresh', 'signIn'] as const) {
    const contenders = working.map(({ name, service, work }): Contender => ({
      name,
      turn: (ms) => costOf(service, work[kind], ms),
    }))
    results.push(...(await race(`Processor time of ${calls[kind]}`, 'ms', contenders, plan)))
  }
  for (const { service } of services) await service.stop()
  await place.end()
  rmSync(folder, { recursive: true, force: true })
  return results
}

/** Processor time of one call, ms. */
const costOf = async (service: Service, work: Work['me'], ms: number): Promise<number> => {
  const before = await service.processorMs()
  const { count } = await work(ms)
  return ((await service.processorMs()) - before) / count
}
